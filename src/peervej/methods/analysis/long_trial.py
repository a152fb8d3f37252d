"""Arrays of the longitudinal models: constrained analysis (cLDA) and MMRM."""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.covariates import (
    Covariate,
    check_separation,
    code_columns,
    read_covariates,
)
from peervej.methods.analysis.long_people import gather_people
from peervej.methods.analysis.people import number_groups, read_arms, read_groups
from peervej.methods.analysis.plan import ModelKind, Plan
from peervej.methods.analysis.remarks import Remark, covariate_missing
from peervej.methods.analysis.table import Table
from peervej.methods.analysis.wide_trial import (
    ConstantOutcome,
    NoFollowUp,
    TooFewPeople,
    check_both_arms,
)


@dataclass(frozen=True, slots=True)
class LongTrial:
    """The analysed people, n of them, at the T visits that the model has.

    ``outcome`` (n, T), NaN where missing; ``design`` (n, T, p) with ``columns``; ``arms`` (n,);
    ``groups`` (n,) from 0, -1 for none; ``visits`` the T codes; ``after`` (T,) true for visits
    after baseline; ``arm_columns`` the column of the arm difference at each of those.
    """

    outcome: Floats
    design: Floats
    columns: tuple[str, ...]
    visits: tuple[str, ...]
    after: Bools
    arm_columns: tuple[int, ...]
    primary_visit: str
    arms: Bools
    groups: Ints
    group_names: tuple[str, ...]
    drawn: tuple[int, int]
    remarks: tuple[Remark, ...]

    @property
    def analysed(self) -> tuple[int, int]:
        """How many are analysed, (control, intervention)."""
        return int((~self.arms).sum()), int(self.arms.sum())

    @property
    def later_visits(self) -> tuple[str, ...]:
        """The visits after baseline."""
        return tuple(v for v, later in zip(self.visits, self.after, strict=True) if later)


def build_long_trial(table: Table, plan: Plan) -> LongTrial:
    """Arrays for cLDA or MMRM of those with an outcome and the covariates.

    Raises the named refusals of people, covariates, long_people and wide_trial.
    """
    people = gather_people(table, plan)
    arms = read_arms(people.table, plan)
    check_both_arms(arms, plan)
    is_clda = plan.model.kind is ModelKind.CLDA
    covariates = read_covariates(people.table, plan)
    baseline = people.outcome[:, 0]
    outcome = people.outcome if is_clda else people.outcome[:, 1:]
    kept, remarks = _kept(outcome, covariates, None if is_clda else baseline)
    visits = people.visits if is_clda else people.visits[1:]
    after = np.arange(outcome.shape[1]) >= (1 if is_clda else 0)
    _check_visits(outcome[kept], arms[kept], visits, after)
    groups = read_groups(people.table, plan, arms, kept)
    coded, names, unused = code_columns(covariates, kept, people.table)
    beside = coded if is_clda else np.column_stack([baseline[kept], coded])
    check_separation(beside, names if is_clda else ("baseline", *names), arms[kept])
    design, columns, arm_columns = _fixed_effects(
        visits, after, arms[kept], None if is_clda else baseline[kept], coded, names
    )
    numbered, group_names = number_groups(groups[kept])
    trial = LongTrial(
        outcome=outcome[kept],
        design=design,
        columns=columns,
        visits=visits,
        after=np.asarray(after, dtype=np.bool_),
        arm_columns=arm_columns,
        primary_visit=people.primary_visit,
        arms=arms[kept],
        groups=numbered,
        group_names=group_names,
        drawn=(int((~arms).sum()), int(arms.sum())),
        remarks=(*remarks, *unused),
    )
    _check_size(trial)
    return trial


def _kept(
    outcome: Floats, covariates: tuple[Covariate, ...], baseline: Floats | None
) -> tuple[Bools, list[Remark]]:
    kept = np.asarray(~np.isnan(outcome).all(axis=1), dtype=np.bool_)
    lacking = [(c.name, c.missing) for c in covariates]
    if baseline is not None:
        lacking.append(("The baseline", np.asarray(np.isnan(baseline), dtype=np.bool_)))
    remarks: list[Remark] = []
    for name, missing in lacking:
        count = int((kept & missing).sum())
        if count:
            remarks.append(covariate_missing(name, count))
        kept = kept & ~missing
    return kept, remarks


def _check_visits(outcome: Floats, arms: Bools, visits: tuple[str, ...], after: Bools) -> None:
    seen = ~np.isnan(outcome)
    for place, visit in enumerate(visits):
        present = outcome[seen[:, place], place]
        for in_arm, name in ((arms, "intervention"), (~arms, "control")):
            if after[place] and not seen[in_arm, place].any():
                raise NoFollowUp(
                    f"Nobody in the {name} arm has an outcome at visit {visit} with what the model "
                    "adjusts for; leave the visit out of the data or wait for it."
                )
        if present.size == 0 or np.ptp(present) == 0:
            raise ConstantOutcome(
                f"Everybody has the same outcome, or none, at visit {visit}; "
                "there is nothing to compare."
            )


def _fixed_effects(
    visits: tuple[str, ...],
    after: Bools,
    arms: Bools,
    baseline: Floats | None,
    coded: Floats,
    names: tuple[str, ...],
) -> tuple[Floats, tuple[str, ...], tuple[int, ...]]:
    count, T = arms.shape[0], len(visits)
    at_visit = np.broadcast_to(np.eye(T), (count, T, T))
    later = np.flatnonzero(after)
    blocks = [np.ones((count, T, 1)), at_visit[:, :, 1:]]
    labels = ["(Intercept)", *(f"visit {v}" for v in visits[1:])]
    first = len(labels)
    blocks.append(at_visit[:, :, later] * arms[:, None, None])
    labels += [f"arm at visit {visits[i]}" for i in later]
    arm_columns = tuple(range(first, len(labels)))
    if baseline is not None:
        blocks.append(at_visit * baseline[:, None, None])
        labels += [f"baseline at visit {v}" for v in visits]
    blocks.append(np.broadcast_to(coded[:, None, :], (count, T, coded.shape[1])))
    return np.concatenate(blocks, axis=2), (*labels, *names), arm_columns


def _check_size(trial: LongTrial) -> None:
    count, T, p = trial.design.shape
    seen = int((~np.isnan(trial.outcome)).sum())
    if count < T + p or seen - p < T * (T + 1) // 2:
        raise TooFewPeople(
            f"There are {count} people with an outcome for {p} coefficients and {T} visits; "
            "use fewer covariates or wait for more people."
        )
