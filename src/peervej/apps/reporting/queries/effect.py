"""The planned analysis of a closed trial."""

from dataclasses import dataclass

from peervej.apps.reporting.queries.dataset import Dataset
from peervej.data.trials import TrialDefinition
from peervej.methods.analysis import (
    AnalysisRefused,
    AnalysisResult,
    BoundaryRule,
    DataColumns,
    DfMethod,
    Model,
    ModelKind,
    Outcome,
    Plan,
    Table,
    run_analysis,
)


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
        outcome=Outcome(name="y1", baseline="y0", factors=("site",)),
        model=Model(
            kind=ModelKind(chosen.kind),
            heteroscedastic=chosen.heteroscedastic,
            df=DfMethod(chosen.df),
            boundary=BoundaryRule(chosen.boundary),
        ),
    )


def table_of(dataset: Dataset) -> Table:
    """The columns the plan names, one row per drawn person."""
    rows = dataset.rows
    return Table.from_columns(
        {
            "id": [row.id for row in rows],
            "site": [row.site for row in rows],
            "arm": [row.arm or "" for row in rows],
            "group": [row.group or "" for row in rows],
            "y0": [row.y0 for row in rows],
            "y1": [row.y1 for row in rows],
        }
    )


def analyse_trial(dataset: Dataset) -> Effect:
    """Carry out the planned analysis; a refusal is a named result, never a silent number."""
    try:
        return Effect(run_analysis(table_of(dataset), plan_of(dataset.definition)))
    except AnalysisRefused as refusal:
        return Effect(None, refusal.code, str(refusal))


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
