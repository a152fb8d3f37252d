"""Files made of a trial's data or of a power plan, with word of how far they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.reporting.enums import CalculationKind
from peervej.apps.reporting.models import Calculation
from peervej.apps.reporting.queries.dataset import Dataset, build_dataset
from peervej.apps.reporting.queries.effect import (
    analyse_beside,
    analyse_trial,
    plan_of,
    table_of,
)
from peervej.apps.reporting.queries.export import build_export
from peervej.apps.reporting.queries.flow import TrialFlow, flow_of
from peervej.apps.reporting.queries.notes import notes_of, worries_of
from peervej.apps.reporting.wording import names_of
from peervej.apps.reporting.writing import write_files
from peervej.apps.trial.models import Trial
from peervej.methods.analysis import AnalysisResult, Progress
from peervej.methods.power import (
    assumption_costs,
    read_power_plan,
    simulate_power,
)
from peervej.report import (
    Paragraph,
    Provenance,
    Report,
    Rows,
    build_board_page,
    build_report,
    write_html,
    write_pdf,
)
from peervej.report.document import Block, Items
from peervej.report.planning import Planned, build_power_report


class NoResult(ValueError):
    """The analysis was refused: ``code`` is stable, the message says why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Made:
    """A finished file, and the few blocks that its page shows."""

    content: bytes
    summary: tuple[dict[str, Any], ...] = ()


def make(calculation: Calculation, tell: Progress) -> Made:
    """Carry out a calculation. Raises NoResult, AnalysisRefused, and whatever ``tell`` raises."""
    if calculation.kind == CalculationKind.POWER:
        return _make_power(calculation, tell)
    if calculation.trial is None:
        raise ValueError("a report is of a trial")
    made = _build(calculation.trial, calculation.kind, calculation.language, tell)
    tell("writing", 0, 0)
    is_page = calculation.kind == CalculationKind.PAGE
    content = write_html(made).encode() if is_page else write_pdf(made)
    tell("written", 1, 1)
    return Made(content)


def _build(trial: Trial, kind: str, language: str, tell: Progress) -> Report:
    tell("primary", 0, 0)
    dataset = build_dataset(trial, blinded=False)
    effect = analyse_trial(dataset)
    if effect.result is None:
        raise NoResult(effect.refusal_code, effect.refusal)
    if kind == CalculationKind.BOARD:
        names = names_of(dataset)
        return build_board_page(effect.result, table_of(dataset), language=language, names=names)
    flow = flow_of(trial, dataset, effect)
    return _whole_report(trial, dataset, effect.result, flow, language, tell)


def _whole_report(
    trial: Trial,
    dataset: Dataset,
    result: AnalysisResult,
    flow: TrialFlow,
    language: str,
    tell: Progress,
) -> Report:
    data = write_files(build_export(dataset), "csv")[f"{trial.code}.csv"]
    return build_report(
        result,
        table_of(dataset),
        provenance=Provenance(data, trial.definition.encode(), ledger=ledger_bytes(trial)),
        language=language,
        names=names_of(dataset),
        flow=[_flow_rows(flow)],
        supplement=analyse_beside(dataset, tell),
        sealed=plan_of(dataset.definition),
        notes=notes_of(trial),
        harms=worries_of(trial),
    )


def _flow_rows(flow: TrialFlow) -> Rows:
    """The diagram's numbers below the draw as a table; the ledger has those above it."""
    rows: list[tuple[str, str]] = []
    for column in flow.arms:
        arm = _("A group") if column.arm == "intervention" else _("Usual support")
        followed = column.follow_up
        if column.delivery and column.arm == "intervention":
            rows += [
                (f"{arm}: {_('Came to at least one meeting')}", str(column.delivery.came)),
                (f"{arm}: {_('Never started')}", str(column.delivery.never_started)),
                (f"{arm}: {_('Left early')}", str(column.delivery.left_early)),
            ]
        rows += [
            (f"{arm}: {_('Answered the last questions')}", str(followed.answered)),
            (f"{arm}: {_('Did not answer')}", str(followed.lost)),
            (f"{arm}: {_('Withdrew')}", str(followed.withdrawn)),
        ]
    caption = _("After the draw, from the tables (items 22a and 22b)")
    return Rows(caption, ("", _("Count")), tuple(rows), frozenset({1}))


def _make_power(calculation: Calculation, tell: Progress) -> Made:
    plan, wanted = read_power_plan(calculation.plan), calculation.simulations
    size = simulate_power(
        plan, wanted, calculation.seed, report_done=lambda done: tell("simulation", done, wanted)
    )
    costs, source = assumption_costs(plan), calculation.plan.encode()
    report = build_power_report(
        Planned(plan, size, costs, None, (), source), language=calculation.language
    )
    tell("writing", wanted, wanted)
    return Made(write_pdf(report), tuple(shown_blocks(report.blocks, _is_short)))


def _is_short(block: Block) -> bool:
    return isinstance(block, Rows) or (isinstance(block, Paragraph | Items) and _says(block))


def _says(block: Paragraph | Items) -> bool:
    return isinstance(block, Items) or block.is_lead


def shown_blocks(
    blocks: tuple[Block, ...], wanted: Callable[[Block], bool] = lambda block: True
) -> list[dict[str, Any]]:
    """Blocks of a report as a page shows them, and as they can be kept."""
    return [_shown(block) for block in blocks if wanted(block)]


def _shown(block: Block) -> dict[str, Any]:
    found = {"kind": type(block).__name__.lower(), **vars(block)}
    if isinstance(block, Rows):
        found["numbers"] = sorted(block.numbers)
    return found
