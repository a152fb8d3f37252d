"""Calculations somebody asked for."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from peervej.apps.reporting.enums import UNFINISHED, CalculationState
from peervej.apps.reporting.models import KEPT_DAYS, Calculation
from peervej.apps.trial.models import Trial

SILENCE = timedelta(minutes=3)
QUEUE = timedelta(minutes=10)


def calculation_for(key: UUID, asked_by: str) -> Calculation | None:
    """A calculation, for whoever asked for it and nobody else."""
    return Calculation.objects.filter(key=key, asked_by=asked_by).select_related("trial").first()


def calculations_of(asked_by: str, trial: Trial | None) -> QuerySet[Calculation]:
    """Someone's own calculations about a trial, or about none, the newest first."""
    rows = Calculation.objects.filter(asked_by=asked_by, trial=trial)
    return rows.defer("content", "summary", "plan").select_related("trial")


def unfinished_of(asked_by: str) -> QuerySet[Calculation]:
    """What someone waits for."""
    return Calculation.objects.filter(asked_by=asked_by, state__in=UNFINISHED)


def fallen_silent(real_now: datetime) -> QuerySet[Calculation]:
    """Running ones nobody has said a word about: the worker died."""
    return Calculation.objects.filter(
        state=CalculationState.RUNNING, seen_at__lt=real_now - SILENCE
    )


def never_begun(real_now: datetime) -> QuerySet[Calculation]:
    """Waiting ones that were handed over long ago."""
    return Calculation.objects.filter(state=CalculationState.WAITING, seen_at__lt=real_now - QUEUE)


def kept_until(calculation: Calculation) -> date:
    """The last day it can be fetched."""
    return (calculation.asked_at + timedelta(days=KEPT_DAYS)).date()
