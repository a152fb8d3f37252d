"""How power or the number of people changes with one assumption."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from peervej.methods.analysis.plan_fields import UnusablePlan
from peervej.methods.power.formulas import planned_power
from peervej.methods.power.plan import PowerPlan
from peervej.methods.power.sample_size import OutOfReach, find_sample_size


class Assumption(StrEnum):
    """What may vary along a curve."""

    DIFFERENCE = "difference"
    ICC = "icc"
    GROUP_SIZE = "size"
    DROPOUT = "dropout"
    BASELINE_CORRELATION = "baseline_correlation"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point: ``n_total`` None where no number of people is enough."""

    value: float
    n_total: int | None
    power: float | None


def power_by_people(plan: PowerPlan, totals: Sequence[int]) -> tuple[CurvePoint, ...]:
    """Power for each total number of people drawn, split by the plan's ratio, not rounded.

    Where the number of groups is fixed the rest are controls; no power where too few are left.
    """
    groups, points = plan.used_groups, []
    for total in totals:
        controls = total / (1 + plan.ratio)
        if groups is not None and plan.n_groups is not None:
            controls = total - plan.n_groups * groups.size
        if controls * (1 - plan.dropout) < 2:
            points.append(CurvePoint(float(total), total, None))
            continue
        found = planned_power(plan, controls, total - controls)
        points.append(CurvePoint(float(total), total, found.power))
    return tuple(points)


def people_by_assumption(
    plan: PowerPlan, assumption: Assumption, values: Sequence[float]
) -> tuple[CurvePoint, ...]:
    """People needed for each value of an assumption; raises UnusablePlan for impossible values."""
    wanted = replace(plan, n_control=None, n_intervention=None)
    points = []
    for value in values:
        changed = _with(wanted, assumption, value)
        try:
            found = find_sample_size(changed)
        except OutOfReach:
            points.append(CurvePoint(value, None, None))
        else:
            points.append(CurvePoint(value, found.n_total, found.power))
    return tuple(points)


def _with(plan: PowerPlan, assumption: Assumption, value: float) -> PowerPlan:
    if assumption in (Assumption.ICC, Assumption.GROUP_SIZE):
        groups = plan.used_groups
        if groups is None:
            raise UnusablePlan("Only a partially nested plan with [groups] has an icc and a size.")
        if assumption is Assumption.GROUP_SIZE:
            return replace(plan, groups=replace(groups, size=value))
        if not 0 <= value < 1:
            raise UnusablePlan(f"An icc must be at least 0 and below 1, not {value:g}.")
        total = groups.variance + groups.residual
        changed = replace(groups, variance=value * total, residual=(1 - value) * total)
        return replace(plan, groups=changed)
    if assumption is Assumption.DIFFERENCE:
        return replace(plan, difference=value)
    if assumption is Assumption.DROPOUT:
        return replace(plan, dropout=value)
    return replace(plan, baseline_correlation=value)
