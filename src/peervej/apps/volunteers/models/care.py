"""Care for those who carry it: groups with a rhythm, thanks, hours and expenses."""

from django.db import models

from peervej.apps.audit.retention import Keep, RemoveAfter, Rule, WithParent
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import CareForm, ExpenseKind, HoursKind
from peervej.apps.volunteers.models.volunteer import Volunteer


class CareGroup(models.Model):
    """A supervision or exchange group that meets every so many days."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="care_groups")
    name = models.CharField(max_length=80)
    form = models.CharField(max_length=16, choices=CareForm.choices)
    every_days = models.PositiveSmallIntegerField(default=30)
    begun_on = models.DateField()
    members = models.ManyToManyField(Volunteer, blank=True, related_name="care_groups")

    retention: Rule = Keep(why="a group's rhythm, not a person")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CareMeeting(models.Model):
    """That it was held and how many came; never what was said."""

    group = models.ForeignKey(CareGroup, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    came = models.PositiveSmallIntegerField()

    retention: Rule = RemoveAfter(days=3 * 365, since="held_on")

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(fields=["group", "held_on"], name="one_care_meeting_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.held_on}"


class Thanks(models.Model):
    """A volunteer was thanked."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="thanks")
    given_on = models.DateField()

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["-given_on"]
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.given_on}"


class Hours(models.Model):
    """Time a volunteer spent beside the planned meetings, as they note it themselves."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="hours")
    worked_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=HoursKind.choices)

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["-worked_on", "-pk"]
        verbose_name_plural = "hours"

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes} min."


class Expense(models.Model):
    """Money a volunteer laid out, in øre, until it is paid back."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="expenses")
    spent_on = models.DateField()
    amount = models.PositiveIntegerField(help_text="in øre")
    kind = models.CharField(max_length=12, choices=ExpenseKind.choices)
    paid_on = models.DateField(null=True, blank=True)

    retention: Rule = RemoveAfter(days=5 * 366, since="spent_on", why="the accounts are kept")

    class Meta:
        ordering = ["-spent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
