"""Issuing, answering and closing assessments. Nothing here knows a person or an arm."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.entropy import random_uuid
from peervej.apps.audit.operations import record_research_event
from peervej.apps.measures.models import (
    Answer,
    Assessment,
    AssessmentState,
    DataQuery,
    Mode,
    Occasion,
    PaperEntry,
    QualityNote,
)
from peervej.data.instruments import load_instrument

# Who closed a query when nobody did: the person it was about has left.
LEFT = "left"
OPEN_STATES = (AssessmentState.OPEN, AssessmentState.BEGUN)


class AssessmentClosed(ValueError):
    """Answers came outside the window, or after the person was done or had withdrawn."""


class AnswerRefused(ValueError):
    """The answer is to no item of these questions, or is none of its possible answers."""


@transaction.atomic
def issue_assessment(
    respondent: UUID,
    study: str,
    occasion: str,
    instruments: Sequence[str],
    *,
    opens_on: date,
    closes_on: date,
    now: datetime,
) -> Assessment:
    """Make one set of questions; asking for the same one again returns the first."""
    assessment, made = Assessment.objects.get_or_create(
        respondent=respondent,
        study=study,
        occasion=occasion,
        defaults={
            "key": random_uuid(),
            "instruments": list(instruments),
            "opens_on": opens_on,
            "closes_on": closes_on,
        },
    )
    if made:
        record_research_event("issue_assessment", Assessment, now=now, occasion=occasion)
    return assessment


@transaction.atomic
def issue_assessments(
    respondents: Iterable[UUID],
    study: str,
    occasion: str,
    instruments: Sequence[str],
    *,
    opens_on: date,
    closes_on: date,
    now: datetime,
) -> int:
    """`issue_assessment` for several at once; returns how many had none before.

    Each row has a key of its own, and rows lie in the order of those keys: the order tells
    nothing of whose is whose.
    """
    wanted = list(respondents)
    held = Assessment.objects.filter(respondent__in=wanted, study=study, occasion=occasion)
    there = set(held.values_list("respondent", flat=True))
    made = [
        Assessment(
            key=random_uuid(),
            respondent=respondent,
            study=study,
            occasion=occasion,
            instruments=list(instruments),
            opens_on=opens_on,
            closes_on=closes_on,
        )
        for respondent in wanted
        if respondent not in there
    ]
    Assessment.objects.bulk_create(sorted(made, key=lambda row: row.key))
    record_research_event(
        "issue_assessments", Assessment, now=now, occasion=occasion, made=len(made)
    )
    return len(made)


@transaction.atomic
def reopen_baseline(assessment: Assessment, *, closes_on: date, now: datetime) -> None:
    """Ask the first questions again when they have become too old for the draw.

    What was answered before goes: the draw and the analysis know one baseline, the newest.
    """
    if assessment.occasion != Occasion.BASELINE or assessment.state == AssessmentState.WITHDRAWN:
        raise AssessmentClosed(_("These questions are closed."))
    Answer.objects.filter(assessment=assessment).delete()
    assessment.state = AssessmentState.OPEN
    assessment.answered_on = None
    assessment.closes_on = closes_on
    assessment.save()
    record_research_event("reopen_baseline", Assessment, now=now)


@transaction.atomic
def save_answer(
    assessment: Assessment, instrument: str, item: str, value: int | None, *, now: datetime
) -> None:
    """Keep one answer as it is given; a later one to the same item replaces it."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    refuse_when_closed(held, now)
    refuse_what_does_not_fit(held, instrument, item, value)
    Answer.objects.update_or_create(
        assessment=held,
        instrument=instrument,
        item=item,
        defaults={"value": value, "answered_on": now.date()},
    )
    if held.state == AssessmentState.OPEN:
        held.state = AssessmentState.BEGUN
        held.save(update_fields=["state"])


@transaction.atomic
def finish_assessment(assessment: Assessment, *, now: datetime, mode: str = Mode.SELF) -> None:
    """The person is done; what was skipped stays skipped."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.state == AssessmentState.ANSWERED:
        return
    refuse_when_closed(held, now)
    held.state = AssessmentState.ANSWERED
    held.answered_on = now.date()
    held.mode = mode
    held.save(update_fields=["state", "answered_on", "mode"])
    record_research_event("finish_assessment", Assessment, now=now, mode=mode)


def refuse_when_closed(assessment: Assessment, now: datetime) -> None:
    """Raise AssessmentClosed outside the window, or when the person is done."""
    in_window = assessment.opens_on <= now.date() <= assessment.closes_on
    if assessment.state not in OPEN_STATES or not in_window:
        raise AssessmentClosed(_("These questions are closed."))


def refuse_what_does_not_fit(
    assessment: Assessment, instrument: str, item: str, value: int | None
) -> None:
    """Raise AnswerRefused for what is no answer to any of these questions."""
    if instrument not in assessment.instruments:
        raise AnswerRefused(_("That questionnaire is not among these questions."))
    found = next((one for one in load_instrument(instrument).items if one.id == item), None)
    if found is None:
        raise AnswerRefused(_("There is no such question."))
    if value is not None and not found.floor <= value <= found.ceiling:
        raise AnswerRefused(
            _("The answer must lie between %(lowest)s and %(highest)s.")
            % {"lowest": found.floor, "highest": found.ceiling}
        )


def close_overdue(now: datetime) -> int:
    """Close what was not answered in its window; what was begun keeps its answers."""
    return Assessment.objects.filter(state__in=OPEN_STATES, closes_on__lt=now.date()).update(
        state=AssessmentState.CLOSED
    )


@transaction.atomic
def void_assessments(respondent: UUID, *, remove_answers: bool, now: datetime) -> None:
    """Stop asking a respondent; with `remove_answers` what was answered goes too.

    Nobody can be asked about them any more, so what the researchers had asked is closed.
    """
    rows = Assessment.objects.filter(respondent=respondent)
    if remove_answers:
        Answer.objects.filter(assessment__in=rows).delete()
        PaperEntry.objects.filter(assessment__in=rows).delete()
        QualityNote.objects.filter(respondent=respondent).delete()
        DataQuery.objects.filter(respondent=respondent).delete()
        rows.update(state=AssessmentState.WITHDRAWN, answered_on=None)
    else:
        rows.filter(state__in=OPEN_STATES).update(state=AssessmentState.WITHDRAWN)
        DataQuery.objects.filter(respondent=respondent, closed_on=None).update(
            closed_on=now.date(), closed_by=LEFT
        )
    record_research_event("void_assessments", Assessment, now=now)
