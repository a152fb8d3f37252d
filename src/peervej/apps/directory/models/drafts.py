"""Changes that wait: the public sees the last approved version meanwhile."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import RemoveAfter, Rule, WithParent
from peervej.apps.directory.enums import DraftState, Part
from peervej.apps.directory.models.entries import Initiative, Source

OPEN_STATES = (DraftState.OPEN, DraftState.SUBMITTED, DraftState.RETURNED)


class Draft(models.Model):
    """The one set of changes an entry can have waiting."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="drafts")
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    resembles = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    retention: Rule = WithParent("initiative")

    class Meta:
        ordering = ["submitted_at", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=models.Q(state__in=[str(state) for state in OPEN_STATES]),
                name="one_waiting_draft_per_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative} ({self.state})"


class DraftSection(models.Model):
    """One part as it stands in the draft; `edition` counts its saves."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField(choices=Part.choices)
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=0)

    retention: Rule = WithParent("draft")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_draft_text_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.number}"


class SavedWords(models.Model):
    """Every text ever sent in for a question, also one that met a newer save.

    Rows are only added, so two people writing at once lose nothing.
    """

    section = models.ForeignKey(DraftSection, on_delete=models.CASCADE, related_name="saves")
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80)
    set_aside = models.BooleanField(default=False)

    retention: Rule = RemoveAfter(days=2 * 365, since="saved_at", why="room to find lost words")

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.section} {self.edition}"
