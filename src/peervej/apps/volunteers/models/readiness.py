"""What makes a volunteer ready for a role: training, practice, and a person's approval."""

from django.conf import settings
from django.db import models

from peervej.apps.audit.retention import Keep, Rule, WithParent
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import PlaceState, PracticeKind
from peervej.apps.volunteers.models.volunteer import Volunteer


class TrainingWeekend(models.Model):
    """A training with a number of places."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="training_weekends")
    title = models.CharField(max_length=80)
    starts_on = models.DateField()
    days = models.PositiveSmallIntegerField(default=2)
    place = models.CharField(max_length=160)
    capacity = models.PositiveSmallIntegerField()

    retention: Rule = Keep(why="a training, not a person")

    class Meta:
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.starts_on}"


class TrainingPlace(models.Model):
    """A volunteer's place at a training."""

    weekend = models.ForeignKey(TrainingWeekend, on_delete=models.CASCADE, related_name="places")
    volunteer = models.ForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="training_places"
    )
    state = models.CharField(max_length=10, choices=PlaceState.choices, default=PlaceState.BOOKED)

    retention: Rule = WithParent("volunteer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["weekend", "volunteer"], name="one_place_per_volunteer_and_training"
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekend_id} {self.state}"


class Practice(models.Model):
    """Something done that a rule counts: training days, courses under guidance, visits."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="practice")
    kind = models.CharField(max_length=16, choices=PracticeKind.choices)
    amount = models.PositiveSmallIntegerField(default=1)
    done_on = models.DateField()

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["done_on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Approval(models.Model):
    """A person approved a volunteer for a role, until `ends_on` (its last day) or for good."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="approvals")
    programme = models.SlugField(max_length=80)
    role = models.CharField(max_length=40)
    approved_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["approved_on", "pk"]

    def __str__(self) -> str:
        return f"{self.role} from {self.approved_on}"
