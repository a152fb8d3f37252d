"""A volunteer's agreement, and the page of the two who go along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.volunteers.enums import AgreementKind, Midway, Side
from peervej.apps.volunteers.forms.companionship import VisitForm
from peervej.apps.volunteers.models import Match
from peervej.apps.volunteers.operations.along import (
    answer_midway,
    asks_midway,
    record_visit,
)
from peervej.apps.volunteers.operations.companionship import (
    MatchRefused,
    answer_match,
)
from peervej.apps.volunteers.operations.way_in import accept_agreement
from peervej.apps.volunteers.perms import own_match, volunteer_of_link
from peervej.apps.volunteers.queries.companionship import (
    matches_of_person,
    matches_of_volunteer,
)
from peervej.methods.scheduling import COPENHAGEN

TEXT_VERSION = "1"


@allow(Role.VOLUNTEER)
@never_cache
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest) -> HttpResponse:
    """The two texts; yes is kept with version and date."""
    volunteer = volunteer_of_link(access_of(request))
    if request.method == "POST":
        for kind in AgreementKind:
            accept_agreement(volunteer, kind, TEXT_VERSION, **_by(request))
        messages.success(request, _("Thank you. Your yes is kept with the date."))
        return redirect("volunteers:agreement")
    accepted = {row.kind: row for row in volunteer.agreements.filter(version=TEXT_VERSION)}
    context = {
        "volunteer": volunteer,
        "is_accepted": set(accepted) == set(AgreementKind),
        "accepted": next(iter(accepted.values()), None),
        "version": TEXT_VERSION,
    }
    return render(request, "volunteers/agreement.html", context)


@allow(Role.VOLUNTEER, Role.PARTICIPANT)
@never_cache
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """Whom I meet or follow; my own answer and never the other's."""
    return _together(request)


def _together(request: HttpRequest, **more: object) -> HttpResponse:
    access = access_of(request)
    now = request.now  # type: ignore[attr-defined]
    rows: list[dict[str, object]] = []
    if Role.PARTICIPANT in access.holders:
        mine = matches_of_person(int(access.subject(Role.PARTICIPANT)), now)
        rows += [_row(match, Side.PERSON, now) for match in mine]
    if Role.VOLUNTEER in access.holders:
        volunteer = volunteer_of_link(access)
        rows += [_row(match, Side.VOLUNTEER, now) for match in matches_of_volunteer(volunteer)]
    context = {
        "rows": rows,
        "visit_form": VisitForm(),
        "is_volunteer": Role.VOLUNTEER in access.holders,
        **more,
    }
    return render(request, "volunteers/together.html", context, status=422 if more else 200)


def _row(match: Match, side: Side, now: Any) -> dict[str, object]:
    own = match.answers.filter(side=side).first()
    met_on = match.meets_at.astimezone(COPENHAGEN).date()
    return {
        "match": match,
        "other": match.volunteer.display_name
        if side == Side.PERSON
        else match.request.person.chosen_name,
        "is_volunteer": side == Side.VOLUNTEER,
        "may_answer": match.state == "proposed" and now.astimezone(COPENHAGEN).date() > met_on,
        "own_answer": own,
        "asks_midway": asks_midway(match, now.date()),
        "midway": match.midway_answers.filter(side=side).first(),
        "place": match.place or match.request.site.address,
    }


@allow(Role.VOLUNTEER, Role.PARTICIPANT)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no, in private."""
    match, side = own_match(access_of(request), pk)
    try:
        answer_match(match, side, request.POST.get("answer") == "ja", **_by(request))
    except MatchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Thank you. Only you know what you answered. You hear from us.")
        )
    return redirect("volunteers:together")


@allow(Role.VOLUNTEER, Role.PARTICIPANT)
@require_POST
def midway(request: HttpRequest, pk: int) -> HttpResponse:
    """How it is half-way, for the coordinator alone."""
    match, side = own_match(access_of(request), pk)
    says = Midway.GOOD if request.POST.get("says") == "godt" else Midway.TALK
    try:
        answer_midway(match, side, says, **_by(request))
    except MatchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. Only you and the coordinator know it."))
    return redirect("volunteers:together")


@allow(Role.VOLUNTEER)
@require_POST
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """What kind and how long."""
    match, _side = own_match(access_of(request), pk)
    form = VisitForm(request.POST)
    if form.is_valid():
        try:
            record_visit(match, **form.cleaned_data, **_by(request))
        except MatchRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. It is noted."))
            return redirect("volunteers:together")
    return _together(request, visit_form=form)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
