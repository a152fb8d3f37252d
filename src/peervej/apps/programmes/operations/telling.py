"""Telling everyone in a group something about its meetings."""

from datetime import datetime

from peervej.apps.messaging.operations import queue_message
from peervej.apps.programmes.enums import EnrolmentState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Session


def knows_of_seat(enrolment: Enrolment) -> bool:
    """Whether the person can be written to about the group without learning of a draw.

    After a draw a person tells a person; a message about a meeting must not come first.
    Someone who has been to a session knows.
    """
    if enrolment.told_at is not None:
        return True
    return Attendance.objects.filter(enrolment=enrolment, presence=Presence.PRESENT).exists()


def people_to_tell(group: Group) -> list[Enrolment]:
    """Those seated in the group who know of their seat."""
    seated = group.enrolments.filter(state=EnrolmentState.SEATED).select_related("person")
    return [enrolment for enrolment in seated.order_by("pk") if knows_of_seat(enrolment)]


def tell_group(group: Group, kind: str, occasion: str, now: datetime, *, session: Session) -> int:
    """Queue one message to each person seated; `occasion` makes a repeat the same message."""
    told = people_to_tell(group)
    for enrolment in told:
        queue_message(
            enrolment.person,
            kind,
            key=f"enrolment:{enrolment.pk}:{kind}:{occasion}",
            reference=f"{enrolment.pk}:{session.pk}",
            now=now,
            expires_at=max(session.starts_at, now),
        )
    return len(told)
