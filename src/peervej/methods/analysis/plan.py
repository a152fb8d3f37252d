"""The sealed analysis plan: TOML text to frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from peervej.methods.analysis.plan_fields import PlanSection, UnusablePlan, parse_toml


class ModelKind(StrEnum):
    """The models a plan may name."""

    PARTIALLY_NESTED = "partially_nested"
    ANCOVA = "ancova"
    CLDA = "clda"
    MMRM = "mmrm"

    @property
    def is_long(self) -> bool:
        """Whether the data hold one row per person and visit."""
        return self in (ModelKind.CLDA, ModelKind.MMRM)


class DfMethod(StrEnum):
    """How the denominator degrees of freedom are found."""

    SATTERTHWAITE = "satterthwaite"
    KENWARD_ROGER = "kenward_roger"

    @property
    def other(self) -> "DfMethod":
        """The method shown beside the chosen one."""
        first, second = DfMethod
        return second if self is first else first


class BoundaryRule(StrEnum):
    """What happens to the group term when its variance is estimated as zero."""

    DROP = "drop"
    KEEP = "keep"

    @property
    def other(self) -> "BoundaryRule":
        """The rule shown beside the chosen one."""
        return BoundaryRule.KEEP if self is BoundaryRule.DROP else BoundaryRule.DROP


@dataclass(frozen=True, slots=True)
class DataColumns:
    """Names of the columns, and the codes of the two arms."""

    arm: str
    intervention: str
    control: str
    group: str | None = None
    id: str | None = None
    visit: str | None = None
    site: str | None = None
    facilitators: str | None = None
    baseline_visit: str | None = None
    primary_visit: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome and what it is adjusted for; ``factors`` are covariates taken as categories.

    ``important_difference`` is the smallest that matters, in units of the outcome, None where none
    is agreed; it and ``higher_is_better`` are only for reading the result.
    """

    name: str
    baseline: str | None = None
    covariates: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    important_difference: float | None = None
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """The model and the rules chosen beforehand."""

    kind: ModelKind
    heteroscedastic: bool = True
    df: DfMethod = DfMethod.SATTERTHWAITE
    boundary: BoundaryRule = BoundaryRule.DROP
    group_effect: bool = False


@dataclass(frozen=True, slots=True)
class Imputation:
    """How often to impute, from which seed, with which complete columns beside the covariates."""

    number: int = 50
    seed: int = 1
    auxiliary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uptake:
    """Who counts as having taken part: at least so much of a column."""

    column: str
    at_least: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole analysis plan; from ``secondary`` on, what is shown beside the primary analysis."""

    data: DataColumns
    outcome: Outcome
    model: Model
    alpha: float = 0.05
    title: str = field(default="", compare=False)
    secondary: tuple[Outcome, ...] = ()
    subgroups: tuple[str, ...] = ()
    imputation: Imputation | None = None
    uptake: Uptake | None = None
    process: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)


def read_plan(text: str) -> Plan:
    """Read an analysis plan from TOML text.

    Raises UnusablePlan with one sentence when the text is not TOML, a needed key is missing,
    a key is unknown, or a value is of the wrong kind.
    """
    return plan_from_mapping(parse_toml(text))


def plan_from_mapping(document: dict[str, Any]) -> Plan:
    """Read an analysis plan from an already parsed TOML document; raises UnusablePlan."""
    root = PlanSection(document, "")
    plan = Plan(
        alpha=root.fraction("alpha", 0.05),
        title=root.text("title", ""),
        data=_read_data(root.section("data")),
        outcome=_read_outcome(root.section("outcome")),
        model=_read_model(root.section("model")),
        secondary=_read_secondary(root),
        subgroups=_columns(root.section("subgroups", needed=False)),
        imputation=_read_imputation(root),
        uptake=_read_uptake(root),
        process=_columns(root.section("process", needed=False)),
        harms=_columns(root.section("harms", needed=False)),
        labels=root.section("labels", needed=False).all_texts(),
    )
    root.section("design", needed=False).ignore_rest()
    root.section("groups", needed=False).ignore_rest()
    root.section("dropout", needed=False).ignore_rest()
    root.section("recruitment", needed=False).ignore_rest()
    root.refuse_unknown()
    _check_agreement(plan)
    return plan


def _read_data(section: PlanSection) -> DataColumns:
    columns = DataColumns(
        arm=section.text("arm"),
        intervention=section.code("intervention"),
        control=section.code("control"),
        group=section.optional_text("group"),
        id=section.optional_text("id"),
        visit=section.optional_text("visit"),
        site=section.optional_text("site"),
        facilitators=section.optional_text("facilitators"),
        baseline_visit=section.optional_code("baseline_visit"),
        primary_visit=section.optional_code("primary_visit"),
    )
    section.refuse_unknown()
    if columns.intervention == columns.control:
        raise UnusablePlan("[data] intervention and control have the same code; give each its own.")
    return columns


def _read_outcome(section: PlanSection) -> Outcome:
    outcome = _outcome(section)
    section.ignore("difference", "sd", "sd_control", "sd_intervention", "baseline_correlation")
    section.ignore("minimum", "maximum")
    section.refuse_unknown()
    return outcome


def _outcome(section: PlanSection) -> Outcome:
    important = section.has("important_difference")
    direction = section.has("higher_is_better")
    section.ignore("important_difference", "higher_is_better")
    return Outcome(
        name=section.text("name"),
        baseline=section.optional_code("baseline"),
        covariates=section.texts("covariates"),
        factors=section.texts("factors"),
        important_difference=section.number("important_difference") if important else None,
        higher_is_better=section.flag("higher_is_better", True) if direction else None,
    )


def _read_model(section: PlanSection) -> Model:
    model = Model(
        kind=section.choice("kind", ModelKind),
        heteroscedastic=section.flag("heteroscedastic", True),
        df=section.choice("df", DfMethod, DfMethod.SATTERTHWAITE),
        boundary=section.choice("boundary", BoundaryRule, BoundaryRule.DROP),
        group_effect=section.flag("group_effect", False),
    )
    section.refuse_unknown()
    return model


def _read_secondary(root: PlanSection) -> tuple[Outcome, ...]:
    found = []
    for section in root.sections("secondary"):
        found.append(_outcome(section))
        section.refuse_unknown()
    return tuple(found)


def _columns(section: PlanSection) -> tuple[str, ...]:
    columns = section.texts("columns")
    section.refuse_unknown()
    return columns


def _read_imputation(root: PlanSection) -> Imputation | None:
    if not root.has("imputation"):
        return None
    section = root.section("imputation")
    found = Imputation(
        section.whole("number", 50), section.whole("seed", 1), section.texts("auxiliary")
    )
    section.refuse_unknown()
    return found


def _read_uptake(root: PlanSection) -> Uptake | None:
    if not root.has("uptake"):
        return None
    section = root.section("uptake")
    found = Uptake(section.text("column"), section.number("at_least", 1.0))
    section.refuse_unknown()
    return found


def _check_agreement(plan: Plan) -> None:
    kind, data = plan.model.kind, plan.data
    if kind is ModelKind.PARTIALLY_NESTED and data.group is None:
        raise UnusablePlan(
            'The model "partially_nested" needs [data] group, the column with the group '
            "assigned at the draw."
        )
    if kind.is_long and (data.id is None or data.visit is None):
        raise UnusablePlan(f'The model "{kind}" needs long data: name [data] id and visit.')
    if plan.model.group_effect and data.group is None:
        raise UnusablePlan("[model] group_effect = true needs [data] group.")
    names = [*plan.outcome.covariates, *plan.outcome.factors]
    repeated = {name for name in names if names.count(name) > 1}
    if plan.outcome.name in names or repeated:
        named = ", ".join(sorted(repeated or {plan.outcome.name}))
        raise UnusablePlan(f"[outcome] uses {named} more than once; name each column once.")
    if plan.outcome.baseline == plan.outcome.name and not kind.is_long:
        raise UnusablePlan(
            f"[outcome] name and baseline are both {plan.outcome.name}; the baseline is the column "
            "from before the draw."
        )
