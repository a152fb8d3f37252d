"""A group leader's pages: next meetings, who is there, a minute for noting who came."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.concerns.queries import next_on_call, on_call_now
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.programmes.forms.sessions import SessionForm
from peervej.apps.programmes.operations.refusals import PlanRefused
from peervej.apps.programmes.operations.sessions import (
    SessionRefused,
    facilitator_away,
    facilitator_back,
    record_session,
)
from peervej.apps.programmes.operations.swaps import (
    ask_swap,
    confirm_session,
    keep_session,
    take_swap,
)
from peervej.apps.programmes.perms import led_session, session_to_take, volunteer_of
from peervej.apps.programmes.queries import leaders_of
from peervej.apps.programmes.queries.groups import theme_of
from peervej.apps.programmes.queries.leading import meetings_led, sessions_to_note, words_given
from peervej.apps.programmes.queries.swaps import swaps_open_for
from peervej.apps.volunteers.enums import PlaceState
from peervej.apps.volunteers.queries.care import next_care_of
from peervej.apps.volunteers.queries.companionship import matches_of_volunteer


@allow(Role.VOLUNTEER)
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The next meeting first, then what has not been noted, then the rest."""
    leader = volunteer_of(access_of(request))
    now = request.now  # type: ignore[attr-defined]
    meetings = meetings_led(leader, now)
    context = {
        "volunteer": leader,
        "next": meetings[0] if meetings else None,
        "later": meetings[1:],
        "to_note": sessions_to_note(leader, now),
        "site": leader.site,
        "swaps": swaps_open_for(leader, now),
        "matches": [
            {"match": row, "place": row.place or row.request.site.address}
            for row in matches_of_volunteer(leader)
        ],
        "care": next_care_of(leader, now.date()),
        "trainings": leader.training_places.filter(
            state=PlaceState.BOOKED, weekend__starts_on__gte=now.date()
        ).select_related("weekend"),
        "on_call": on_call_now(leader.site, now),
        "next_shift": next_on_call(leader.site, now),
    }
    return render(request, "programmes/volunteer/overview.html", context)


@allow(Role.VOLUNTEER)
@never_cache
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: where, with whom, what it is about, and the manual's page."""
    leader, found = led_session(access_of(request), pk)
    now = request.now  # type: ignore[attr-defined]
    context = {
        "volunteer": leader,
        "session": found,
        "leaders": leaders_of(found),
        "looks_for_swap": found.looking_for_swap.filter(pk=leader.pk).exists(),
        "is_away": found.away.filter(pk=leader.pk).exists(),
        "theme": theme_of(found),
        "has_begun": found.starts_at <= now,
        "is_over": found.ends_at <= now,
        "words": words_given(found),
    }
    return render(request, "programmes/volunteer/session.html", context)


@allow(Role.VOLUNTEER)
@never_cache
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came, how many, how it went. Sent twice counts once."""
    leader, found = led_session(access_of(request), pk)
    form = SessionForm(
        request.POST or None, initial={"key": secrets.token_urlsafe(16)}, session=found
    )
    if request.method == "POST" and carry_out(
        form, lambda: record_session(found, **form.record(), **_by(request)), SessionRefused
    ):
        messages.success(request, _("Thank you. It is noted."))
        if "X-Kept" in request.headers:
            # The phone keeps the form until it hears that it was noted, and then moves on.
            return HttpResponse(status=204)
        return redirect("programmes:volunteer")
    has_begun = found.starts_at <= request.now  # type: ignore[attr-defined]
    context = {"volunteer": leader, "session": found, "form": form, "has_begun": has_begun}
    return render(request, "programmes/volunteer/record.html", context)


@allow(Role.VOLUNTEER)
@require_POST
def away(request: HttpRequest, pk: int) -> HttpResponse:
    """Cannot come: the coordinator steps in and has been told."""
    leader, found = led_session(access_of(request), pk)
    try:
        facilitator_away(found, leader, **_by(request))
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        name = found.group.period.site.coordinator_name or _("the coordinator")
        messages.success(request, _("Thank you for saying so. %(name)s steps in.") % {"name": name})
    return redirect("programmes:led_session", pk=pk)


@allow(Role.VOLUNTEER)
@require_POST
def coming(request: HttpRequest, pk: int) -> HttpResponse:
    """I am coming."""
    leader, found = led_session(access_of(request), pk)
    return _swapped(
        request, lambda by: confirm_session(found, leader, **by), _("Thank you. They know it now.")
    )


@allow(Role.VOLUNTEER)
@require_POST
def find_swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the others, or keep it after all."""
    leader, found = led_session(access_of(request), pk)
    if request.POST.get("what") == "behold":
        said = _("Good. The meeting is yours again.")
        return _swapped(request, lambda by: keep_session(found, leader, **by), said)
    said = _("The others have been asked. Until one says yes, the meeting is yours.")
    return _swapped(request, lambda by: ask_swap(found, leader, **by), said)


@allow(Role.VOLUNTEER)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another's meeting."""
    leader, found = session_to_take(access_of(request), pk)
    said = _("Thank you. The meeting is yours now.")
    return _swapped(request, lambda by: take_swap(found, leader, **by), said)


def _swapped(
    request: HttpRequest, act: Callable[[dict[str, Any]], object], said: str
) -> HttpResponse:
    try:
        act(_by(request))
    except (SessionRefused, PlanRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("programmes:volunteer")


@allow(Role.VOLUNTEER)
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Can come after all."""
    leader, found = led_session(access_of(request), pk)
    try:
        facilitator_back(found, leader, **_by(request))
    except (SessionRefused, PlanRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Good to have you with us."))
    return redirect("programmes:led_session", pk=pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
