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
    """What is known of one person and one session; `EXPECTED` is a word given beforehand."""

    EXPECTED = "expected", _("Says they are coming")
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


class Decision(models.TextChoices):
    """Why an enrolment stands where it stands; shown to the person and the coordinator."""

    FREE_SEAT = "free_seat", _("There was a free place, and nobody was waiting.")
    NO_FREE_SEAT = "no_free_seat", _("There was no free place when you asked.")
    NO_GROUP_YET = "no_group_yet", _("No new group was planned when you asked.")
    OTHERS_FIRST = "others_first", _("Others had waited longer.")
    OFFERED = "offered", _("A place became free, and it was your turn.")
    OFFER_ACCEPTED = "offer_accepted", _("You took the place you were offered.")
    OFFER_DECLINED = "offer_declined", _("You said no to a place and are still on the list.")
    OFFER_EXPIRED = "offer_expired", _("An offer ran out. You keep your turn on the list.")
    COORDINATOR = "coordinator", _("You agreed it with the coordinator.")
    AWAITS_DRAW = "awaits_draw", _("You have said yes to the draw.")
    DRAWN = "drawn", _("You were drawn for a place.")
    USUAL_SUPPORT = "usual_support", _("The draw gave you usual support.")
    STOPPED = "stopped", _("You chose to stop.")
    GROUP_ENDED = "group_ended", _("The group has held its last meeting.")
    GROUP_CANCELLED = (
        "group_cancelled",
        _("The group was called off. You are on the list again."),
    )


class HeardFrom(models.TextChoices):
    """How someone heard of the meetings: asked of the citizen, only counted."""

    MUNICIPALITY = "municipality", _("Someone in the municipality")
    HEALTH = "health", _("A doctor or the psychiatric services")
    FRIEND = "friend", _("Family or a friend")
    TOOK_PART = "took_part", _("Someone who has been in a group")
    INTERNET = "internet", _("The internet")
    POSTER = "poster", _("A poster or a leaflet")
    OTHER = "other", _("Somewhere else")


class Following(models.TextChoices):
    """What the later sessions do when one is moved."""

    SHIFT = "shift", _("The later meetings move too where they must")
    APPEND = "append", _("This meeting is held last instead")
    KEEP = "keep", _("The later meetings stay")
