"""The one place where a seat is taken. The group is locked by the caller."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.operations import keep_until
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment, Group
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import free_seats, intake_is_open, taken_seats


class EnrolmentRefused(Exception):
    """The enrolment cannot be done; the message is friendly and says why."""


class GroupFull(EnrolmentRefused):
    """All seats are taken or held for someone who has been offered one."""


class IntakeClosed(EnrolmentRefused):
    """The group takes in new people at its first meetings only (P3)."""


class AlreadyEnrolled(EnrolmentRefused):
    """The person already stands somewhere in the programme."""


def take_seat(enrolment: Enrolment, group: Group, reason: str, now: datetime) -> None:
    """Check that the group takes people in and has a free seat, and write it."""
    if not intake_is_open(group, now):
        raise IntakeClosed(_("This group no longer takes in new people."))
    if free_seats(group, besides=enrolment) < 1:
        raise GroupFull(_("This group is full."))
    write_seat(enrolment, group, reason, now)


def write_seat(enrolment: Enrolment, group: Group, reason: str, now: datetime) -> None:
    """Write the lowest free seat number on the enrolment and queue the message of it.

    The unique seat number is the last guard: whatever happens at the same moment, a group
    never holds more people than it has seats.
    """
    taken = set(taken_seats(group))
    enrolment.seat = next(n for n in range(1, group.capacity + 1) if n not in taken)
    enrolment.group = group
    enrolment.state = EnrolmentState.SEATED
    enrolment.decision = reason
    enrolment.decided_at = now
    enrolment.told_at = now
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError as error:
        raise GroupFull(_("This group is full.")) from error
    last = group.sessions.order_by("-starts_at").first()
    keep_until(enrolment.person, local_day(last.ends_at) if last else group.starts_on)
    queue_message(
        enrolment.person,
        "programmes.seat_given",
        key=f"enrolment:{enrolment.pk}:seat_given:{group.pk}",
        reference=str(enrolment.pk),
        now=now,
    )
