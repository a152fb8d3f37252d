"""The coordinator's companionships: who waits, who suits, what is going on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.volunteers.enums import Interest, Midway, Need, Purpose
from peervej.apps.volunteers.forms.companionship import EndForm, MeetingForm, RequestForm
from peervej.apps.volunteers.models import CompanionRequest, Volunteer
from peervej.apps.volunteers.operations.along import (
    note_midway_talk,
    pause_match,
    plan_end,
    resume_match,
)
from peervej.apps.volunteers.operations.companionship import (
    MatchRefused,
    ask_companionship,
    call_off_match,
    close_request,
    end_match,
    propose_match,
)
from peervej.apps.volunteers.perms import match_at_desk, person_at_desk, request_at_desk
from peervej.apps.volunteers.queries.companionship import (
    open_requests,
    running_matches,
    suggestions_for,
)
from peervej.apps.volunteers.queries.contacts import (
    contacts_to_call,
    match_programmes,
    matches_run_at,
    open_to_contact,
)
from peervej.apps.volunteers.queries.runs import enrolment_day
from peervej.apps.volunteers.wording import say_reasons, say_time


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Those who wait, and what is planned or going on."""
    site = access_of(request).site(Role.COORDINATOR)
    today = request.now.date()  # type: ignore[attr-defined]
    context = {
        "site": site,
        "requests": open_requests(site),
        "matches": running_matches(site),
        "contacts": contacts_to_call(site),
        "open_to_contact": [one for one in open_to_contact() if one[0] == site],
        "to_begin": [
            one for one in match_programmes() if one.id not in matches_run_at(site, today)
        ],
    }
    return render(request, "volunteers/desk/companionship.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Note somebody's wish."""
    person = person_at_desk(access_of(request), pk)
    enrolled_on = enrolment_day(person)
    form = RequestForm(request.POST or None, initial={"languages": ["da"]}, enrolled_on=enrolled_on)
    wishes: list[CompanionRequest] = []
    if request.method == "POST" and carry_out(
        form,
        lambda: wishes.append(ask_companionship(person, **form.cleaned_data, **_by(request))),
        MatchRefused,
    ):
        return redirect("volunteers:request", pk=wishes[0].pk)
    context = {"form": form, "person": person, "enrolled_on": enrolled_on}
    return render(request, "volunteers/desk/new_request.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Volunteers who meet all that was asked for, each with its reasons."""
    wish = request_at_desk(access_of(request), pk)
    today = request.now.date()  # type: ignore[attr-defined]
    is_open = wish.state == "open"
    context = {
        "wish": wish,
        "purposes": [Purpose(code).label for code in wish.purposes],
        "times": [say_time(code) for code in wish.times],
        "needs": [Need(code).label for code in wish.needs],
        "wishes": [Interest(code).label for code in wish.wishes],
        "suggestions": [
            {"volunteer": volunteer, "why": say_reasons(suggestion)}
            for volunteer, suggestion in (suggestions_for(wish, today) if is_open else [])
        ],
    }
    return render(request, "volunteers/desk/request.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Plan the first meeting with volunteer `number`."""
    wish = request_at_desk(access_of(request), pk)
    volunteer = get_object_or_404(Volunteer, pk=number, site=wish.site)
    form = MeetingForm(request.POST or None, initial={"place": wish.site.address})
    if request.method == "POST" and form.is_valid():
        try:
            match = propose_match(
                wish,
                volunteer,
                meets_at=form.meets_at,
                place=form.cleaned_data["place"],
                **_by(request),
            )
        except MatchRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The first meeting is planned, and both are told."))
            return redirect("volunteers:match", pk=match.pk)
    context = {"form": form, "wish": wish, "volunteer": volunteer}
    return render(request, "volunteers/desk/propose.html", context)


@allow(Role.COORDINATOR)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """No company after all."""
    return _done(request, lambda by: close_request(request_at_desk(access_of(request), pk), **by))


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def match_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the two have come; never who answered what."""
    match = match_at_desk(access_of(request), pk)
    wants_talk = match.midway_answers.filter(says=Midway.TALK, is_talked_over=False).exists()
    context = {
        "match": match,
        "wants_talk": wants_talk,
        "visits": match.visits.all(),
        "end_form": EndForm(),
    }
    return render(request, "volunteers/desk/match.html", context)


@allow(Role.COORDINATOR)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off, agree on an earlier end, or end."""
    match = match_at_desk(access_of(request), pk)
    what = request.POST.get("what", "")
    if what == "call_off":
        return _done(request, lambda by: call_off_match(match, **by))
    simple = {"pause": pause_match, "resume": resume_match, "talked": note_midway_talk}
    if what in simple:
        return _done(request, lambda by: simple[what](match, **by))
    if what in ("end", "swap"):
        return _done(request, lambda by: end_match(match, look_again=what == "swap", **by))
    if what == "plan_end":
        form = EndForm(request.POST)
        if form.is_valid():
            return _done(request, lambda by: plan_end(match, form.cleaned_data["day"], **by))
        messages.error(request, _("Write the last day as day, month and year."))
        return redirect("volunteers:match", pk=pk)
    raise Http404(what)


def _done(request: HttpRequest, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    try:
        act(_by(request))
    except MatchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("volunteers:companionship")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
