"""Long calculations and where they stand, and what the authors of a report write themselves."""

import uuid
from typing import Any

from django.db import models

from peervej.apps.audit.retention import Keep, RemoveAfter, Rule
from peervej.apps.reporting.enums import UNFINISHED, CalculationKind, CalculationState, NoteKind
from peervej.apps.trial.models import Trial

KEPT_DAYS = 7


class Calculation(models.Model):
    """One long calculation somebody asked for, and what came of it.

    ``seen_at`` is when whoever calculates last said so, by the real clock: the demonstration's
    can be walked. ``summary`` is what its page shows; a power calculation has its plan in
    ``plan``. Reports hold figures about an arm, never about a person.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=CalculationKind.choices)
    trial = models.ForeignKey(
        Trial, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    plan = models.TextField(blank=True)
    simulations = models.PositiveIntegerField(default=0)
    seed = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=2, default="da")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=CalculationState.choices, default=CalculationState.WAITING
    )
    stage = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField()
    is_stopping = models.BooleanField(default=False)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.TextField(blank=True)
    summary: Any = models.JSONField(default=list, blank=True)
    content = models.BinaryField(blank=True, default=b"")

    retention: Rule = RemoveAfter(days=KEPT_DAYS, since="asked_at", why="it can be made again")

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNFINISHED

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return f"{self.trial.code}-{self.kind}" if self.trial else self.kind


class AuthorNote(models.Model):
    """What authors add to a trial's report: a deviation, words on harms, or a checklist item.

    ``item`` is the number of the checklist's item; ``why`` belongs to a deviation.
    """

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    item = models.CharField(max_length=4, blank=True)
    what = models.TextField()
    why = models.TextField(blank=True)
    written_on = models.DateField()
    written_by = models.CharField(max_length=80)

    retention: Rule = Keep(why="the authors' words on a trial; hold no person")

    class Meta:
        ordering = ["written_on", "pk"]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.kind} {self.item}"
