"""The outbox: who is to be told what and when. Ids only; text is made at sending."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import RemoveAfter, Rule
from peervej.apps.people.models import Person


class MessageState(models.TextChoices):
    """Where a message is on its way."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being handed over")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    NOT_NEEDED = "not_needed", _("No longer needed")
    FAILED = "failed", _("Could not be sent")


class Message(models.Model):
    """One message to one person or member of staff; `key` makes each be sent once."""

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="messages",
    )
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=MessageState.choices, default=MessageState.QUEUED
    )
    channel = models.CharField(max_length=8, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    retention: Rule = RemoveAfter(days=180, since="due_at")

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(user__isnull=False),
                name="message_to_one_recipient",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
