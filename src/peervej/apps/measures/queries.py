"""Reading assessments and answers, by random key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from peervej.apps.measures.models import Answer, Assessment, AssessmentState, DataQuery, Occasion

ANSWERABLE = (AssessmentState.OPEN, AssessmentState.BEGUN)


def has_baseline(respondent: UUID, study: str, *, since: date) -> bool:
    """Whether the first questions were answered on `since` or later: all the draw may know."""
    return Assessment.objects.filter(
        respondent=respondent,
        study=study,
        occasion=Occasion.BASELINE,
        state=AssessmentState.ANSWERED,
        answered_on__gte=since,
    ).exists()


def with_baseline(respondents: Iterable[UUID], study: str, *, since: date) -> set[UUID]:
    """Those of several respondents for whom `has_baseline` holds."""
    rows = Assessment.objects.filter(
        respondent__in=list(respondents),
        study=study,
        occasion=Occasion.BASELINE,
        state=AssessmentState.ANSWERED,
        answered_on__gte=since,
    )
    return set(rows.values_list("respondent", flat=True))


def open_assessment(respondent: UUID, study: str, day: date) -> Assessment | None:
    """The questions a respondent can answer on `day`, the oldest first."""
    return (
        Assessment.objects.filter(
            respondent=respondent,
            study=study,
            state__in=ANSWERABLE,
            opens_on__lte=day,
            closes_on__gte=day,
        )
        .order_by("opens_on")
        .first()
    )


@dataclass(frozen=True)
class Answers:
    """One respondent's answers on one occasion: {instrument: {item: value or None}}."""

    respondent: UUID
    occasion: str
    state: str
    values: dict[str, dict[str, int | None]]


def answers_of_study(study: str) -> Iterator[Answers]:
    """Everyone's answers, in the order of the random keys."""
    values: dict[UUID, dict[str, dict[str, int | None]]] = {}
    for answer in Answer.objects.filter(assessment__study=study).iterator():
        items = values.setdefault(answer.assessment_id, {}).setdefault(answer.instrument, {})
        items[answer.item] = answer.value
    for assessment in Assessment.objects.filter(study=study).order_by("respondent", "occasion"):
        yield Answers(
            assessment.respondent,
            assessment.occasion,
            assessment.state,
            values.get(assessment.pk, {}),
        )


def count_states(study: str, occasion: str) -> dict[str, int]:
    """How many assessments of an occasion stand in each state."""
    counts = dict.fromkeys(AssessmentState.values, 0)
    for state in Assessment.objects.filter(study=study, occasion=occasion).values_list(
        "state", flat=True
    ):
        counts[state] += 1
    return counts


def follow_up_dates(respondent: UUID) -> tuple[date, date] | None:
    """From when until when the last questions are open; nothing about the answers."""
    row = Assessment.objects.filter(respondent=respondent, occasion=Occasion.FOLLOW_UP).first()
    return (row.opens_on, row.closes_on) if row else None


def open_queries(study: str) -> list[DataQuery]:
    """What sites have been asked about and nobody has closed, the oldest first."""
    return list(DataQuery.objects.filter(study=study, closed_on=None))
