"""Answers on paper: two people type the same form, and what agrees becomes the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from peervej.apps.measures.models import Assessment, Mode, PaperEntry
from peervej.apps.measures.operations.assessing import (
    finish_assessment,
    refuse_what_does_not_fit,
    refuse_when_closed,
    save_answer,
)
from peervej.apps.measures.operations.querying import close_paper_queries


@dataclass(frozen=True)
class PaperResult:
    """What came of a reading: whether it completed the form, and where two readings differ."""

    is_complete: bool
    differences: tuple[tuple[str, str], ...] = ()


Values = Mapping[str, Mapping[str, int | None]]


@transaction.atomic
def enter_paper(
    assessment: Assessment, values: Values, *, clerk: str, now: datetime
) -> PaperResult:
    """Keep one person's reading of a paper form; two that agree become the answers.

    Readings that differ are kept, and either person may look again; neither is shown what
    the other one read.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    refuse_when_closed(held, now)
    read = {name: dict(items) for name, items in values.items()}
    for instrument, items in read.items():
        for item, value in items.items():
            refuse_what_does_not_fit(held, instrument, item, value)
    PaperEntry.objects.update_or_create(
        assessment=held, clerk=clerk, defaults={"values": read, "entered_on": now.date()}
    )
    others = list(PaperEntry.objects.filter(assessment=held).exclude(clerk=clerk))
    if not others:
        return PaperResult(is_complete=False)
    if all(other.values != read for other in others):
        return PaperResult(is_complete=False, differences=_differences(read, others[0].values))
    for instrument, items in read.items():
        for item, value in items.items():
            save_answer(held, instrument, item, value, now=now)
    finish_assessment(held, now=now, mode=Mode.PAPER)
    close_paper_queries(held.respondent, now=now)
    return PaperResult(is_complete=True)


def _differences(one: Values, other: Values) -> tuple[tuple[str, str], ...]:
    return tuple(
        (instrument, item)
        for instrument, items in one.items()
        for item, value in items.items()
        if other.get(instrument, {}).get(item) != value
    )
