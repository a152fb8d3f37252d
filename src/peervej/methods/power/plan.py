"""The part of a plan that decides how many people a trial needs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from peervej.methods.analysis.plan import BoundaryRule, DfMethod
from peervej.methods.analysis.plan_fields import PlanSection, UnusablePlan, parse_toml

MOST_PEOPLE = 10_000_000
LARGEST, SMALLEST = 1e9, 1e-9  # of differences and variations, in any sensible unit
LARGEST_EFFECT = 100
LARGEST_GROUP = 100_000
MOST_UNEQUAL = 1.0
MOST_DROPOUT = 0.95


class PowerMethod(StrEnum):
    """The formula for power."""

    NORMAL = "normal"
    T = "t"
    PARTIALLY_NESTED = "partially_nested"


class DfFormula(StrEnum):
    """How a partially nested formula finds its degrees of freedom before there are data."""

    WELCH = "welch"
    TEXTBOOK = "textbook"
    NORMAL = "normal"


class MissingMechanism(StrEnum):
    """What drop-out depends on in simulated trials."""

    RANDOM = "random"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of the intervention arm: mean ``size`` at the draw and its coefficient of variation.

    ``variance`` τ² and ``residual`` σ²i are squared units of the outcome, before adjustment.
    """

    size: float
    variance: float
    residual: float
    size_cv: float = 0.0

    @property
    def icc(self) -> float:
        """Intraclass correlation."""
        return self.variance / (self.variance + self.residual)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Smallest and largest value of a score that takes whole numbers."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class PowerPlan:
    """What is assumed and wanted.

    ``ratio`` is intervention to control; ``n_control`` and ``n_intervention`` are people drawn, set
    when power is asked for instead of a number of people. ``n_groups`` fixes the number of groups,
    so that only the controls are sought.
    """

    method: PowerMethod
    difference: float
    sd_control: float
    sd_intervention: float
    alpha: float = 0.05
    power: float = 0.8
    sides: int = 2
    ratio: float = 1.0
    baseline_correlation: float = 0.0
    groups: Groups | None = None
    dropout: float = 0.0
    missing: MissingMechanism = MissingMechanism.RANDOM
    bounds: Bounds | None = None
    df_formula: DfFormula = DfFormula.WELCH
    n_control: int | None = None
    n_intervention: int | None = None
    n_groups: int | None = None
    heteroscedastic: bool = True
    df: DfMethod = DfMethod.SATTERTHWAITE
    boundary: BoundaryRule = BoundaryRule.DROP

    @property
    def used_groups(self) -> Groups | None:
        """The groups, where the method takes account of them."""
        return self.groups if self.method is PowerMethod.PARTIALLY_NESTED else None

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        _check(self)


def read_power_plan(text: str) -> PowerPlan:
    """Read the power part of a plan from TOML text; raises UnusablePlan."""
    return power_plan_from_mapping(parse_toml(text))


def power_plan_from_mapping(document: dict[str, Any]) -> PowerPlan:
    """Read the power part of an already parsed plan; raises UnusablePlan."""
    root = PlanSection(document, "")
    alpha = root.fraction("alpha", 0.05)
    design = root.section("design")
    outcome = root.section("outcome")
    dropout = root.section("dropout", needed=False)
    model = root.section("model", needed=False)
    sd_control, sd_intervention = _deviations(outcome)
    plan = PowerPlan(
        method=design.choice("method", PowerMethod),
        alpha=design.fraction("alpha", alpha),
        power=design.fraction("power", 0.8),
        sides=_whole(design.number("sides", 2.0), "[design] sides"),
        ratio=design.number("ratio", 1.0),
        df_formula=design.choice("df", DfFormula, DfFormula.WELCH),
        n_control=_optional_whole(design, "n_control"),
        n_intervention=_optional_whole(design, "n_intervention"),
        n_groups=_optional_whole(design, "n_groups"),
        difference=outcome.number("difference"),
        sd_control=sd_control,
        sd_intervention=sd_intervention,
        baseline_correlation=outcome.number("baseline_correlation", 0.0),
        bounds=_bounds(outcome),
        groups=_groups(root.section("groups", needed=False), sd_intervention),
        dropout=dropout.number("rate", 0.0),
        missing=dropout.choice("depends_on", MissingMechanism, MissingMechanism.RANDOM),
        heteroscedastic=model.flag("heteroscedastic", True),
        df=model.choice("df", DfMethod, DfMethod.SATTERTHWAITE),
        boundary=model.choice("boundary", BoundaryRule, BoundaryRule.DROP),
    )
    outcome.ignore("name", "baseline", "covariates", "factors")
    outcome.ignore("important_difference", "higher_is_better")
    model.ignore("kind", "group_effect")
    root.section("data", needed=False).ignore_rest()
    root.ignore("title", "secondary", "subgroups", "imputation", "uptake", "process")
    root.ignore("harms", "labels", "recruitment")
    for section in (design, outcome, dropout, model, root):
        section.refuse_unknown()
    return plan


def _deviations(outcome: PlanSection) -> tuple[float, float]:
    if outcome.has("sd"):
        sd = outcome.number("sd")
        outcome.ignore("sd_control", "sd_intervention")
        if outcome.has("sd_control") or outcome.has("sd_intervention"):
            raise UnusablePlan("[outcome] gives sd and also one for each arm; keep one of them.")
        return _positive(sd, "[outcome] sd"), sd
    return (
        _positive(outcome.number("sd_control"), "[outcome] sd_control"),
        _positive(outcome.number("sd_intervention"), "[outcome] sd_intervention"),
    )


def _positive(value: float, label: str) -> float:
    if not SMALLEST <= value <= LARGEST:
        raise UnusablePlan(f"{label} must be above 0 and at most {LARGEST:g}, not {value:g}.")
    return value


def _groups(section: PlanSection, sd: float) -> Groups | None:
    if not section.has("size"):
        section.refuse_unknown()
        return None
    size, cv = section.number("size"), section.number("size_cv", 0.0)
    if section.has("icc"):
        icc = section.number("icc")
        if not 0 <= icc < 1:
            raise UnusablePlan(f"[groups] icc must be at least 0 and below 1, not {icc:g}.")
        variance, residual = icc * sd**2, (1 - icc) * sd**2
    else:
        variance = section.number("variance_group")
        residual = section.number("variance_residual")
    section.refuse_unknown()
    return Groups(size, variance, residual, cv)


def _bounds(outcome: PlanSection) -> Bounds | None:
    if not (outcome.has("minimum") or outcome.has("maximum")):
        outcome.ignore("minimum", "maximum")
        return None
    lowest = _whole(outcome.number("minimum"), "[outcome] minimum")
    highest = _whole(outcome.number("maximum"), "[outcome] maximum")
    if lowest >= highest:
        raise UnusablePlan("[outcome] minimum must be below maximum.")
    return Bounds(lowest, highest)


def _whole(value: float, label: str) -> int:
    if not value.is_integer():
        raise UnusablePlan(f"{label} must be a whole number, not {value:g}.")
    return int(value)


def _optional_whole(section: PlanSection, key: str) -> int | None:
    section.ignore(key)
    return _whole(section.number(key), f"[design] {key}") if section.has(key) else None


def _check(plan: PowerPlan) -> None:
    if plan.difference == 0:
        raise UnusablePlan("[outcome] difference is 0; say which difference the trial should find.")
    _positive(plan.sd_control, "[outcome] sd")
    _positive(plan.sd_intervention, "[outcome] sd")
    if abs(plan.difference) > LARGEST_EFFECT * min(plan.sd_control, plan.sd_intervention):
        raise UnusablePlan(
            f"[outcome] difference is more than {LARGEST_EFFECT} standard deviations; check units."
        )
    if not 1e-3 <= plan.ratio <= 1e3:
        raise UnusablePlan(
            f"[design] ratio must be above 0, from 0.001 to 1000, not {plan.ratio:g}."
        )
    if plan.sides not in (1, 2):
        raise UnusablePlan(f"[design] sides must be 1 or 2, not {plan.sides}.")
    if not -1 < plan.baseline_correlation < 1:
        raise UnusablePlan("[outcome] baseline_correlation must lie between -1 and 1.")
    if not 0 <= plan.dropout <= MOST_DROPOUT:
        raise UnusablePlan(
            f"[dropout] rate must be at least 0 and below 1, at most {MOST_DROPOUT:g}."
        )
    if (plan.n_control is None) != (plan.n_intervention is None):
        raise UnusablePlan("[design] needs both n_control and n_intervention, or neither.")
    for count in (plan.n_control, plan.n_intervention):
        if count is not None and not 2 <= count <= MOST_PEOPLE:
            raise UnusablePlan(f"[design] n must be from 2 to {MOST_PEOPLE} in each arm.")
    _check_groups(plan)
    _check_fixed_groups(plan)


def _check_fixed_groups(plan: PowerPlan) -> None:
    if plan.n_groups is None:
        return
    if plan.used_groups is None:
        raise UnusablePlan('[design] n_groups belongs to the method "partially_nested".')
    if plan.n_control is not None:
        raise UnusablePlan("[design] n_groups asks for the controls; leave out n_control.")
    if not 2 <= plan.n_groups <= MOST_PEOPLE / plan.used_groups.size:
        raise UnusablePlan(
            f"[design] n_groups must be at least 2, and no more than {MOST_PEOPLE} people in all."
        )


def _check_groups(plan: PowerPlan) -> None:
    groups = plan.groups
    if groups is None:
        if plan.method is PowerMethod.PARTIALLY_NESTED:
            raise UnusablePlan('The method "partially_nested" needs [groups] size and icc.')
        return
    if not (1 <= groups.size <= LARGEST_GROUP and 0 <= groups.size_cv <= MOST_UNEQUAL):
        raise UnusablePlan(
            f"[groups] size must be at least 1 and at most {LARGEST_GROUP}, size_cv from 0 to 1."
        )
    largest = LARGEST**2
    if not (0 <= groups.variance <= largest and 0 < groups.residual <= largest):
        raise UnusablePlan(
            "[groups] variance_group must be at least 0, and variance_residual above 0."
        )
    explained = plan.baseline_correlation**2 * (groups.variance + groups.residual)
    if explained >= groups.residual:
        raise UnusablePlan(
            "The baseline cannot explain more than the variation between people: "
            "baseline_correlation squared must be below 1 - icc."
        )
