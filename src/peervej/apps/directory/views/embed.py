"""A bare list other sites may show in a frame, for hosts the operator has named."""

import os

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.directory.queries.filters import Filters, asks_nowhere
from peervej.apps.directory.queries.listing import load_hits, run_search
from peervej.apps.directory.views.cards import make_cards

MOST = 30
# Read when the server starts: https://host addresses, separated by commas.
HOSTS = [host for host in os.environ.get("PEERVEJ_EMBED_HOSTS", "").split(",") if host]


@allow(Role.PUBLIC)
@xframe_options_exempt
@csp_update({"frame-ancestors": HOSTS or ["'none'"]})
def embedded_list(request: HttpRequest) -> HttpResponse:
    """The first entries of any filter, each link opening Peervej in its own page."""
    now = request.now  # type: ignore[attr-defined]
    filters = Filters.read(request.GET)
    result = run_search(filters, now=now)
    # A frame on someone else's page shows no error; a place nobody knows has no entries.
    hits = [] if asks_nowhere(filters, result.place) else [*result.hits, *result.wider]
    cards = make_cards(load_hits(hits[:MOST]), now)
    context = {"cards": cards, "result": result, "address": filters.address()}
    return render(request, "directory/embed.html", context)
