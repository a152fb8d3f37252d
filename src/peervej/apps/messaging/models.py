"""The outbox: who is to be told what and when. Ids only; text is made at sending."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveAfter, Rule
from peervej.apps.people.models import Person


class MessageState(models.TextChoices):
    """Where a message is on its way."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being handed over")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    NOT_NEEDED = "not_needed", _("No longer needed")
    FAILED = "failed", _("Could not be sent")


class Addressee(models.Model):
    """A mailbox of someone who is neither staff nor taking part, such as who owns an entry.

    The address is encrypted and found only by the keyed hash of its normal form. Whoever
    made the row removes it when nothing needs it any more.
    """

    ciphertext = models.BinaryField()
    lookup = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5, default="da")

    retention: Rule = Keep(why="removed by the app that reaches it, with its last use")

    def __str__(self) -> str:
        return f"addressee {self.pk}"


class Message(models.Model):
    """One message to one person, addressee or member of staff; `key` makes each be sent once."""

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
    addressee = models.ForeignKey(
        Addressee, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
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
                condition=(
                    models.Q(person__isnull=False, user=None, addressee=None)
                    | models.Q(person=None, user__isnull=False, addressee=None)
                    | models.Q(person=None, user=None, addressee__isnull=False)
                ),
                name="message_to_one_recipient",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
