"""Worries, who is on call for them, and who has been paged."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveAfter, RemoveWhen, Rule, WithParent
from peervej.apps.concerns.enums import ConcernState, Gravity, PersonKnows
from peervej.apps.messaging.models import Addressee
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site

KEPT_AFTER_CLOSING = timedelta(days=30)


class Weekday(models.IntegerChoices):
    """The days, Monday first."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OnCallHours(models.Model):
    """When a site says someone is on call, by the wall clock; midnight as end is the day's end."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="on_call_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField()

    retention: Rule = Keep(why="opening hours, not persons")

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "weekday"], name="one_stretch_of_hours_per_weekday"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class OnCallShift(models.Model):
    """One duty of one member of staff."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="shifts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    retention: Rule = RemoveAfter(days=365, since="ends_at")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_shift_has_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_at:%Y-%m-%d %H:%M}"


class OnCallMobile(models.Model):
    """Where a member of staff is texted when on call; the number is encrypted."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="on_call_mobile"
    )
    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="+")

    retention: Rule = WithParent("user")

    def __str__(self) -> str:
        return f"mobile of {self.user}"


def closed_long_ago(model: type["Concern"], now: datetime) -> models.QuerySet["Concern"]:
    return model.objects.filter(closed_at__lt=now - KEPT_AFTER_CLOSING)


class Concern(models.Model):
    """A worry somebody told of. The words are encrypted; whom it is about stands in no field."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="concerns")
    key = models.CharField(max_length=64, unique=True)
    reporter_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reporter_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    words = models.BinaryField()
    person_knows = models.CharField(max_length=8, choices=PersonKnows.choices)
    state = models.CharField(
        max_length=14, choices=ConcernState.choices, default=ConcernState.OPEN, db_index=True
    )
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.BinaryField(blank=True, default=b"")
    gravity = models.CharField(max_length=12, choices=Gravity.choices, blank=True)

    retention: Rule = RemoveWhen(
        closed_long_ago, "removed 30 days after it was closed; a count of its kind stays"
    )

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"concern {self.pk} ({self.state})"


class Paging(models.Model):
    """Someone was called to a worry."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="pagings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    paged_at = models.DateTimeField()

    retention: Rule = WithParent("concern")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="pagings_are_numbered")
        ]

    def __str__(self) -> str:
        return f"paging {self.number} of concern {self.concern_id}"
