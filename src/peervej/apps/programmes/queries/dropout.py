"""Drop-out has a definition, printed beside every figure: never started, left early, or lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.programmes.enums import EnrolmentState, MeetingState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, Session

LAST_MEETINGS = 3


class Dropout(models.TextChoices):
    NONE = "none", _("Stayed to the end")
    NEVER_STARTED = "never_started", _("Never started")
    LEFT_EARLY = "left_early", _("Left early")
    LOST = "lost", _("Lost to follow-up")


def dropout_of(enrolment: Enrolment) -> Dropout:
    """Which kind of drop-out an enrolment with a seat is, on what has been noted so far.

    Never started: not present at any session. Left early: stopped after coming at least once.
    Lost: did not stop, but was at none of the last three sessions held.
    """
    present = Attendance.objects.filter(enrolment=enrolment, presence=Presence.PRESENT)
    came_to = set(present.values_list("session", flat=True))
    if not came_to:
        return Dropout.NEVER_STARTED
    if enrolment.state == EnrolmentState.STOPPED:
        return Dropout.LEFT_EARLY
    held = Session.objects.filter(group=enrolment.group_id, state=MeetingState.HELD)
    last = set(held.order_by("-starts_at").values_list("pk", flat=True)[:LAST_MEETINGS])
    return Dropout.LOST if last and not came_to & last else Dropout.NONE
