"""Long calculations: asked for, carried out by the worker, stopped, taken up after a fall."""

import logging
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from peervej.apps.audit.operations import record_event
from peervej.apps.reporting.enums import CalculationKind, CalculationState
from peervej.apps.reporting.models import Calculation
from peervej.apps.reporting.papers import Made, NoResult, make
from peervej.apps.reporting.queries.calculations import (
    fallen_silent,
    never_begun,
    unfinished_of,
)
from peervej.apps.trial.models import Trial
from peervej.methods.analysis import AnalysisRefused, CalculationStopped
from peervej.methods.errors import UnusableInput
from peervej.report import FaultyLedger

MOST_AT_ONCE = 3
MOST_ATTEMPTS = 2
SECONDS_BETWEEN = 0.5
log = logging.getLogger("peervej.reporting")


class CalculationRefused(ValueError):
    """It cannot be begun; the message says why."""


class TooManyAtOnce(CalculationRefused):
    """The person waits for several already."""


class ArmsNotOpen(CalculationRefused):
    """A report is asked for before the arms are open."""


@transaction.atomic
def ask_for_report(
    trial: Trial, kind: str, *, language: str, actor: str, now: datetime, real_now: datetime
) -> Calculation:
    """Ask for a report of a trial whose arms are open; asked again it is the same one."""
    if not trial.is_unblinded:
        raise ArmsNotOpen(_("The arms are not open yet."))
    wanted = {"kind": CalculationKind(kind), "trial": trial, "language": language}
    return _ask(wanted, actor=actor, now=now, real_now=real_now)


@transaction.atomic
def ask_for_power(
    plan: str,
    *,
    simulations: int,
    seed: int,
    language: str,
    actor: str,
    now: datetime,
    real_now: datetime,
) -> Calculation:
    """Ask for the power of a plan (TOML text that has been read) by simulated trials."""
    wanted = {
        "kind": CalculationKind.POWER,
        "plan": plan,
        "simulations": simulations,
        "seed": seed,
        "language": language,
    }
    return _ask(wanted, actor=actor, now=now, real_now=real_now)


def _ask(
    wanted: dict[str, object], *, actor: str, now: datetime, real_now: datetime
) -> Calculation:
    waiting = unfinished_of(actor)
    same = waiting.filter(**wanted, is_stopping=False).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_AT_ONCE:
        raise TooManyAtOnce(_("Three are being made for you already. Wait for one, or stop it."))
    made = Calculation.objects.create(**wanted, asked_by=actor, asked_at=now, seen_at=real_now)
    record_event("ask_for_calculation", made, actor=actor, now=now, kind=str(made.kind))
    return made


@transaction.atomic
def stop_calculation(calculation: Calculation, *, actor: str, now: datetime) -> None:
    """Stop it: at once while it waits, at its next step while it runs. Too late changes nothing."""
    mine = Calculation.objects.filter(pk=calculation.pk)
    stopped = mine.filter(state=CalculationState.WAITING).update(state=CalculationState.STOPPED)
    stopping = mine.filter(state=CalculationState.RUNNING, is_stopping=False)
    if stopped or stopping.update(is_stopping=True):
        record_event("stop_calculation", calculation, actor=actor, now=now)


def run_calculation(key: UUID, *, real_now: datetime) -> None:
    """Carry one out and keep what came of it; one that is not waiting is left alone.

    No transaction spans it, so that its page can see how far it is.
    """
    turn = Calculation.objects.filter(key=key, state=CalculationState.WAITING)
    if not turn.update(
        state=CalculationState.RUNNING, seen_at=real_now, attempts=F("attempts") + 1
    ):
        return
    calculation = Calculation.objects.select_related("trial").get(key=key)
    try:
        with override(calculation.language):
            made = make(calculation, Teller(calculation))
    except CalculationStopped:
        _end(calculation, CalculationState.STOPPED)
    except FaultyLedger as refusal:
        _end(calculation, CalculationState.REFUSED, code="faulty_ledger", reason=str(refusal))
    except (NoResult, AnalysisRefused) as refusal:
        _end(calculation, CalculationState.REFUSED, code=refusal.code, reason=str(refusal))
    except UnusableInput as refusal:
        _end(calculation, CalculationState.REFUSED, code="unusable_plan", reason=str(refusal))
    except Exception:
        log.exception("calculation %s failed", calculation.kind)
        _end(calculation, CalculationState.FAILED, code="failed")
    else:
        _end(calculation, CalculationState.DONE, made=made)


class Teller:
    """Writes how far a calculation is, and learns in the same breath whether to stop."""

    def __init__(self, calculation: Calculation) -> None:
        self._rows = Calculation.objects.filter(
            key=calculation.key, state=CalculationState.RUNNING, is_stopping=False
        )
        self._seen_at = calculation.seen_at
        self._begun = time.monotonic()
        self._last = -SECONDS_BETWEEN

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Raises CalculationStopped when somebody stopped it, or it was given to another."""
        spent = time.monotonic() - self._begun
        if spent - self._last < SECONDS_BETWEEN and done < of:
            return
        self._last = spent
        seen_at = self._seen_at + timedelta(seconds=spent)
        if not self._rows.update(stage=stage[:60], done=done, of=of, seen_at=seen_at):
            raise CalculationStopped(stage)


def _end(
    calculation: Calculation,
    state: CalculationState,
    *,
    code: str = "",
    reason: str = "",
    made: Made | None = None,
) -> None:
    values: dict[str, object] = {"state": state, "refusal_code": code, "refusal": reason}
    if made is not None:
        values |= {"content": made.content, "summary": list(made.summary)}
    running = Calculation.objects.filter(key=calculation.key, state=CalculationState.RUNNING)
    running.update(**values)


@transaction.atomic
def reclaim_calculations(*, real_now: datetime) -> list[Calculation]:
    """Those to hand to the worker again: it died, or never heard of them.

    One that fell silent twice is given up, so that it cannot take the worker down for ever.
    """
    lost = fallen_silent(real_now)
    lost.filter(is_stopping=True).update(state=CalculationState.STOPPED)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=CalculationState.FAILED, refusal_code="interrupted"
    )
    again = [*lost.only("key"), *never_begun(real_now).only("key")]
    rows = Calculation.objects.filter(key__in=[one.key for one in again])
    rows.update(state=CalculationState.WAITING, seen_at=real_now)
    return again
