"""Groups: planning them, what they are called, who leads, and the last day."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.people.operations import keep_until
from peervej.apps.programmes.enums import (
    Decision,
    EnrolmentState,
    GroupState,
    MeetingState,
    OfferState,
)
from peervej.apps.programmes.models import Group, Offer, Period, Session
from peervej.apps.programmes.operations.bookings import refuse_double_booking
from peervej.apps.programmes.operations.locks import lock_group
from peervej.apps.programmes.operations.offers import offer_free_seats
from peervej.apps.programmes.operations.received import refuse_repeated
from peervej.apps.programmes.operations.refusals import PlanRefused, say_why
from peervej.apps.programmes.operations.telling import tell_group
from peervej.apps.programmes.queries.dates import preview_dates
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import taken_seats
from peervej.apps.programmes.queries.sessions import next_session_of
from peervej.apps.volunteers.models import Volunteer
from peervej.methods.errors import UnusableInput


@transaction.atomic
def plan_group(
    period: Period,
    *,
    name: str,
    starts_on: date,
    start_time: time,
    capacity: int,
    place: str,
    online_url: str = "",
    facilitators: Iterable[Volunteer] = (),
    key: str = "",
    actor: str,
    now: datetime,
) -> Group:
    """Plan a group with all its sessions, over holidays and closed weeks.

    In an ordinary period those waiting are offered the seats at once. Raises PlanRefused and
    SentTwice.
    """
    refuse_repeated(key, now=now)
    if not 1 <= capacity <= 30:
        raise PlanRefused(_("A group has between 1 and 30 places."))
    try:
        planned = preview_dates(period, starts_on, start_time, now=now)
    except UnusableInput as error:
        raise PlanRefused(say_why(error)) from error
    if planned[0].starts_at <= now:
        raise PlanRefused(_("That time has passed. Choose a later one."))
    if period.ends_on is not None and planned[0].on > period.ends_on:
        raise PlanRefused(_("The group would start after the period has ended."))
    group = Group.objects.create(
        period=period,
        name=name.strip(),
        starts_on=planned[0].on,
        start_time=start_time,
        capacity=capacity,
        place=place.strip(),
        online_url=online_url,
    )
    for number, session in enumerate(planned, start=1):
        Session.objects.create(
            group=group,
            number=number,
            theme=session.number,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
    set_facilitators(group, facilitators, actor=actor, now=now)
    record_event("plan_group", group, actor=actor, now=now, site_id=period.site_id)
    offer_free_seats(group, actor=actor, now=now)
    return group


@transaction.atomic
def change_group(
    group: Group,
    *,
    name: str,
    capacity: int,
    place: str,
    online_url: str = "",
    actor: str,
    now: datetime,
) -> Group:
    """Change what a group is called, where it meets and how many it holds.

    Fewer places than people is refused; more places are offered to those waiting. A new
    place is told to the group.
    """
    group = lock_group(group)
    if group.state not in (GroupState.PLANNED, GroupState.RUNNING):
        raise PlanRefused(_("The group has ended, so it stays as it is."))
    taken = len(taken_seats(group))
    if not max(1, taken) <= capacity <= 30:
        raise PlanRefused(
            _("%(taken)s have places in the group, so it needs at least as many, and at most 30.")
            % {"taken": taken}
        )
    has_moved = (group.place, group.online_url) != (place.strip(), online_url)
    group.name, group.place, group.online_url = name.strip(), place.strip(), online_url
    group.capacity = capacity
    group.save(update_fields=["name", "place", "online_url", "capacity"])
    event = record_event("change_group", group, actor=actor, now=now, site_id=group.period.site_id)
    coming = next_session_of(group.pk, now)
    if has_moved and coming is not None:
        tell_group(group, "programmes.dates_changed", str(event.pk), now, session=coming)
    offer_free_seats(group, actor=actor, now=now)
    return group


@transaction.atomic
def set_facilitators(
    group: Group, volunteers: Iterable[Volunteer], *, actor: str, now: datetime
) -> Group:
    """Decide who leads the group. Raises VolunteerBusy when someone leads elsewhere then."""
    group = lock_group(group)
    wanted = list(volunteers)
    present = set(group.facilitators.values_list("pk", flat=True))
    ahead = group.sessions.filter(state=MeetingState.PLANNED, ends_at__gt=now)
    times = list(ahead.values_list("starts_at", "ends_at"))
    for volunteer in sorted(wanted, key=lambda volunteer: volunteer.pk):
        if volunteer.pk not in present:
            refuse_double_booking(volunteer, times)
    group.facilitators.set(wanted)
    record_event(
        "set_facilitators",
        group,
        actor=actor,
        now=now,
        site_id=group.period.site_id,
        volunteers=[volunteer.pk for volunteer in wanted],
    )
    return group


@transaction.atomic
def finish_group(group: Group, *, actor: str, now: datetime) -> Group:
    """Close a group after its last session: everyone seated has completed, and is thanked."""
    group = lock_group(group)
    if group.state not in (GroupState.PLANNED, GroupState.RUNNING):
        return group
    if group.sessions.filter(state=MeetingState.PLANNED, ends_at__gt=now).exists():
        raise PlanRefused(_("The group still has meetings ahead."))
    group.state = GroupState.FINISHED
    group.save(update_fields=["state"])
    _close_offers(group, now)
    seated = group.enrolments.select_for_update(no_key=True, of=("self",))
    for enrolment in seated.filter(state=EnrolmentState.SEATED).select_related("person"):
        enrolment.state = EnrolmentState.COMPLETED
        enrolment.decision = Decision.GROUP_ENDED
        enrolment.decided_at = now
        enrolment.ended_on = local_day(now)
        enrolment.save(update_fields=["state", "decision", "decided_at", "ended_on"])
        keep_until(enrolment.person, local_day(now))
        queue_message(
            enrolment.person,
            "programmes.ending",
            key=f"ending:{enrolment.pk}",
            reference=str(enrolment.pk),
            now=now,
        )
    record_event("finish_group", group, actor=actor, now=now, site_id=group.period.site_id)
    return group


@transaction.atomic
def cancel_group(group: Group, *, actor: str, now: datetime) -> Group:
    """Cancel a group nobody sits in. With people in it a group is never called off (P12)."""
    group = lock_group(group)
    if group.state != GroupState.PLANNED:
        raise PlanRefused(_("Only a group that has not begun can be cancelled."))
    if group.enrolments.filter(state=EnrolmentState.SEATED).exists():
        raise PlanRefused(_("People have places in this group. Move its dates instead."))
    group.state = GroupState.CANCELLED
    group.save(update_fields=["state"])
    group.sessions.filter(state=MeetingState.PLANNED).update(state=MeetingState.CANCELLED)
    _close_offers(group, now)
    record_event("cancel_group", group, actor=actor, now=now, site_id=group.period.site_id)
    return group


def _close_offers(group: Group, now: datetime) -> None:
    """Offers of a group that is no more: those asked stand in line as before."""
    for offer in Offer.objects.filter(group=group, state=OfferState.OPEN):
        offer.state = OfferState.EXPIRED
        offer.answered_at = now
        offer.save(update_fields=["state", "answered_at"])
        enrolment = offer.enrolment
        cancel_messages(key_prefix=f"enrolment:{enrolment.pk}:offer", now=now)
        enrolment.state = EnrolmentState.WAITING
        enrolment.decision = Decision.GROUP_CANCELLED
        enrolment.decided_at = now
        enrolment.save(update_fields=["state", "decision", "decided_at"])
