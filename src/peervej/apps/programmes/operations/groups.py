"""Groups: planning their dates, moving a session, who leads, and the last day."""

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
    Following,
    GroupState,
    MeetingState,
    OfferState,
)
from peervej.apps.programmes.models import Group, Offer, Period, Session
from peervej.apps.programmes.operations.bookings import VolunteerBusy, refuse_double_booking
from peervej.apps.programmes.operations.locks import lock_group
from peervej.apps.programmes.operations.offers import offer_free_seats
from peervej.apps.programmes.operations.received import refuse_repeated
from peervej.apps.programmes.operations.refusals import PlanRefused
from peervej.apps.programmes.operations.telling import tell_group
from peervej.apps.programmes.queries.dates import preview_dates, rhythm_of
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import planned_series, taken_seats
from peervej.apps.programmes.queries.sessions import next_session_of
from peervej.apps.volunteers.models import Volunteer
from peervej.methods import scheduling
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import COPENHAGEN, PlannedSession, Rest

__all__ = [
    "PlanRefused",
    "VolunteerBusy",
    "cancel_group",
    "cancel_session",
    "change_group",
    "finish_group",
    "move_session",
    "plan_group",
    "say_why",
    "set_facilitators",
]


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
def move_session(
    session: Session,
    *,
    starts_at: datetime,
    following: str = Following.SHIFT,
    actor: str,
    now: datetime,
) -> Group:
    """Hold one session at another time; the later ones shift, stay, or it goes last.

    With "append" the session takes the first open date after the last one and `starts_at` is
    not used. Everyone in the group is told of the new dates. Raises PlanRefused.
    """
    group = _lock_for_change(session)
    theme = group.sessions.get(pk=session.pk).theme
    series, rhythm = planned_series(group), rhythm_of(group)
    local = starts_at.astimezone(COPENHAGEN)
    try:
        if following == Following.APPEND:
            changed = scheduling.cancel_session(
                series, theme, rhythm=rhythm, today=local_day(now), rest=Rest.APPEND
            )
        else:
            changed = scheduling.move_session(
                series,
                theme,
                local.date(),
                rhythm=rhythm,
                today=local_day(now),
                rest=Rest(str(following)),
                at=local.time(),
            )
    except UnusableInput as error:
        raise PlanRefused(say_why(error)) from error
    if following != Following.APPEND and starts_at <= now:
        raise PlanRefused(_("That time has passed. Choose a later one."))
    return _write_dates(group, changed, "move_session", actor, now)


@transaction.atomic
def cancel_session(session: Session, *, append: bool = False, actor: str, now: datetime) -> Group:
    """Cancel one session on its date, so that it is held later; everyone is told.

    With `append` it is held last and the others keep their dates; otherwise it and all later
    ones move on. Raises PlanRefused.
    """
    group = _lock_for_change(session)
    theme = group.sessions.get(pk=session.pk).theme
    rest = Rest.APPEND if append else Rest.SHIFT
    try:
        changed = scheduling.cancel_session(
            planned_series(group), theme, rhythm=rhythm_of(group), today=local_day(now), rest=rest
        )
    except UnusableInput as error:
        raise PlanRefused(say_why(error)) from error
    return _write_dates(group, changed, "cancel_session", actor, now)


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


def say_why(error: UnusableInput) -> str:
    """What is wrong with a plan, for the person at the desk."""
    if isinstance(error, scheduling.SessionInThePast):
        return _("That day has passed. Choose a later one.")
    if isinstance(error, scheduling.SessionOutOfOrder):
        return _("The meeting would pass another one of the group. Choose another date.")
    if isinstance(error, scheduling.NoOpenDate):
        return _("Holidays and closed weeks leave no date. Choose another start.")
    if isinstance(error, scheduling.ClockChange):
        return _("The clock is changed that night, so this time does not exist. Choose another.")
    return _("These dates cannot be planned. Check the day and the time.")


def _lock_for_change(session: Session) -> Group:
    group = lock_group(session.group)
    if group.state not in (GroupState.PLANNED, GroupState.RUNNING):
        raise PlanRefused(_("The group has ended, so its dates stay as they are."))
    if group.sessions.get(pk=session.pk).state != MeetingState.PLANNED:
        raise PlanRefused(_("This meeting has been held, so it stays as it is."))
    return group


def _write_dates(
    group: Group, changed: list[PlannedSession], verb: str, actor: str, now: datetime
) -> Group:
    """Give the sessions their new dates and numbers, and tell the group what moved.

    Numbers follow the order in time; they are unique, so all step aside first.
    """
    rows = {row.theme: row for row in group.sessions.exclude(state=MeetingState.CANCELLED)}
    moved = []
    aside = 1000
    for row in rows.values():
        group.sessions.filter(pk=row.pk).update(number=aside + row.number)
    for number, planned in enumerate(sorted(changed, key=lambda s: s.starts_at), start=1):
        row = rows[planned.number]
        if row.starts_at != planned.starts_at:
            moved.append(row)
        row.number, row.starts_at, row.ends_at = number, planned.starts_at, planned.ends_at
        row.save(update_fields=["number", "starts_at", "ends_at"])
    for row in moved:
        cancel_messages(key_prefix=f"session_reminder:{row.pk}:", now=now)
        _refuse_busy_leaders(group, row)
    _follow_first_day(group)
    event = record_event(verb, group, actor=actor, now=now, site_id=group.period.site_id)
    if moved:
        first = min(moved, key=lambda row: row.starts_at)
        tell_group(group, "programmes.dates_changed", str(event.pk), now, session=first)
    return group


def _refuse_busy_leaders(group: Group, row: Session) -> None:
    """A move must not put a leader in two places; their own group does not count."""
    for volunteer in group.facilitators.order_by("pk"):
        clash = (
            Session.objects.filter(
                group__facilitators=volunteer,
                state=MeetingState.PLANNED,
                starts_at__lt=row.ends_at,
                ends_at__gt=row.starts_at,
            )
            .exclude(group=group)
            .exclude(away=volunteer)
        )
        if clash.exists():
            raise VolunteerBusy(
                _("%(name)s already leads a meeting at that time.")
                % {"name": volunteer.display_name}
            )


def _follow_first_day(group: Group) -> None:
    """Both arms are bound to the first day, so it moves only while the group has not met."""
    first = group.sessions.exclude(state=MeetingState.CANCELLED).order_by("starts_at").first()
    if first is not None and group.state == GroupState.PLANNED:
        day = local_day(first.starts_at)
        if day != group.starts_on:
            group.starts_on = day
            group.save(update_fields=["starts_on"])


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
