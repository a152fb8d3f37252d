"""One row per person: from table and plan to the arrays the models need."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.covariates import (
    Covariate,
    check_separation,
    code_columns,
    read_covariates,
)
from peervej.methods.analysis.people import (
    GroupMissing,
    check_ids,
    number_groups,
    read_arms,
    read_groups,
)
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.remarks import Remark, covariate_missing
from peervej.methods.analysis.table import Table

INTERCEPT, ARM = 0, 1


class OneArmOnly(AnalysisRefused):
    """Nobody stands in one of the arms."""

    code: ClassVar[str] = "one_arm_only"


class NoFollowUp(AnalysisRefused):
    """Every outcome is missing in one arm."""

    code: ClassVar[str] = "no_follow_up"


class ConstantOutcome(AnalysisRefused):
    """Everybody has the same outcome."""

    code: ClassVar[str] = "constant_outcome"


class TooFewPeople(AnalysisRefused):
    """There are not enough people for the parameters."""

    code: ClassVar[str] = "too_few_people"


@dataclass(frozen=True, slots=True)
class WideTrial:
    """The analysed people, n of them.

    ``outcome`` (n,); ``design`` (n, p) with intercept, arm, then covariates, named ``columns``;
    ``arms`` (n,) true for intervention; ``groups`` (n,) from 0, -1 for controls; ``rows`` (n,)
    where each stands in the table.
    """

    outcome: Floats
    design: Floats
    columns: tuple[str, ...]
    arms: Bools
    groups: Ints
    group_names: tuple[str, ...]
    facilitators: Ints | None
    drawn: tuple[int, int]
    remarks: tuple[Remark, ...]
    rows: Ints

    @property
    def analysed(self) -> tuple[int, int]:
        """How many are analysed, (control, intervention)."""
        return int((~self.arms).sum()), int(self.arms.sum())

    @property
    def covariate_means(self) -> Floats:
        """Means of the covariate columns over everybody analysed, shape (p - 2,)."""
        return np.asarray(self.design[:, ARM + 1 :].mean(axis=0), dtype=np.float64)


def build_wide_trial(table: Table, plan: Plan, *, with_missing: bool = False) -> WideTrial:
    """Arrays for the models of one follow-up, of those with outcome and covariates.

    ``with_missing`` keeps those without outcome, as NaN, for imputation. Raises the named refusals
    of the people, covariates and wide_trial modules.
    """
    check_ids(table, plan)
    arms = read_arms(table, plan)
    check_both_arms(arms, plan)
    outcome = table.numbers(plan.outcome.name)
    covariates = _with_baseline(table, plan)
    observed = np.asarray(~np.isnan(outcome), dtype=np.bool_)
    check_follow_up(arms, observed, plan)
    rows, remarks = _complete_rows(np.ones_like(observed) if with_missing else observed, covariates)
    check_follow_up(arms, rows & observed, plan)
    groups = read_groups(table, plan, arms, rows)
    _check_outcome(outcome[rows & observed], plan)
    coded, names, unused = code_columns(covariates, rows, table)
    check_separation(coded, names, arms[rows])
    numbered, group_names = number_groups(groups[rows])
    design = np.column_stack([np.ones(int(rows.sum())), arms[rows].astype(np.float64), coded])
    trial = WideTrial(
        outcome=outcome[rows],
        design=design,
        columns=("(Intercept)", "arm", *names),
        arms=arms[rows],
        groups=numbered,
        group_names=group_names,
        facilitators=_facilitators(table, plan, arms, rows),
        drawn=(int((~arms).sum()), int(arms.sum())),
        remarks=(*remarks, *unused),
        rows=np.flatnonzero(rows).astype(np.int64),
    )
    check_size(trial)
    return trial


def _with_baseline(table: Table, plan: Plan) -> tuple[Covariate, ...]:
    name = plan.outcome.baseline
    covariates = read_covariates(table, plan)
    if name is None or name in {c.name for c in covariates}:
        return covariates
    return (Covariate(name, table.numbers(name)), *covariates)


def check_both_arms(arms: Bools, plan: Plan) -> None:
    """Raise OneArmOnly unless someone is in each arm."""
    if arms.all() or not arms.any():
        empty = plan.data.control if arms.any() else plan.data.intervention
        raise OneArmOnly(
            f'Nobody has {plan.data.arm} "{empty}"; correct the data or the codes in the plan.'
        )


def check_follow_up(arms: Bools, observed: Bools, plan: Plan) -> None:
    """Raise NoFollowUp when nobody in an arm has what the model needs."""
    for in_arm, name in ((arms, "intervention"), (~arms, "control")):
        if not (in_arm & observed).any():
            raise NoFollowUp(
                f"Nobody in the {name} arm has {plan.outcome.name} and its covariates; "
                "no difference can be estimated."
            )


def _complete_rows(
    observed: Bools, covariates: tuple[Covariate, ...]
) -> tuple[Bools, list[Remark]]:
    rows = observed
    remarks: list[Remark] = []
    for covariate in covariates:
        lacking = int((rows & covariate.missing).sum())
        if lacking:
            remarks.append(covariate_missing(covariate.name, lacking))
        rows = rows & ~covariate.missing
    return rows, remarks


def _check_outcome(outcome: Floats, plan: Plan) -> None:
    if np.ptp(outcome) == 0:
        raise ConstantOutcome(
            f"Everybody has {plan.outcome.name} = {outcome[0]:g}; there is nothing to compare."
        )


def check_size(trial: WideTrial) -> None:
    """Raise TooFewPeople unless some residual degrees of freedom are left."""
    count, parameters = trial.design.shape
    if count - parameters < 2:
        raise TooFewPeople(
            f"There are {count} people with an outcome for {parameters} coefficients; "
            "use fewer covariates or wait for more people."
        )


def _facilitators(table: Table, plan: Plan, arms: Bools, rows: Bools) -> Ints | None:
    name = plan.data.facilitators
    if name is None:
        return None
    pairs = table.texts(name)
    lacking = np.flatnonzero(arms & rows & (pairs == ""))
    if lacking.size:
        raise GroupMissing(
            f"{name}, {table.line(int(lacking[0]))}: someone in the intervention arm has no "
            f"facilitators ({lacking.size} in all); fill them in."
        )
    return number_groups(np.where(arms, pairs, "")[rows])[0]
