"""Sessions: who came, how it went, who cannot come, who steps in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import Membership, User
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.people.operations import keep_until
from peervej.apps.programmes.enums import (
    EnrolmentState,
    GroupState,
    MeetingState,
    Presence,
    SessionChange,
)
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Session
from peervej.apps.programmes.operations.bookings import refuse_double_booking
from peervej.apps.programmes.operations.locks import lock_group
from peervej.apps.programmes.operations.received import is_new_form
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.volunteers.models import Volunteer

MOST_PEOPLE_IN_A_ROOM = 60
NOTED = (EnrolmentState.SEATED, EnrolmentState.COMPLETED, EnrolmentState.STOPPED)


class SessionRefused(Exception):
    """What was noted about a session does not fit; the message says why."""


class NotYetBegun(SessionRefused):
    """The session lies ahead."""


class NotInGroup(SessionRefused):
    """Someone noted does not belong to this group, or does not lead it."""


class HeadcountTooSmall(SessionRefused):
    """Fewer heads than people marked as present."""


@transaction.atomic
def record_session(
    session: Session,
    *,
    presence: Mapping[int, Presence],
    headcount: int,
    as_planned: bool,
    changes: Sequence[str] = (),
    wants_talk: bool = False,
    key: str,
    actor: str,
    now: datetime,
) -> Session:
    """Note who came (by enrolment id), how many there were and how it went.

    A form sent again with the same key changes nothing; a new form corrects the first. Who
    has called off stays excused, also when marked as absent. Raises a SessionRefused.
    """
    group = lock_group(session.group)
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if not is_new_form(key, now=now):
        return session
    _refuse_unfit(session, presence, headcount, now)
    _refuse_strangers(group, presence)
    session.state = MeetingState.HELD
    session.headcount = headcount
    session.as_planned = as_planned
    session.changes = [] if as_planned else [c for c in changes if c in SessionChange.values]
    session.talk_done = session.talk_done and session.wants_talk == wants_talk
    session.wants_talk = wants_talk
    session.save()
    for enrolment_id, noted in presence.items():
        _note(session, enrolment_id, noted, now)
    if group.state == GroupState.PLANNED:
        group.state = GroupState.RUNNING
        group.save(update_fields=["state"])
    record_event(
        "record_session",
        session,
        actor=actor,
        now=now,
        site_id=group.period.site_id,
        headcount=headcount,
    )
    return session


@transaction.atomic
def excuse(enrolment: Enrolment, session: Session, *, actor: str, now: datetime) -> Attendance:
    """ "Not today": noted before the session ends, told to the group leaders on their page."""
    _refuse_past_or_strange(enrolment, session, now)
    cancel_messages(key_prefix=f"session_reminder:{session.pk}:{enrolment.pk}:", now=now)
    return _say(enrolment, session, Presence.EXCUSED, "excuse", actor, now)


@transaction.atomic
def promise(enrolment: Enrolment, session: Session, *, actor: str, now: datetime) -> Attendance:
    """ "I am coming": takes back a "not today"."""
    _refuse_past_or_strange(enrolment, session, now)
    return _say(enrolment, session, Presence.EXPECTED, "promise", actor, now)


@transaction.atomic
def facilitator_away(
    session: Session, volunteer: Volunteer, *, actor: str, now: datetime
) -> Session:
    """A group leader cannot come: the coordinator stands in (P12) and is told at once."""
    session = lock_led(session, volunteer)
    if session.ends_at <= now:
        raise SessionRefused(_("This meeting is over."))
    session.away.add(volunteer)
    session.confirmed.remove(volunteer)
    session.looking_for_swap.remove(volunteer)
    site_id = session.group.period.site_id
    event = record_event(
        "facilitator_away", session, actor=actor, now=now, site_id=site_id, volunteer=volunteer.pk
    )
    for user in _coordinators(site_id):
        queue_message(
            user,
            "programmes.stand_in",
            key=f"stand_in:{event.pk}:{user.pk}",
            reference=str(session.pk),
            now=now,
            expires_at=session.ends_at,
            urgent=session.starts_at - now < timedelta(days=1),
        )
    return session


@transaction.atomic
def facilitator_back(
    session: Session, volunteer: Volunteer, *, actor: str, now: datetime
) -> Session:
    """The group leader can come after all, if nothing else has been agreed for that time."""
    session = lock_led(session, volunteer)
    if session.away.filter(pk=volunteer.pk).exists():
        refuse_double_booking(volunteer, [(session.starts_at, session.ends_at)])
        session.away.remove(volunteer)
        site_id = session.group.period.site_id
        record_event(
            "facilitator_back",
            session,
            actor=actor,
            now=now,
            site_id=site_id,
            volunteer=volunteer.pk,
        )
    return session


@transaction.atomic
def mark_talk_done(session: Session, *, actor: str, now: datetime) -> Session:
    """The talk a group leader asked for has been held."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.wants_talk and not session.talk_done:
        session.talk_done = True
        session.save(update_fields=["talk_done"])
        site_id = session.group.period.site_id
        record_event("mark_talk_done", session, actor=actor, now=now, site_id=site_id)
    return session


def _refuse_unfit(
    session: Session, presence: Mapping[int, Presence], headcount: int, now: datetime
) -> None:
    if session.state == MeetingState.CANCELLED:
        raise SessionRefused(_("This meeting was cancelled."))
    if now < session.starts_at:
        raise NotYetBegun(_("The meeting has not begun. Note who came when you are there."))
    if not 0 <= headcount <= MOST_PEOPLE_IN_A_ROOM:
        raise SessionRefused(
            _("Write how many you were, from 0 to %(most)s.") % {"most": MOST_PEOPLE_IN_A_ROOM}
        )
    present = sum(noted == Presence.PRESENT for noted in presence.values())
    if headcount < present:
        raise HeadcountTooSmall(
            _("You have marked %(present)s as come, so you were at least that many.")
            % {"present": present}
        )


def _refuse_strangers(group: Group, presence: Mapping[int, Presence]) -> None:
    known = group.enrolments.filter(pk__in=presence, state__in=NOTED).count()
    if known != len(presence):
        raise NotInGroup(_("Someone on the list is not in this group. Open the page again."))


def _note(session: Session, enrolment_id: int, noted: Presence, now: datetime) -> None:
    row = Attendance.objects.filter(session=session, enrolment_id=enrolment_id).first()
    if row is None:
        Attendance.objects.create(
            session=session, enrolment_id=enrolment_id, presence=noted, noted_at=now
        )
        return
    if row.presence == Presence.EXCUSED and noted == Presence.ABSENT:
        return
    row.presence, row.noted_at = noted, now
    row.save(update_fields=["presence", "noted_at"])


def _refuse_past_or_strange(enrolment: Enrolment, session: Session, now: datetime) -> None:
    if enrolment.state != EnrolmentState.SEATED or enrolment.group_id != session.group_id:
        raise NotInGroup(_("You do not have a place in this group."))
    if session.state != MeetingState.PLANNED or session.ends_at <= now:
        raise SessionRefused(_("This meeting is over."))


def _say(
    enrolment: Enrolment,
    session: Session,
    word: Presence,
    verb: str,
    actor: str,
    now: datetime,
) -> Attendance:
    row, _made = Attendance.objects.update_or_create(
        session=session, enrolment=enrolment, defaults={"presence": word, "noted_at": now}
    )
    keep_until(enrolment.person, local_day(now))
    record_event(verb, row, actor=actor, now=now, site_id=session.group.period.site_id)
    return row


def lock_led(session: Session, volunteer: Volunteer) -> Session:
    rows = Session.objects.select_related("group__period__site")
    session = rows.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    leads = session.group.facilitators.filter(pk=volunteer.pk).exists()
    if not leads and not session.stand_ins.filter(pk=volunteer.pk).exists():
        raise NotInGroup(_("Only someone who leads this group can call off."))
    return session


def _coordinators(site_id: int) -> list[User]:
    members = Membership.objects.filter(role=Role.COORDINATOR, site_id=site_id)
    users = User.objects.filter(pk__in=members.values("user"), is_active=True)
    return list(users.order_by("pk"))
