"""Where a volunteer stands, and the words for steps, practice, care and company."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VolunteerState(models.TextChoices):
    """The volunteer's way, from first word to goodbye."""

    APPLIED = "applied", _("Has applied")
    IN_TALKS = "in_talks", _("In talks")
    IN_TRAINING = "in_training", _("In training")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Taking a break")
    STOPPED = "stopped", _("Has stopped")
    DECLINED = "declined", _("Not this time")


GONE = (VolunteerState.STOPPED, VolunteerState.DECLINED)


class StepKind(models.TextChoices):
    """The steps a programme may ask for; the values are those of its definition."""

    APPLICATION = "application", _("Application read")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    TALK = "talk", _("Talk")
    SUPERVISOR_TALK = "supervisor_talk", _("Talk with the supervisor")
    TRAINING = "training", _("Training")
    SHARED_MEETINGS = "shared_meetings", _("Shared meetings")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    COURSE = "course", _("Course")


class Outcome(models.TextChoices):
    """What the one who assessed it thought."""

    PASSED = "passed", _("Goes on")
    NOT_YET = "not_yet", _("Not yet")
    DECLINED = "declined", _("Not this time")


class LeavingReason(models.TextChoices):
    """Why someone stopped: counted, never shown with a name in the figures."""

    TIME = "time", _("No time")
    HEALTH = "health", _("Own health")
    MOVED = "moved", _("Moved away")
    WORK = "work", _("Work or study")
    DONE = "done", _("Had done their part")
    OTHER = "other", _("Something else, or not said")


class StayLength(models.TextChoices):
    """How long someone was a volunteer, coarsely: what is counted at the goodbye."""

    HALF_YEAR = "under 6 months", _("under half a year")
    YEAR = "6-12 months", _("half a year to a year")
    TWO_YEARS = "1-2 years", _("one to two years")
    LONGER = "2 years and more", _("two years or more")


class AgreementKind(models.TextChoices):
    """The two texts a volunteer says yes to."""

    VOLUNTEER = "volunteer", _("Volunteer agreement")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")


class PlaceState(models.TextChoices):
    """A place at a training."""

    BOOKED = "booked", _("Has a place")
    ATTENDED = "attended", _("Was there")
    ABSENT = "absent", _("Was not there")


class PracticeKind(models.TextChoices):
    """What readiness rules count."""

    TRAINING_DAYS = "training_days", _("Training days")
    TRAINING_HOURS = "training_hours", _("Training hours")
    COURSE = "course_guided", _("Course under guidance")
    VISIT = "guidance_visit", _("Guidance visit")


class CareForm(models.TextChoices):
    """How volunteers are supported together."""

    SUPERVISION = "supervision", _("Supervision")
    EXCHANGE = "exchange_group", _("Exchange group")


class HoursKind(models.TextChoices):
    """What time was spent on, beside meetings that are planned anyway."""

    PREPARING = "preparing", _("Preparing")
    TRAVEL = "travel", _("On the way")
    CARE = "care", _("Supervision or course")
    OTHER = "other", _("Something else")


class ExpenseKind(models.TextChoices):
    """What money was spent on."""

    TRAVEL = "travel", _("Travel")
    FOOD = "food", _("Coffee and food")
    MATERIALS = "materials", _("Materials")
    OTHER = "other", _("Something else")


class Midway(models.TextChoices):
    """What one of the two says half-way; the other never hears of it."""

    GOOD = "good", _("It is good")
    TALK = "talk", _("I would like to talk with the coordinator")


class ContactBy(models.TextChoices):
    """Who asked that somebody be called."""

    PROFESSIONAL = "professional", _("I meet the person in my work")
    RELATIVE = "relative", _("I am a relative or a friend")


class ContactState(models.TextChoices):
    """A first contact made for somebody; in this order on the coordinator's list."""

    AGREED = "agreed", _("Has said yes themselves")
    ASKED = "asked", _("Has not answered the link yet")
    CALLED = "called", _("Has been called")


class RequestState(models.TextChoices):
    """A wish for company."""

    OPEN = "open", _("Looking for somebody")
    MATCHED = "matched", _("Somebody is found")
    CLOSED = "closed", _("Closed")


class MatchState(models.TextChoices):
    """From proposal to goodbye."""

    PROPOSED = "proposed", _("First meeting planned")
    NOT_BEGUN = "not_begun", _("Did not begin")
    ACTIVE = "active", _("Going along")
    PAUSED = "paused", _("Taking a break")
    CLOSING = "closing", _("Time for the closing talk")
    ENDED = "ended", _("Ended")


BEGUN = (MatchState.ACTIVE, MatchState.PAUSED, MatchState.CLOSING)
RUNNING = (MatchState.PROPOSED, *BEGUN)


class Side(models.TextChoices):
    """The two who meet."""

    PERSON = "person", _("The one who asked")
    VOLUNTEER = "volunteer", _("The volunteer")


class VisitKind(models.TextChoices):
    """What the two did."""

    GROUP = "group", _("To the group")
    APPOINTMENT = "appointment", _("To an appointment")
    ACTIVITY = "activity", _("To an activity")
    WALK = "walk", _("A walk or coffee")
    CALL = "call", _("A call")


class Purpose(models.TextChoices):
    """What company is wanted for."""

    GROUP = "group", _("To the group")
    DOCTOR = "doctor", _("To the doctor or an office")
    SCHOOL = "school", _("To school")
    WORK = "work", _("To a job or a volunteer job")
    COMPANY = "company", _("Just company")


class Need(models.TextChoices):
    """What a companion must meet: never weighed against anything else."""

    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")
    STEP_FREE = "step_free", _("Step-free ways")
    NO_PETS = "no_pets", _("Nobody with pets")


class Interest(models.TextChoices):
    """What would be nice to share."""

    NATURE = "nature", _("Nature")
    MUSIC = "music", _("Music")
    CRAFTS = "crafts", _("Crafts")
    SPORT = "sport", _("Moving about")
    GAMES = "games", _("Games")
    BOOKS = "books", _("Books")
    FOOD = "food", _("Cooking")
    CHILDREN = "children", _("Having children")


class Language(models.TextChoices):
    """Languages to talk in, each in its own name."""

    DANISH = "da", "Dansk"
    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"
    POLISH = "pl", "Polski"
    TURKISH = "tr", "Türkçe"
    UKRAINIAN = "uk", "Українська"
    SIGN = "dts", "Dansk tegnsprog"
