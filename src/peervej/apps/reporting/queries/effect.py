"""The planned analysis of a closed trial."""

from dataclasses import dataclass, replace
from typing import Any

from peervej.apps.reporting.queries.dataset import Dataset, score_of
from peervej.data.instruments import load_instrument
from peervej.data.trials import TrialDefinition
from peervej.methods.analysis import (
    AnalysisRefused,
    AnalysisResult,
    BoundaryRule,
    DataColumns,
    DfMethod,
    Imputation,
    Model,
    ModelKind,
    Outcome,
    Plan,
    Progress,
    Supplement,
    Table,
    Uptake,
    run_analysis,
    run_supplement,
    tell_nobody,
)
from peervej.methods.instruments import Direction

USUAL_IMPUTATIONS = 50
TOOK_PART_FROM = 1


@dataclass(frozen=True)
class Effect:
    """A result, or the name and words of the reason why there is none."""

    result: AnalysisResult | None
    refusal_code: str = ""
    refusal: str = ""


def plan_of(definition: TrialDefinition) -> Plan:
    """The analysis plan in the trial's definition, with the columns of the dataset.

    The group is the one assigned at the draw (intention to treat), and site is a factor.
    """
    chosen = definition.analysis
    return Plan(
        title=definition.name,
        alpha=chosen.alpha,
        data=DataColumns(
            arm="arm",
            intervention="intervention",
            control="control",
            group="group",
            id="id",
            site="site",
        ),
        outcome=Outcome(
            name="y1",
            baseline="y0",
            factors=("site",),
            important_difference=definition.primary.important_difference or None,
            higher_is_better=_is_higher_better(definition.primary.instrument),
        ),
        model=Model(
            kind=ModelKind(chosen.kind),
            heteroscedastic=chosen.heteroscedastic,
            df=DfMethod(chosen.df),
            boundary=BoundaryRule(chosen.boundary),
        ),
        secondary=tuple(
            Outcome(
                name=f"{name}_1",
                baseline=f"{name}_0" if name in definition.baseline.instruments else None,
                factors=("site",),
            )
            for name in secondary_instruments(definition)
        ),
        subgroups=("site",) if chosen.by_site else (),
        imputation=Imputation(chosen.imputations) if chosen.imputations else None,
        uptake=Uptake("sessions", chosen.took_part_from) if chosen.took_part_from else None,
    )


def secondary_instruments(definition: TrialDefinition) -> tuple[str, ...]:
    """The questionnaires asked at follow-up beside the primary one."""
    primary = definition.primary.instrument
    return tuple(name for name in definition.follow_up.instruments if name != primary)


def _is_higher_better(instrument: str) -> bool:
    return load_instrument(instrument).direction is Direction.HIGHER_BETTER


def everything_of(sealed: Plan) -> Plan:
    """The sealed plan, and beside it what readers ask for; the report calls that exploratory."""
    return replace(
        sealed,
        subgroups=sealed.subgroups or ("site",),
        imputation=sealed.imputation or Imputation(USUAL_IMPUTATIONS),
        uptake=sealed.uptake or Uptake("sessions", TOOK_PART_FROM),
        process=("sessions",),
    )


def table_of(dataset: Dataset) -> Table:
    """The columns the plan names, one row per drawn person."""
    rows = dataset.rows
    columns: dict[str, list[Any]] = {
        "id": [row.id for row in rows],
        "site": [row.site for row in rows],
        "arm": [row.arm or "" for row in rows],
        "group": [row.group or "" for row in rows],
        "sessions": [row.sessions for row in rows],
        "y0": [row.y0 for row in rows],
        "y1": [row.y1 for row in rows],
    }
    for name in secondary_instruments(dataset.definition):
        instrument = load_instrument(name)
        columns[f"{name}_0"] = [score_of(instrument, row.baseline) for row in rows]
        columns[f"{name}_1"] = [score_of(instrument, row.follow_up) for row in rows]
    return Table.from_columns(columns)


def analyse_trial(dataset: Dataset) -> Effect:
    """Carry out the planned analysis; a refusal is a named result, never a silent number."""
    try:
        return Effect(run_analysis(table_of(dataset), plan_of(dataset.definition)))
    except AnalysisRefused as refusal:
        return Effect(None, refusal.code, str(refusal))


def analyse_beside(dataset: Dataset, tell: Progress = tell_nobody) -> Supplement:
    """What stands beside the primary result; what is not in the definition is exploratory."""
    sealed = plan_of(dataset.definition)
    return run_supplement(table_of(dataset), everything_of(sealed), sealed, tell=tell)


def missing_by_arm(dataset: Dataset) -> list[tuple[str, int, int, int, int]]:
    """Per arm: drawn, with a first score, with a last score, with both."""
    found = []
    for arm in ("intervention", "control"):
        rows = [row for row in dataset.rows if row.arm == arm]
        found.append(
            (
                arm,
                len(rows),
                sum(row.y0 is not None for row in rows),
                sum(row.y1 is not None for row in rows),
                sum(row.y0 is not None and row.y1 is not None for row in rows),
            )
        )
    return found
