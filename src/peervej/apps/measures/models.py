"""Assessments and answers under a random key; nothing here knows a person or an arm."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, Rule, WithParent


class AssessmentState(models.TextChoices):
    OPEN = "open", _("Not begun")
    BEGUN = "begun", _("Begun")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed without answer")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Occasion(models.TextChoices):
    BASELINE = "baseline", _("At the start")
    FOLLOW_UP = "follow_up", _("After about ten weeks")


class Mode(models.TextChoices):
    """How the answers came in."""

    SELF = "self", _("On the person's own device")
    PAPER = "paper", _("On paper")
    TELEPHONE = "telephone", _("By telephone")


class Assessment(models.Model):
    """One set of questions to one respondent, open between two dates.

    `respondent` is a random key: whose it is stands only in the vault. Dates, not
    moments, so that a row cannot be laid beside another one by its time.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    respondent = models.UUIDField(db_index=True)
    study = models.SlugField()
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    instruments = models.JSONField(default=list)
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=AssessmentState.choices, default=AssessmentState.OPEN
    )
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.SELF)
    answered_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="pseudonymous research data; removed when research is withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "study", "occasion"], name="one_assessment_per_occasion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.occasion}"


class Answer(models.Model):
    """One answer to one item; empty value means the person chose to skip it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    instrument = models.CharField(max_length=40)
    item = models.CharField(max_length=40)
    value = models.IntegerField(null=True, blank=True)
    answered_on = models.DateField()

    retention: Rule = WithParent("assessment")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "instrument", "item"], name="one_answer_per_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.item}"


class PaperEntry(models.Model):
    """One person's reading of a paper form; two that agree become the answers.

    `values` is {instrument: {item: value or None}}.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="paper_entries"
    )
    clerk = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    entered_on = models.DateField()

    retention: Rule = WithParent("assessment")

    class Meta:
        verbose_name_plural = "paper entries"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "clerk"], name="one_entry_per_clerk")
        ]

    def __str__(self) -> str:
        return f"{self.assessment}"


class QualityNote(models.Model):
    """Someone has looked into what a data-quality rule pointed at, and what came of it."""

    respondent = models.UUIDField(db_index=True)
    study = models.SlugField()
    rule = models.CharField(max_length=40)
    note = models.CharField(max_length=200)
    noted_on = models.DateField()
    noted_by = models.CharField(max_length=80)

    retention: Rule = Keep(why="pseudonymous research data; removed with the answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "study", "rule"], name="one_note_per_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.rule}"


# What two agreeing readings of the paper settle by themselves.
PAPER_RULES = ("paper_differs", "paper_waits")


class DataQuery(models.Model):
    """What a site is asked about a finding, what it said, and who closed it.

    `rule` names the finding; the site is shown a set sentence for it. `raised_by` and
    `closed_by` are a researcher, or the rule itself. Of the reply only role and week are kept.
    """

    respondent = models.UUIDField(db_index=True)
    study = models.SlugField()
    rule = models.CharField(max_length=40)
    raised_on = models.DateField()
    raised_by = models.CharField(max_length=80)
    reply = models.CharField(max_length=200, blank=True)
    replied_as = models.CharField(max_length=20, blank=True)
    replied_week = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)

    retention: Rule = Keep(why="pseudonymous research data; removed with the answers")

    class Meta:
        verbose_name_plural = "data queries"
        ordering = ["raised_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "study", "rule"],
                condition=models.Q(closed_on=None),
                name="one_open_query_per_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.rule}"
