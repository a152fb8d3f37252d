"""Sealing, batches and draws. Above trial and measures, so that answers cannot see arms."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, Rule
from peervej.apps.places.models import Site
from peervej.apps.programmes.models import Group
from peervej.apps.trial.models import Participation, Trial


class Arm(models.TextChoices):
    INTERVENTION = "intervention", _("Group programme beside usual support")
    CONTROL = "control", _("Usual support")


class Act(models.TextChoices):
    """What one person cannot do alone."""

    SEAL = "seal", _("Seal the trial")
    CLOSE = "close", _("Close the trial")
    LOCK = "lock", _("Lock the plan")
    OPEN = "open", _("Open the arms")


class ActRequest(models.Model):
    """One of two people asks for an act; another carries it out, or nobody does in time."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waits for a colleague")
        DONE = "done", _("done by a colleague")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("ran out")

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=5, choices=Act.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField()
    expires_on = models.DateField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.WAITING)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    retention: Rule = Keep(why="the trial's master record: which two people did what")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "act"],
                condition=models.Q(outcome="waiting"),
                name="one_waiting_request_per_act",
            )
        ]

    def __str__(self) -> str:
        return f"{self.trial.code} {self.act} {self.outcome}"


class Sealing(models.Model):
    """A trial's secret and seed, encrypted; commitment and design are public."""

    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, related_name="+")
    commitment = models.CharField(max_length=64)
    secret_ciphertext = models.BinaryField()
    salt_ciphertext = models.BinaryField()
    seed_ciphertext = models.BinaryField(null=True, blank=True)
    begun_on = models.DateField()
    sealed_on = models.DateField(null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revealed_seed = models.CharField(max_length=64, blank=True)
    plan_locked_on = models.DateField(null=True, blank=True)
    plan_hash = models.CharField(max_length=64, blank=True)
    unblinded_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="the trial's public record")

    def __str__(self) -> str:
        return f"sealing of {self.trial.code}"


class Observer(models.Model):
    """Someone outside who adds to the seed and receives each batch's receipt.

    The user has no password: an observer comes in by signed link only.
    """

    sealing = models.ForeignKey(Sealing, on_delete=models.CASCADE, related_name="observers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    contribution = models.CharField(max_length=200, blank=True)
    contributed_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = Keep(why="part of the trial's public record")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sealing", "user"], name="one_place_per_observer")
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class Batch(models.Model):
    """A frozen list of people ready for the same group, drawn all at once."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    frozen_on = models.DateField()
    drawn_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="research data without a key to any person")

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "number"], name="one_batch_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.trial.code} {self.number}"


class Receipt(models.Model):
    """A head of the chain as it was sent out: the chain must still contain it."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    events = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    issued_on = models.DateField()

    retention: Rule = Keep(why="the trial's public record; holds no person")

    class Meta:
        ordering = ["events"]

    def __str__(self) -> str:
        return f"{self.trial.code} {self.events} {self.head[:8]}"


class Draw(models.Model):
    """The outcome for one participation, written once.

    The seat and the place with usual support stand in programmes, under the person;
    the two meet only through the vault. ``sessions_kept``, of the intervention arm, is how many
    meetings the person had come to when the way from here to them was cut.
    """

    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    arm = models.CharField(max_length=12, choices=Arm.choices)
    salted_code = models.CharField(max_length=64, unique=True)
    told_on = models.DateField(null=True, blank=True)
    sessions_kept = models.PositiveSmallIntegerField(null=True, blank=True)

    retention: Rule = Keep(why="pseudonymous research data")

    def __str__(self) -> str:
        return f"{self.batch} {self.salted_code[:8]}"
