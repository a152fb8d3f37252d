"""What stands beside the primary analysis: each part is a result or a named refusal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Generic, TypeVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.compliers import ComplierEffect, complier_average_effect
from peervej.methods.analysis.imputation import (
    MOST_SHIFTS,
    ImputedTrials,
    TippingPoint,
    find_tipping_point,
    impute,
)
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.multiplicity import holm
from peervej.methods.analysis.plan import Outcome, Plan
from peervej.methods.analysis.process_measures import ProcessAssociation, process_association
from peervej.methods.analysis.progress import Progress, Steps, tell_nobody
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.result import AnalysisResult
from peervej.methods.analysis.run import run_analysis
from peervej.methods.analysis.subgroups import SubgroupAnalysis, analyse_subgroups
from peervej.methods.analysis.table import Table
from peervej.methods.analysis.wide_trial import WideTrial, build_wide_trial

Value = TypeVar("Value")
STEPS_OF_MISSING = 1 + MOST_SHIFTS


class WideDataOnly(AnalysisRefused):
    """This part needs one row per person."""

    code: ClassVar[str] = "wide_data_only"


class AuxiliaryIncomplete(AnalysisRefused):
    """A column to impute from has missing values itself."""

    code: ClassVar[str] = "auxiliary_incomplete"


@dataclass(frozen=True, slots=True)
class Part(Generic[Value]):
    """One part: its value, or why there is none (``code`` stable, ``reason`` a sentence).

    ``is_planned`` is false for what the sealed plan does not name: it must be called exploratory.
    """

    name: str
    is_planned: bool
    value: Value | None
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SecondaryResult:
    """A secondary outcome with its p value adjusted for all secondary outcomes by Holm."""

    result: AnalysisResult
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class MissingOutcomes:
    """The difference under several assumptions about the missing outcomes."""

    missing_control: int
    missing_intervention: int
    number: int
    seed: int
    at_random: Estimate
    jump_to_reference: Estimate
    tipping_point: TippingPoint


@dataclass(frozen=True, slots=True)
class Supplement:
    """Everything the plan names beside the primary analysis."""

    secondary: tuple[Part[SecondaryResult], ...]
    subgroups: tuple[Part[SubgroupAnalysis], ...]
    missing: Part[MissingOutcomes] | None
    compliers: Part[ComplierEffect] | None
    process: tuple[Part[ProcessAssociation], ...]


def run_supplement(
    table: Table, plan: Plan, sealed: Plan | None = None, *, tell: Progress = tell_nobody
) -> Supplement:
    """Carry out what the plan names beside the primary analysis.

    ``sealed`` is the plan as it was sealed, when ``plan`` asks for more; the rest is marked as not
    planned. Refusals become parts without value, so nothing here raises AnalysisRefused. ``tell``
    hears of every step, and what it raises ends the work.
    """
    agreed = plan if sealed is None else sealed
    steps = Steps(tell, count_steps(plan))
    return Supplement(
        secondary=_secondary(table, plan, agreed, steps),
        subgroups=tuple(
            _part(column, column in agreed.subgroups, _subgroup(table, plan, column), steps)
            for column in plan.subgroups
        ),
        missing=None
        if plan.imputation is None
        else _part(
            "missing",
            plan.imputation == agreed.imputation,
            lambda: _missing(table, plan, steps),
            steps,
            takes=STEPS_OF_MISSING,
        ),
        compliers=None
        if plan.uptake is None
        else _part(
            "compliers", plan.uptake == agreed.uptake, lambda: _compliers(table, plan), steps
        ),
        process=tuple(
            _part(column, column in agreed.process, _process(table, plan, column), steps)
            for column in plan.process
        ),
    )


def count_steps(plan: Plan) -> int:
    """How many steps run_supplement tells of."""
    parts = len(plan.secondary) + len(plan.subgroups) + len(plan.process)
    missing = 0 if plan.imputation is None else STEPS_OF_MISSING
    return parts + missing + (plan.uptake is not None)


def _part(
    name: str,
    is_planned: bool,
    compute: Callable[[], Value],
    steps: Steps,
    *,
    takes: int = 1,
) -> Part[Value]:
    after = steps.done + takes
    steps.begin(name)
    try:
        part = Part(name, is_planned, compute())
    except AnalysisRefused as refusal:
        part = Part(name, is_planned, None, refusal.code, str(refusal))
    steps.reach(name, after)
    return part


def _secondary(
    table: Table, plan: Plan, agreed: Plan, steps: Steps
) -> tuple[Part[SecondaryResult], ...]:
    """Holm over the planned outcomes with a result; unplanned ones are their own family."""
    planned = {outcome.name for outcome in agreed.secondary}
    parts = [
        _part(outcome.name, outcome.name in planned, _analyse(table, plan, outcome), steps)
        for outcome in plan.secondary
    ]
    adjusted: dict[str, float] = {}
    for family in (True, False):
        found = [(p.name, p.value) for p in parts if p.is_planned is family and p.value is not None]
        values = holm([result.primary.p for _, result in found])
        adjusted |= {name: p for (name, _), p in zip(found, values, strict=True)}
    return tuple(
        Part(
            part.name,
            part.is_planned,
            None if part.value is None else SecondaryResult(part.value, adjusted[part.name]),
            part.code,
            part.reason,
        )
        for part in parts
    )


def _analyse(table: Table, plan: Plan, outcome: Outcome) -> Callable[[], AnalysisResult]:
    """Covariates that a secondary outcome does not name are the primary outcome's."""
    own = bool(outcome.covariates or outcome.factors)
    chosen = replace(
        outcome,
        covariates=outcome.covariates if own else plan.outcome.covariates,
        factors=outcome.factors if own else plan.outcome.factors,
    )
    return lambda: run_analysis(table, replace(plan, outcome=chosen))


def _wide(table: Table, plan: Plan, *, with_missing: bool = False) -> WideTrial:
    if plan.model.kind.is_long:
        raise WideDataOnly("This needs one row per person; give such data and a plan for them.")
    return build_wide_trial(table, plan, with_missing=with_missing)


def _subgroup(table: Table, plan: Plan, column: str) -> Callable[[], SubgroupAnalysis]:
    def compute() -> SubgroupAnalysis:
        trial = _wide(table, plan)
        return analyse_subgroups(trial, column, table.texts(column)[trial.rows], plan.model)

    return compute


def _process(table: Table, plan: Plan, column: str) -> Callable[[], ProcessAssociation]:
    def compute() -> ProcessAssociation:
        trial = _wide(table, plan)
        return process_association(trial, column, table.numbers(column)[trial.rows], plan.model)

    return compute


def _missing(table: Table, plan: Plan, steps: Steps) -> MissingOutcomes:
    settings = plan.imputation
    if settings is None:
        raise ValueError("the plan has no imputation")
    trial = _wide(table, plan, with_missing=True)
    imputed: ImputedTrials = impute(
        trial,
        plan.model,
        number=settings.number,
        seed=settings.seed,
        auxiliary=_auxiliary(table, trial, settings.auxiliary),
    )
    steps.take("missing")
    return MissingOutcomes(
        missing_control=int((imputed.missing & ~trial.arms).sum()),
        missing_intervention=int((imputed.missing & trial.arms).sum()),
        number=settings.number,
        seed=settings.seed,
        at_random=imputed.missing_at_random(),
        jump_to_reference=imputed.jump_to_reference(),
        tipping_point=find_tipping_point(imputed, plan.alpha, lambda: steps.take("missing")),
    )


def _auxiliary(table: Table, trial: WideTrial, names: tuple[str, ...]) -> Floats | None:
    if not names:
        return None
    columns = np.column_stack([table.numbers(name)[trial.rows] for name in names])
    if np.isnan(columns).any():
        raise AuxiliaryIncomplete(
            f"{', '.join(names)}: columns to impute from must have no missing values."
        )
    return columns


def _compliers(table: Table, plan: Plan) -> ComplierEffect:
    uptake = plan.uptake
    if uptake is None:
        raise ValueError("the plan has no uptake")
    trial = _wide(table, plan)
    amount = table.numbers(uptake.column)[trial.rows]
    amount = np.where(np.isnan(amount) & ~trial.arms, 0.0, amount)
    received = np.where(np.isnan(amount), np.nan, (amount >= uptake.at_least).astype(np.float64))
    return complier_average_effect(trial, received, plan.model, plan.alpha)
