"""People with lived experience who lead groups or go along, and their way in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveWhen, Rule, WithParent
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import (
    AgreementKind,
    LeavingReason,
    Outcome,
    StepKind,
    VolunteerState,
)

WORDS_KEPT = timedelta(days=180)
UNANSWERED_KEPT = timedelta(days=180)


def one_language() -> list[str]:
    return ["da"]


class Volunteer(models.Model):
    """A person in the role of volunteer; nothing here tells of a time as participant.

    What is said for companionship (`languages`, `times`, `offers`, `interests`, `room`) are
    codes; `times` are a weekday from Monday = 0 and a part of the day, as in "2-evening".
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="volunteer")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="volunteers")
    display_name = models.CharField(_("name"), max_length=60)
    state = models.CharField(
        max_length=12, choices=VolunteerState.choices, default=VolunteerState.APPLIED
    )
    introduction = models.CharField(_("a few words about you"), max_length=300, blank=True)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    leaving_reason = models.CharField(max_length=12, choices=LeavingReason.choices, blank=True)
    languages = models.JSONField(default=one_language)
    times = models.JSONField(default=list)
    offers = models.JSONField(default=list)
    interests = models.JSONField(default=list)
    room = models.PositiveSmallIntegerField(default=1)

    retention: Rule = WithParent("person")

    class Meta:
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name


def past_their_time(model: type["Application"], now: datetime) -> models.QuerySet["Application"]:
    """Answered long ago, or left without an answer for as long."""
    answered = models.Q(answered_at__lt=now - WORDS_KEPT)
    forgotten = models.Q(answered_at=None, received_at__lt=now - UNANSWERED_KEPT)
    return model.objects.filter(answered | forgotten)


class Application(models.Model):
    """What someone wrote in their own words, encrypted: it may tell of illness.

    `replies` are the answers to the questions sent after the first word, encrypted as well.
    """

    volunteer = models.OneToOneField(
        Volunteer, on_delete=models.CASCADE, related_name="application"
    )
    key = models.CharField(max_length=64, unique=True)
    words = models.BinaryField()
    wants_groups = models.BooleanField(default=True)
    wants_companionship = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    replies = models.BinaryField(blank=True, default=b"")
    replied_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveWhen(
        past_their_time, "removed 180 days after it was answered, or came in and nobody answered"
    )

    class Meta:
        ordering = ["received_at"]

    def __str__(self) -> str:
        return f"application {self.pk}"


class Step(models.Model):
    """One step on the way in, as a person assessed it. No notes about the person."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=StepKind.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    held_on = models.DateField()
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class Agreement(models.Model):
    """The volunteer said yes to one version of a text, on a date."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=16, choices=AgreementKind.choices)
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["accepted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "kind", "version"], name="one_yes_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class InfoMeeting(models.Model):
    """An open meeting for those who think of volunteering: one just turns up, heads are counted."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="info_meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    came = models.PositiveSmallIntegerField(null=True, blank=True)

    retention: Rule = Keep(why="a meeting and a headcount, not persons")

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.site} {self.starts_at:%Y-%m-%d}"
