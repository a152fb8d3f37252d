"""The directory's fixed words; their codes are those of the shipped files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The eight ways peer support is given."""

    COURSE = "course", _("Group with a series of meetings")
    MATCH = "match", _("One to one over time")
    ASSIGNMENT = "assignment", _("Help with one task")
    ACTIVITY = "activity", _("Open activity or house")
    WORKSHOP = "workshop", _("Visits and workshops")
    SHIFT = "shift", _("Staffed line or chat")
    POST = "post", _("Employed peer")
    EXCHANGE = "exchange", _("Exchange between citizens")


class TargetGroup(models.TextChoices):
    """For whom, in the knowledge portal's groups."""

    MENTAL_DIFFICULTIES = "mental-difficulties", _("Mental health difficulties")
    EXPOSED_ADULTS = "exposed-adults", _("Adults in exposed positions")
    DISABILITY = "disability", _("Disability or rare illness")
    CHILDREN_YOUNG = "children-young", _("Children and young people")
    SENIORS = "seniors", _("Seniors")


class Status(models.TextChoices):
    """Whether it is there, as the source reports it."""

    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    UNKNOWN = "unknown", _("Not known")


class Terms(models.TextChoices):
    """On what terms peers give support."""

    VOLUNTEER = "volunteer", _("Volunteers")
    HOURLY_PAID = "hourly_paid", _("Paid by the hour")
    FLEKSJOB = "fleksjob", _("Flex job")
    SKAANEJOB = "skaanejob", _("Sheltered job")
    LOENTILSKUD = "loentilskud", _("Wage subsidy")
    ORDINARY = "ordinary", _("Ordinary employment")
    TRAINEE = "trainee", _("Trainees")
    FEE = "fee", _("Paid a fee")


class Answer(models.TextChoices):
    """Whether the source says so."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNDER_WAY = "under_way", _("Under way")
    UNKNOWN = "unknown", _("Not known")


class How(models.TextChoices):
    """How the mapping of 2014 got its knowledge."""

    INITIATIVE = "initiative", _("Told by the initiative itself")
    TELEPHONE = "telephone", _("Telephone interview")
    WEBSITE = "website", _("From its website")
    UNKNOWN = "unknown", _("Not known")


class Facet(models.TextChoices):
    """What the list can be narrowed by, beside place and status."""

    KIND = "kind", _("Form")
    TARGET_GROUP = "target_group", _("For whom")
    TERMS = "terms", _("Terms of the peers")


class Listing(models.TextChoices):
    """Whether the public may see an entry."""

    WAITING = "waiting", _("Not published yet")
    PUBLIC = "public", _("Public")
    HIDDEN = "hidden", _("Hidden but kept")
    UNLISTED = "unlisted", _("Does not want to be listed")


class DraftState(models.TextChoices):
    """Where a draft is on its way to the public."""

    OPEN = "open", _("Being written")
    SUBMITTED = "submitted", _("Waiting for the editor")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    DROPPED = "dropped", _("Dropped")


class FactState(models.TextChoices):
    """Whether a fact was accepted."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class OwnerState(models.TextChoices):
    """Whether someone may speak for an entry."""

    ASKED = "asked", _("Has asked")
    VERIFIED = "verified", _("Verified")
    ENDED = "ended", _("Ended")


class SectionNumber(models.IntegerChoices):
    """The eight questions of the questionnaire, in our words."""

    PURPOSE = 1, _("What you do, and why")
    SUPPORT = 2, _("How the peer support works")
    PEERS = 3, _("Who gives the support")
    RECEIVERS = 4, _("Who may come")
    TOGETHER = 5, _("How it works with the rest of the house")
    EFFECT = 6, _("What it has changed")
    MONEY = 7, _("How it is paid for")
    MORE = 8, _("Anything else")


class Part(models.IntegerChoices):
    """What a draft holds: the eight answers, and the lines at the top of the page."""

    PURPOSE = 1, SectionNumber.PURPOSE.label
    SUPPORT = 2, SectionNumber.SUPPORT.label
    PEERS = 3, SectionNumber.PEERS.label
    RECEIVERS = 4, SectionNumber.RECEIVERS.label
    TOGETHER = 5, SectionNumber.TOGETHER.label
    EFFECT = 6, SectionNumber.EFFECT.label
    MONEY = 7, SectionNumber.MONEY.label
    MORE = 8, SectionNumber.MORE.label
    NAME = 11, _("Name")
    SUMMARY = 12, _("In short")
    WHO_MAY_COME = 13, _("Who may come, in short")
    WEBSITE = 14, _("Website")
