"""How many people a trial needs, and what each assumption costs."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Any, ClassVar

from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.power.formulas import planned_power, planned_variances
from peervej.methods.power.plan import MOST_PEOPLE, DfFormula, Groups, PowerMethod, PowerPlan

TOO_FEW_GROUPS = "So few groups cannot give this power, however many controls there are."


class OutOfReach(AnalysisRefused):
    """No number of people gives the power asked for."""

    code: ClassVar[str] = "out_of_reach"


@dataclass(frozen=True, slots=True)
class SampleSize:
    """People to be drawn to each arm, and the power they give.

    ``monte_carlo_se`` is set when the power is simulated; ``n_control_exact``, before rounding up,
    when the number of groups is fixed.
    """

    method: str
    n_control: int
    n_intervention: int
    power: float
    df: float | None
    monte_carlo_se: float | None = None
    n_control_exact: float | None = None

    @property
    def n_total(self) -> int:
        """People in both arms."""
        return self.n_control + self.n_intervention

    def to_json(self) -> dict[str, Any]:
        """The documented JSON object."""
        document: dict[str, Any] = {
            "method": self.method,
            "n_control": self.n_control,
            "n_intervention": self.n_intervention,
            "n_total": self.n_total,
            "power": self.power,
            "df": self.df,
            "monte_carlo_se": self.monte_carlo_se,
        }
        if self.n_control_exact is not None:
            document["n_control_exact"] = self.n_control_exact
        return document


@dataclass(frozen=True, slots=True)
class AssumptionCost:
    """How many people the trial would need if one assumption were not there."""

    assumption: str
    n_total_without: int
    extra_people: int


def find_sample_size(plan: PowerPlan) -> SampleSize:
    """The smallest trial with the power asked for, or the power of the size the plan names.

    Groups are filled: the intervention arm is a whole number of groups of the planned size. With
    drop-out the number is raised so that enough are expected to stay. Raises OutOfReach.
    """
    if plan.n_control is not None and plan.n_intervention is not None:
        return _sized(plan, plan.n_control, plan.n_intervention)
    if plan.n_groups is not None:
        return _with_fixed_groups(plan, plan.n_groups)
    if plan.method is PowerMethod.PARTIALLY_NESTED:
        return _smallest(plan)
    full = _smallest(replace(plan, dropout=0.0))
    if plan.dropout == 0:
        return full
    kept = 1 - plan.dropout
    return _sized(plan, _up(full.n_control / kept), _up(full.n_intervention / kept))


def _smallest(plan: PowerPlan) -> SampleSize:
    low, high = 1, 2
    while not _is_enough(plan, high):
        low, high = high, high * 2
        if _arms(plan, high)[0] + _arms(plan, high)[1] > MOST_PEOPLE:
            raise OutOfReach(
                f"More than {MOST_PEOPLE} people would be needed; the difference is too small "
                "for the variation assumed."
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_enough(plan, middle) else (middle, high)
    return _sized(plan, *_arms(plan, high))


def _with_fixed_groups(plan: PowerPlan, count: int) -> SampleSize:
    """Controls for so many groups: in closed form by the normal distribution, else by halving."""
    groups = plan.used_groups
    if groups is None:
        raise ValueError("the plan has no groups")
    intervention = ceil(count * groups.size)
    if plan.df_formula is DfFormula.NORMAL:
        exact = _controls_by_normal(plan, intervention)
    else:
        exact = _controls_by_halving(plan, intervention)
    least = ceil(2 / (1 - plan.dropout))
    found = _sized(plan, max(least, _up(exact)), intervention)
    return replace(found, n_control_exact=exact)


def _controls_by_normal(plan: PowerPlan, intervention: int) -> float:
    """Moerbeek and Wong (2008), Stat Med 27, 2850: the further tail is left out, as there."""
    from scipy.special import ndtri

    reach = float(ndtri(1 - plan.alpha / plan.sides) + ndtri(plan.power))
    arm = planned_variances(plan, 1.0, intervention)
    left = (plan.difference / reach) ** 2 - arm.intervention
    if left <= 0:
        raise OutOfReach(TOO_FEW_GROUPS)
    return arm.control / left


def _controls_by_halving(plan: PowerPlan, intervention: int) -> float:
    low, high = 2 / (1 - plan.dropout), float(MOST_PEOPLE)
    if planned_power(plan, high, intervention).power < plan.power:
        raise OutOfReach(TOO_FEW_GROUPS)
    while high - low > 1e-9 * high:
        middle = 0.5 * (low + high)
        is_enough = planned_power(plan, middle, intervention).power >= plan.power
        low, high = (low, middle) if is_enough else (middle, high)
    return high


def _arms(plan: PowerPlan, step: int) -> tuple[int, int]:
    """People per arm for a step: controls, or groups where the intervention meets in groups."""
    if plan.used_groups is not None:
        intervention = ceil(step * plan.used_groups.size)
        return _up(intervention / plan.ratio), intervention
    return step, _up(step * plan.ratio)


def _is_enough(plan: PowerPlan, step: int) -> bool:
    controls, intervention = _arms(plan, step)
    few = plan.method is PowerMethod.PARTIALLY_NESTED and step < 2
    if few or min(controls, intervention) * (1 - plan.dropout) <= 1:
        return False
    return planned_power(plan, controls, intervention).power >= plan.power


def _sized(plan: PowerPlan, controls: int, intervention: int) -> SampleSize:
    groups = plan.used_groups
    if groups is not None and intervention / groups.size < 2:
        raise OutOfReach("Two groups or more are needed to know how groups differ.")
    if min(controls, intervention) * (1 - plan.dropout) <= 1:
        raise OutOfReach("More than one person must be expected to stay in each arm.")
    found = planned_power(plan, controls, intervention)
    return SampleSize(str(plan.method), controls, intervention, found.power, found.df)


def _up(value: float) -> int:
    """Round up, forgiving the last bits of a product."""
    return ceil(value - 1e-9)


def assumption_costs(plan: PowerPlan) -> tuple[AssumptionCost, ...]:
    """What each assumption adds to (or, for the baseline, saves from) the number of people."""
    wanted = replace(plan, n_control=None, n_intervention=None)
    whole = find_sample_size(wanted).n_total
    changes: list[tuple[str, PowerPlan]] = []
    if plan.dropout:
        changes.append(("dropout", replace(wanted, dropout=0.0)))
    if plan.baseline_correlation:
        changes.append(("baseline_correlation", replace(wanted, baseline_correlation=0.0)))
    if plan.used_groups is not None:
        changes += _group_changes(wanted, plan.used_groups)
    costs = []
    for name, changed in changes:
        without = find_sample_size(changed).n_total
        costs.append(AssumptionCost(name, without, whole - without))
    return tuple(costs)


def _group_changes(wanted: PowerPlan, groups: Groups) -> list[tuple[str, PowerPlan]]:
    changes = []
    if groups.size_cv:
        changes.append(("size_cv", replace(wanted, groups=replace(groups, size_cv=0.0))))
    if groups.variance:
        alike = replace(groups, variance=0.0, residual=groups.variance + groups.residual)
        changes.append(("icc", replace(wanted, groups=alike)))
    return changes
