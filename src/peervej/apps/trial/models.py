"""A trial and who takes part in it, under keys that lead to a person only in the vault."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, Rule
from peervej.apps.places.models import Site


class TrialState(models.TextChoices):
    DRAFT = "draft", _("Being set up")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", _("Sealed and recruiting")
    FULL = "full", _("Recruitment has stopped")
    CLOSED = "closed", _("Closed and revealed")


class ParticipationState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the draw")
    DRAWN = "drawn", _("Drawn")
    LEFT_UNDRAWN = "left_undrawn", _("Left before the draw")
    WITHDRAWN = "withdrawn", _("Has withdrawn from research")


class TellingWay(models.TextChoices):
    """How a person wants to hear the result of the draw. Never a bare text message."""

    CALL = "call", _("The coordinator calls me")
    MEETING = "meeting", _("Face to face")
    OWN_PAGE = "own_page", _("On my own page, and then a call if I want it")


class Trial(models.Model):
    """A trial; `definition` is the TOML text, locked when the trial is sealed."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    definition = models.TextField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=TrialState.choices, default=TrialState.DRAFT)
    target = models.PositiveIntegerField()
    sites = models.ManyToManyField(Site, related_name="trials")
    sealed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_unblinded = models.BooleanField(default=False)

    retention: Rule = Keep(why="the trial's master record; holds no person")

    def __str__(self) -> str:
        return self.name


class TrialVersion(models.Model):
    """A definition as it was from a day on: what was changed, why, and by whom."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.TextField()
    reason = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    made_by = models.CharField(max_length=80)

    retention: Rule = Keep(why="the trial's master record; holds no person")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.trial.code} {self.number}"


class Participation(models.Model):
    """The research relation. Random key and dates; the person stands only in the vault."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="participations")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=ParticipationState.choices, default=ParticipationState.WAITING
    )
    joined_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    telling = models.CharField(max_length=10, choices=TellingWay.choices, default=TellingWay.CALL)

    retention: Rule = Keep(why="pseudonymous research data; emptied when research is withdrawn")

    def __str__(self) -> str:
        return f"{self.trial.code} {self.state}"
