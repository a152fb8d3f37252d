"""Data-quality rules: what somebody should look into, found without showing an answer.

A finding names a rule, the person's key in exports, and the site. Both arms are treated
alike, and nothing here reads an arm.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from peervej.apps.allocation.models import Draw
from peervej.apps.measures.models import (
    PAPER_RULES,
    Answer,
    Assessment,
    AssessmentState,
    DataQuery,
    Occasion,
    PaperEntry,
    QualityNote,
)
from peervej.apps.measures.queries import open_queries
from peervej.apps.reporting.queries.dataset import export_id
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import definition_of

FEWEST_ALIKE = 5
PAPER_WAITS = timedelta(days=7)


@dataclass(frozen=True)
class Material:
    """What the rules read, fetched once: answers by assessment, draws by respondent."""

    trial: Trial
    day: date
    assessments: tuple[Assessment, ...]
    answers: dict[UUID, dict[str, list[int | None]]]
    drawn_on: dict[UUID, date | None]
    readings: dict[UUID, list[date]]


@dataclass(frozen=True)
class Finding:
    """One thing to look into; `note` says what came of it, `query` what the site is asked."""

    rule: str
    respondent: UUID
    record_id: str
    site: str
    note: str = ""
    query: DataQuery | None = None


@dataclass(frozen=True)
class RuleResult:
    """A rule in words, and what it found: first what nobody has looked into."""

    rule: str
    label: str
    advice: str
    findings: tuple[Finding, ...]

    @property
    def open(self) -> int:
        return sum(not finding.note for finding in self.findings)


def check_quality(trial: Trial, day: date) -> list[RuleResult]:
    """All rules over a trial, in their order; a rule that found nothing is there too."""
    material = _gather(trial, day)
    notes = {
        (note.respondent, note.rule): note.note
        for note in QualityNote.objects.filter(study=trial.code)
    }
    asked = {(query.respondent, query.rule): query for query in open_queries(trial.code)}
    sites = dict(trial.participations.values_list("key", "site__name"))
    results = []
    for rule, (label, advice, find) in RULES.items():
        found = [
            Finding(
                rule,
                key,
                export_id(trial, key),
                sites.get(key, "–"),
                notes.get((key, rule), ""),
                asked.get((key, rule)),
            )
            for key in dict.fromkeys(find(material))
        ]
        found.sort(key=lambda one: (bool(one.note), one.site, one.record_id))
        results.append(RuleResult(rule, str(label), str(advice), tuple(found)))
    return results


def paper_to_ask_about(trial: Trial, day: date) -> list[tuple[str, UUID]]:
    """Rule and respondent of what only paper can settle; each is asked about once.

    Not on the day it was typed: whoever was told that two readings differ may be at it.
    """
    unfinished = (AssessmentState.OPEN, AssessmentState.BEGUN)
    rows = Assessment.objects.filter(
        study=trial.code, state__in=unfinished, paper_entries__isnull=False
    ).distinct()
    material = Material(
        trial=trial,
        day=day,
        assessments=tuple(rows.order_by("respondent")),
        answers={},
        drawn_on={},
        readings=_readings(trial, before=day),
    )
    asked = set(DataQuery.objects.filter(study=trial.code).values_list("rule", "respondent"))
    noted = set(QualityNote.objects.filter(study=trial.code).values_list("rule", "respondent"))
    found = [(rule, key) for rule in PAPER_RULES for key in RULES[rule][2](material)]
    return [one for one in dict.fromkeys(found) if one not in asked | noted]


def _readings(trial: Trial, *, before: date | None = None) -> dict[UUID, list[date]]:
    entries = PaperEntry.objects.filter(assessment__study=trial.code)
    if before:
        entries = entries.filter(entered_on__lt=before)
    readings: dict[UUID, list[date]] = {}
    for key, entered_on in entries.values_list("assessment_id", "entered_on"):
        readings.setdefault(key, []).append(entered_on)
    return readings


def respondent_of(trial: Trial, record_id: str) -> UUID | None:
    """Whose key in exports this is; a person's own key leads back to nobody."""
    keys = trial.participations.values_list("key", flat=True)
    return next((key for key in keys if export_id(trial, key) == record_id), None)


def _gather(trial: Trial, day: date) -> Material:
    answers: dict[UUID, dict[str, list[int | None]]] = {}
    rows = Answer.objects.filter(assessment__study=trial.code)
    for key, instrument, value in rows.values_list("assessment_id", "instrument", "value"):
        answers.setdefault(key, {}).setdefault(instrument, []).append(value)
    draws = Draw.objects.filter(participation__trial=trial)
    return Material(
        trial=trial,
        day=day,
        assessments=tuple(Assessment.objects.filter(study=trial.code).order_by("respondent")),
        answers=answers,
        drawn_on=dict(draws.values_list("participation_id", "batch__drawn_on")),
        readings=_readings(trial),
    )


def _answered(material: Material) -> Iterator[Assessment]:
    return (row for row in material.assessments if row.state == AssessmentState.ANSWERED)


def paper_differs(material: Material) -> Iterator[UUID]:
    for row in material.assessments:
        is_open = row.state in (AssessmentState.OPEN, AssessmentState.BEGUN)
        if is_open and len(material.readings.get(row.key, [])) > 1:
            yield row.respondent


def paper_waits(material: Material) -> Iterator[UUID]:
    for row in material.assessments:
        read = material.readings.get(row.key, [])
        is_open = row.state in (AssessmentState.OPEN, AssessmentState.BEGUN)
        if is_open and len(read) == 1 and read[0] + PAPER_WAITS < material.day:
            yield row.respondent


def half_skipped(material: Material) -> Iterator[UUID]:
    for row in _answered(material):
        for values in material.answers.get(row.key, {}).values():
            if 2 * values.count(None) > len(values):
                yield row.respondent


def sent_empty(material: Material) -> Iterator[UUID]:
    for row in _answered(material):
        given = material.answers.get(row.key, {}).values()
        if not any(value is not None for values in given for value in values):
            yield row.respondent


def all_alike(material: Material) -> Iterator[UUID]:
    for row in _answered(material):
        for values in material.answers.get(row.key, {}).values():
            given = [value for value in values if value is not None]
            if len(given) >= FEWEST_ALIKE and len(set(given)) == 1:
                yield row.respondent


def baseline_old(material: Material) -> Iterator[UUID]:
    most = definition_of(material.trial).baseline.max_days_before_draw
    for row in material.assessments:
        drawn = material.drawn_on.get(row.respondent)
        is_gone = row.state == AssessmentState.WITHDRAWN
        if row.occasion != Occasion.BASELINE or drawn is None or is_gone:
            continue
        days = (drawn - row.answered_on).days if row.answered_on else None
        if days is None or not 0 <= days <= most:
            yield row.respondent


def outside_window(material: Material) -> Iterator[UUID]:
    for row in _answered(material):
        if row.answered_on and not row.opens_on <= row.answered_on <= row.closes_on:
            yield row.respondent


def no_last_questions(material: Material) -> Iterator[UUID]:
    asked = {row.respondent for row in material.assessments if row.occasion == Occasion.FOLLOW_UP}
    yield from (key for key in material.drawn_on if key not in asked)


Rule = Callable[[Material], Iterator[UUID]]
RULES: dict[str, tuple[object, object, Rule]] = {
    "paper_differs": (
        _("Two readings of a paper form differ"),
        _("Whoever typed it looks at the paper again."),
        paper_differs,
    ),
    "paper_waits": (
        _("A paper form has waited a week for its second reading"),
        _("A colleague types the same form."),
        paper_waits,
    ),
    "baseline_old": (
        _("The first answers lie outside the days allowed before the draw"),
        _("The draw refuses this; find out how it came about."),
        baseline_old,
    ),
    "no_last_questions": (
        _("Drawn, and no last questions planned"),
        _("The draw plans them; find out how it came about."),
        no_last_questions,
    ),
    "outside_window": (
        _("Answered outside the days the questions were open"),
        _("Look at the date of the form."),
        outside_window,
    ),
    "sent_empty": (
        _("Sent without a single answer"),
        _("Nothing to mend: it counts as not answered."),
        sent_empty,
    ),
    "half_skipped": (
        _("More than half of a questionnaire was skipped"),
        _("Look at how the questions are met, at this site or by this way of asking."),
        half_skipped,
    ),
    "all_alike": (
        _("The same answer to every question of a questionnaire"),
        _("It may well be true. Many at one site may mean haste."),
        all_alike,
    ),
}
