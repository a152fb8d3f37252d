"""Append-only events, the read log, the trial ledger and the demonstration clock."""

from typing import Any

from django.db import models

from peervej.apps.audit.retention import Keep, RemoveAfter, Rule


class AppendOnly(RuntimeError):
    """An event was about to be changed or removed; correct it by a new event."""


class AppendOnlyModel(models.Model):
    """Rows that are written once. Removal is left to the retention run alone."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{self._meta.label} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly(f"{self._meta.label} is append-only")


class AuditEvent(AppendOnlyModel):
    """Who did what to which row. Never contents, names or contact data."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64, db_index=True)
    site_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    retention: Rule = RemoveAfter(days=5 * 365, since="at", why="accountability, art. 5(2) GDPR")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}"


class ReadEvent(AppendOnlyModel):
    """Who looked at whom; the person may ask to see it."""

    at = models.DateTimeField()
    reader = models.CharField(max_length=80)
    reader_label = models.CharField(max_length=120)
    person_id = models.BigIntegerField(db_index=True)
    page = models.CharField(max_length=60)

    retention: Rule = RemoveAfter(
        days=2 * 365, since="at", why="the person's right to see who looked"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reader_label}: {self.page}"


class RetentionRun(AppendOnlyModel):
    """The deletion log: what the timer removed, as counts."""

    at = models.DateTimeField()
    model = models.CharField(max_length=100)
    removed = models.PositiveIntegerField()
    rule = models.CharField(max_length=200)

    retention: Rule = Keep(why="the deletion log holds counts only")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.model}: {self.removed}"


class LedgerHead(models.Model):
    """The locked head of one trial's hash chain."""

    trial_code = models.SlugField(unique=True)
    events = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    published_events = models.PositiveIntegerField(default=0)
    published_head = models.CharField(max_length=64, blank=True)

    retention: Rule = Keep(why="the trial's public record; holds no person")

    def __str__(self) -> str:
        return self.trial_code


class LedgerLine(AppendOnlyModel):
    """One canonical line of a trial's chain, exactly as hashed."""

    trial_code = models.SlugField()
    number = models.PositiveIntegerField()
    line = models.TextField()
    line_hash = models.CharField(max_length=64)

    retention: Rule = Keep(why="the trial's public record; salted codes and coarse dates only")

    class Meta:
        ordering = ["trial_code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["trial_code", "number"], name="one_line_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.trial_code} {self.number}"


class DemonstrationClock(models.Model):
    """How far the demonstration has been moved into the future."""

    offset = models.DurationField()

    retention: Rule = Keep(why="a setting")

    def __str__(self) -> str:
        return str(self.offset)


class Installation(models.Model):
    """Which key set this database was begun with, and when retention last ran."""

    key_id = models.CharField(max_length=16)
    begun_at = models.DateTimeField()
    retention_ran_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="a setting")

    def __str__(self) -> str:
        return self.key_id
