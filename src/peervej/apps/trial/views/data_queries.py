"""The researchers ask a site about a form; someone there answers in a few words."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.operations import record_reading
from peervej.apps.measures.models import PAPER_RULES
from peervej.apps.measures.operations import QueryRefused, reply_to_query
from peervej.apps.trial.forms import ReplyForm
from peervej.apps.trial.queries import SiteQuery, open_questions, queries_at
from peervej.apps.trial.site_questions import sentence_for

AT_THE_SITE = (Role.INTERVIEWER, Role.COORDINATOR)


def _asked(request: HttpRequest) -> list[SiteQuery]:
    sites = access_of(request).sites(*AT_THE_SITE)
    return queries_at(sites, request.now.date())  # type: ignore[attr-defined]


@allow(*AT_THE_SITE)
@never_cache
@require_safe
def queries(request: HttpRequest) -> HttpResponse:
    """What the researchers have asked, the oldest first; neither answer nor group."""
    rows = [{"one": one, "sentence": sentence_for(one.query.rule)} for one in _asked(request)]
    return render(request, "trial/queries.html", {"rows": rows})


@allow(*AT_THE_SITE)
@never_cache
@require_http_methods(["GET", "POST"])
def query(request: HttpRequest, pk: int) -> HttpResponse:
    """One question about one person's form, and a few words back."""
    found = next((one for one in _asked(request) if one.query.pk == pk), None)
    if found is None:
        raise Http404("nothing is asked here")
    now: datetime = request.now  # type: ignore[attr-defined]
    form = ReplyForm(request.POST or None)
    roles = access_of(request).roles
    if request.method == "POST" and form.is_valid():
        role = next(role for role in AT_THE_SITE if role in roles)
        try:
            reply_to_query(found.query, form.cleaned_data["reply"], role=role, now=now)
        except QueryRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. The researchers see your words."))
            return redirect("trial:queries")
    else:
        record_reading(
            found.person.pk,
            "query",
            reader=actor_of(request),
            reader_label=str(request.user),
            now=now,
        )
    is_paper = found.query.rule in PAPER_RULES and Role.INTERVIEWER in roles
    context = {
        "asked": found,
        "sentence": sentence_for(found.query.rule),
        "form": form,
        "can_type": is_paper and open_questions(found.person, now.date()) is not None,
    }
    return render(request, "trial/query.html", context)
