"""People on their way in: who has been introduced, who waits, who has a place."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.operations import record_reading
from peervej.apps.people.contacts import channel_of
from peervej.apps.people.operations import change_channel, read_contact
from peervej.apps.programmes.enums import Decision, EnrolmentState, PeriodKind
from peervej.apps.programmes.forms.people import ReachForm, StopForm
from peervej.apps.programmes.models import Group
from peervej.apps.programmes.operations.enrolment import (
    EnrolmentRefused,
    seat,
    stop_enrolment,
)
from peervej.apps.programmes.operations.intros import record_talk
from peervej.apps.programmes.operations.joining import join_at_desk
from peervej.apps.programmes.perms import enrolment_at_desk, person_at_desk
from peervej.apps.programmes.queries import (
    active_enrolment,
    free_seats,
    groups_taking_in,
    has_been_introduced,
)
from peervej.apps.programmes.queries.people import (
    current_period,
    enrolments_of,
    not_yet_asked,
    signups_of,
    wait_of,
    waiting_at,
)

MAY_BE_SEATED = (EnrolmentState.WAITING, EnrolmentState.OFFERED)


@allow(Role.COORDINATOR)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The line, the draw's line, and those who have not decided."""
    site = access_of(request).site(Role.COORDINATOR)
    now = request.now  # type: ignore[attr-defined]
    context = {
        "site": site,
        "waiting": waiting_at(site, now, kind=PeriodKind.ORDINARY),
        "drawing": waiting_at(site, now, kind=PeriodKind.TRIAL),
        "undecided": not_yet_asked(site),
    }
    return render(request, "programmes/desk/people.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: how to reach them, where they stand; the person can see who looked."""
    found = person_at_desk(access_of(request), pk)
    now = request.now  # type: ignore[attr-defined]
    record_reading(
        found.pk, "person", reader=actor_of(request), reader_label=str(request.user), now=now
    )
    enrolment = active_enrolment(found)
    period = current_period(found.site, found, now)
    waits = enrolment is not None and enrolment.state in MAY_BE_SEATED
    groups = groups_taking_in(enrolment.period, now) if enrolment and waits else []
    signups, earlier = signups_of(found), enrolments_of(found)
    context = {
        "person": found,
        "contact": read_contact(found),
        "signups": signups,
        "enrolments": earlier,
        "has_past": bool(signups) or any(one != enrolment for one in earlier),
        "enrolment": enrolment,
        "wait": wait_of(enrolment, now) if enrolment else None,
        "groups": [(group, free_seats(group, besides=enrolment)) for group in groups],
        "period": period,
        "is_introduced": has_been_introduced(found),
        "may_enrol": enrolment is None and period is not None and not period.is_trial,
        "reach_form": ReachForm(),
        "stop_form": StopForm(),
    }
    return render(request, "programmes/desk/person.html", context)


@allow(Role.COORDINATOR)
@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """The person said yes at the desk, on paper or on the tablet."""
    found = person_at_desk(access_of(request), pk)
    period = current_period(found.site, found, request.now)  # type: ignore[attr-defined]
    if period is None:
        messages.error(request, _("The programme is not running here at the moment."))
        return redirect("programmes:person", pk=pk)
    try:
        made = join_at_desk(
            found,
            period,
            wants_companionship="companionship" in request.POST,
            **_by(request),
        )
    except EnrolmentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        seated = made.state == EnrolmentState.SEATED
        said = _("There is a place.") if seated else _("They are on the waiting list.")
        messages.success(request, said)
    return redirect("programmes:person", pk=pk)


@allow(Role.COORDINATOR)
@require_POST
def talk_with(request: HttpRequest, pk: int) -> HttpResponse:
    """A talk was held with someone known."""
    found = person_at_desk(access_of(request), pk)
    record_talk(found.site, person=found, **_by(request))
    messages.success(request, _("The talk is noted."))
    return redirect("programmes:person", pk=pk)


@allow(Role.COORDINATOR)
@require_POST
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """The person gave a number or an address, or another one."""
    found = person_at_desk(access_of(request), pk)
    form = ReachForm(request.POST)
    if form.is_valid():
        contact = form.cleaned_data["contact"]
        change_channel(found, channel_of(contact), contact, **_by(request))
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["contact"]))
    return redirect("programmes:person", pk=pk)


@allow(Role.COORDINATOR)
@require_POST
def give_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A seat by agreement with the coordinator; the reason is stored and shown."""
    enrolment = enrolment_at_desk(access_of(request), pk)
    wanted = request.POST.get("group", "")
    groups = Group.objects.filter(period=enrolment.period)
    group = get_object_or_404(groups, pk=int(wanted) if wanted.isdecimal() else 0)
    try:
        seat(enrolment, group, reason=Decision.COORDINATOR, **_by(request))
    except EnrolmentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("There is a place."))
    return redirect("programmes:person", pk=enrolment.person_id)


@allow(Role.COORDINATOR)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The person wants to stop, and said so to the coordinator."""
    enrolment = enrolment_at_desk(access_of(request), pk)
    form = StopForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    stop_enrolment(enrolment, reason=reason, **_by(request))
    messages.success(request, _("Noted. The place is free for the next one."))
    return redirect("programmes:person", pk=enrolment.person_id)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
