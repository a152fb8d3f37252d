"""The dates of a group: moving a session, or holding it later; everyone is told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages
from peervej.apps.programmes.enums import (
    Following,
    GroupState,
    MeetingState,
)
from peervej.apps.programmes.models import Group, Session
from peervej.apps.programmes.operations.bookings import VolunteerBusy
from peervej.apps.programmes.operations.locks import lock_group
from peervej.apps.programmes.operations.refusals import PlanRefused, say_why
from peervej.apps.programmes.operations.telling import tell_group
from peervej.apps.programmes.queries.dates import rhythm_of
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import planned_series
from peervej.methods import scheduling
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import COPENHAGEN, PlannedSession, Rest


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
