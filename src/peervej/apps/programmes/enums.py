"""The states of meetings, groups and enrolments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodKind(models.TextChoices):
    """How the programme is run at a site for a time."""

    ORDINARY = "ordinary", _("Ordinary period")
    TRIAL = "trial", _("Trial period")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class SignupState(models.TextChoices):
    """What became of a sign-up to an intro meeting or a talk."""

    SIGNED_UP = "signed_up", _("Signed up")
    ATTENDED = "attended", _("Came")
    STAYED_AWAY = "stayed_away", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


class SignupWay(models.TextChoices):
    """How a person came to the meeting."""

    ONLINE = "online", _("Signed up online")
    PHONE = "phone", _("Called the coordinator")
    WALK_IN = "walk_in", _("Just turned up")
    TALK = "talk", _("Individual talk")


class GroupState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


class EnrolmentState(models.TextChoices):
    """Where a person stands with the programme."""

    WAITING = "waiting", _("Waiting for a place")
    OFFERED = "offered", _("Has been offered a place")
    AWAITING_DRAW = "awaiting_draw", _("Waiting for the draw")
    SEATED = "seated", _("Has a place")
    USUAL_SUPPORT = "usual_support", _("Usual support")
    COMPLETED = "completed", _("Has completed")
    STOPPED = "stopped", _("Has stopped")
    CANCELLED = "cancelled", _("Cancelled before start")


ACTIVE_ENROLMENT = (
    EnrolmentState.WAITING,
    EnrolmentState.OFFERED,
    EnrolmentState.AWAITING_DRAW,
    EnrolmentState.SEATED,
    EnrolmentState.USUAL_SUPPORT,
)


class StopReason(models.TextChoices):
    """Coarse and optional: why someone stopped."""

    BETTER = "better", _("Doing better")
    WORK_OR_STUDY = "work_or_study", _("Work or studies")
    TOO_MUCH = "too_much", _("It was too much just now")
    NOT_FOR_ME = "not_for_me", _("It was not the right thing")
    MOVED = "moved", _("Moved away")
    OTHER = "other", _("Something else")


class Presence(models.TextChoices):
    PRESENT = "present", _("Came")
    EXCUSED = "excused", _("Said they could not come")
    ABSENT = "absent", _("Did not come")


class OfferState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not this time")
    EXPIRED = "expired", _("Expired")


class SessionChange(models.TextChoices):
    """What was done differently; about the session, never about a person."""

    SHORTER = "shorter", _("Shorter than planned")
    OTHER_THEME = "other_theme", _("Another theme")
    EXERCISE_LEFT_OUT = "exercise_left_out", _("An exercise was left out")
    ONE_FACILITATOR = "one_facilitator", _("Only one group leader")
    OTHER_PLACE = "other_place", _("Another place")
