"""What keeps the directory true: owners, corrections, refusals, saved searches, pages."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveAfter, RemoveWhen, Rule
from peervej.apps.directory.enums import OwnerState
from peervej.apps.directory.models.entries import Initiative
from peervej.apps.messaging.models import Addressee


def no_longer_owning(model: type["Owner"], now: datetime) -> "models.QuerySet[Owner]":
    """Ended, or never verified within 90 days of asking."""
    late = models.Q(state=OwnerState.ASKED, asked_at__lt=now - timedelta(days=90))
    return model.objects.filter(models.Q(state=OwnerState.ENDED) | late)


class Owner(models.Model):
    """Someone who speaks for an entry, by a signed link to their mailbox."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="owners")
    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=OwnerState.choices, default=OwnerState.ASKED)
    same_domain = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveWhen(
        no_longer_owning, "removed when ended, or 90 days after an unanswered request"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "addressee"], name="one_owner_row_per_mailbox"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative} ({self.state})"


class Correction(models.Model):
    """What a reader says is wrong; without a name."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("what is wrong?"), max_length=2000)
    sent_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveAfter(days=365, since="sent_at")

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.initiative} {self.sent_at:%Y-%m-%d}"


class Unlisting(models.Model):
    """An initiative that does not want to be here; remembered so that no load brings it back."""

    name_key = models.CharField(max_length=160, unique=True)
    name = models.CharField(max_length=160)
    asked_on = models.DateField()

    retention: Rule = Keep(why="so that a wish not to be listed is kept")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def never_confirmed(model: type["SavedSearch"], now: datetime) -> "models.QuerySet[SavedSearch]":
    return model.objects.filter(confirmed_at=None, asked_at__lt=now - timedelta(days=14))


class SavedSearch(models.Model):
    """A search whose new entries are sent by mail; only after the mailbox said yes."""

    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="+")
    query = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveWhen(never_confirmed, "removed 14 days after an unanswered request")

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "query"], name="one_saved_search_per_query"
            )
        ]

    def __str__(self) -> str:
        return self.query


class KnowledgePage(models.Model):
    """A page about peer support with sources and dates, edited at the desk."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(_("title"), max_length=120)
    lead = models.TextField(_("in short"))
    body = models.TextField(_("text"))
    sources = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    checked_on = models.DateField(_("last checked"))
    edition = models.PositiveIntegerField(default=1)

    retention: Rule = Keep(why="public texts")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
