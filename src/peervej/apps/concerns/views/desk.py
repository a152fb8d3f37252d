"""The coordinator's worries: take, read, close."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.forms import ClosingForm
from peervej.apps.concerns.models import Concern
from peervej.apps.concerns.operations.concerns import (
    ConcernRefused,
    acknowledge_concern,
    close_concern,
    note_reading,
)
from peervej.apps.concerns.perms import concern_at_desk
from peervej.apps.concerns.queries import (
    closing_words_of,
    numbers_for,
    on_call_now,
    open_concerns,
    rota_holes,
    words_of,
)

SHOWN_CLOSED = 20


@allow(Role.COORDINATOR)
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """A neutral address for messages, leading to what waits."""
    return redirect("concerns:worries")


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def worries(request: HttpRequest) -> HttpResponse:
    """What nobody has taken first; no words in the list."""
    site = access_of(request).site(Role.COORDINATOR)
    moment = request.now  # type: ignore[attr-defined]
    closed = Concern.objects.filter(site=site, state=ConcernState.CLOSED)
    context = {
        "site": site,
        "open": list(open_concerns(site)),
        "closed": closed.order_by("-closed_at")[:SHOWN_CLOSED],
        "on_call": on_call_now(site, moment),
        "holes": rota_holes(site, moment),
    }
    return render(request, "concerns/desk/worries.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def worry(request: HttpRequest, pk: int) -> HttpResponse:
    """The words; that they were opened is written down."""
    concern = concern_at_desk(access_of(request), pk)
    return _page(request, concern, ClosingForm())


def _page(
    request: HttpRequest, concern: Concern, form: ClosingForm, status: int = 200
) -> HttpResponse:
    note_reading(concern, **_by(request))
    context = {
        "concern": concern,
        "words": words_of(concern),
        "closing_words": closing_words_of(concern),
        "pagings": concern.pagings.select_related("user"),
        "form": form,
        "numbers": numbers_for(concern.site, request.now.date()),  # type: ignore[attr-defined]
    }
    return render(request, "concerns/desk/worry.html", context, status=status)


@allow(Role.COORDINATOR)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """I take it: nobody else is called."""
    concern = concern_at_desk(access_of(request), pk)
    user = access_of(request).user
    try:
        taken = acknowledge_concern(concern, user, **_by(request))
    except ConcernRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if taken.acknowledged_by == user:
            messages.success(request, _("You have taken it. Nobody else is called."))
        else:
            said = _("%(name)s has taken it already.") % {"name": taken.acknowledged_by}
            messages.info(request, said)
    return redirect("concerns:worry", pk=pk)


@allow(Role.COORDINATOR)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close with a few words."""
    concern = concern_at_desk(access_of(request), pk)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, concern, form, status=422)
    try:
        close_concern(concern, access_of(request).user, **form.cleaned_data, **_by(request))
    except ConcernRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is closed. The words are erased in 30 days."))
    return redirect("concerns:worries")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
