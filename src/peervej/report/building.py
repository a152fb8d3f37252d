"""A report from a result, its table and its plan."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from peervej.methods.analysis import AnalysisResult, Plan, Supplement, Table
from peervej.report.document import Block, Heading, Items, Paragraph, Report
from peervej.report.notes import Notes
from peervej.report.sections.beside import forest_section, secondary_section, taking_part_section
from peervej.report.sections.closing import (
    Provenance,
    appendix_section,
    checklist_section,
    deviations_section,
    harms_section,
    method_section,
)
from peervej.report.sections.doubt import missing_section, sensitivity_section
from peervej.report.sections.draw import draw_deviations, draw_flow, draw_section, read_draw
from peervej.report.sections.people import baseline_section, courses_section, flow_section
from peervej.report.sections.primary import primary_figure, primary_section, sentence
from peervej.report.writer import Writer

NO_NOTES = Notes()


def build_report(
    result: AnalysisResult,
    table: Table,
    *,
    provenance: Provenance,
    language: str = "da",
    names: Mapping[str, str] = MappingProxyType({}),
    flow: Sequence[Block] = (),
    harms: Sequence[Block] = (),
    supplement: Supplement | None = None,
    sealed: Plan | None = None,
    notes: Notes = NO_NOTES,
) -> Report:
    """The whole report of one analysis. Raises UnknownLanguage, FaultyLedger.

    `names` says what columns are called; `flow` is what is known of the people beside data
    file and ledger, such as who came, and `harms` likewise; `sealed` is the plan as it was
    sealed, where it differs; `notes` hold the authors' own words.
    """
    writer = Writer(result, table, language, names=names, supplement=supplement, sealed=sealed)
    draw = None if provenance.ledger is None else read_draw(provenance.ledger)
    deviations = (*draw_deviations(writer, draw), *notes.deviation)
    blocks: list[Block] = [
        *primary_section(writer),
        *flow_section(writer, [*draw_flow(writer, draw), *flow]),
        *draw_section(writer, draw),
        *baseline_section(writer),
        *courses_section(writer),
        *secondary_section(writer),
        *forest_section(writer),
        *missing_section(writer),
        *sensitivity_section(writer),
        *taking_part_section(writer),
        *harms_section(writer, notes, harms),
        *deviations_section(writer, deviations),
        *method_section(writer),
    ]
    present = frozenset(block.anchor for block in blocks if isinstance(block, Heading))
    blocks += checklist_section(writer, notes, present)
    blocks += appendix_section(writer, provenance, None if draw is None else draw.head)
    title = result.plan.title or writer.words["title"]["report"]
    subtitle = writer.words["title"]["made_of"].format(
        outcome=writer.label(result.plan.outcome.name), n=result.n
    )
    return Report(language, title, tuple(blocks), subtitle)


def build_board_page(
    result: AnalysisResult,
    table: Table,
    *,
    language: str = "da",
    names: Mapping[str, str] = MappingProxyType({}),
) -> Report:
    """One page for a board: the sentence, the figure, what it means and what it does not say."""
    writer = Writer(result, table, language, names=names)
    words = writer.words["board"]
    drawn, analysed = sum(result.drawn), sum(result.analysed)
    numbers = words["numbers"].format(
        n=analysed,
        intervention=result.analysed[1],
        control=result.analysed[0],
        groups=result.n_groups,
    )
    missing = words["missing"].format(missing=drawn - analysed, drawn=drawn)
    blocks: list[Block] = [
        Paragraph(sentence(writer), is_lead=True),
        primary_figure(writer),
        writer.heading("means"),
        Items((numbers, missing, words["causal"], words["chance"])),
        writer.heading("careful"),
        Items((words["one"], words["money"])),
    ]
    title = result.plan.title or writer.words["title"]["board"]
    return Report(language, title, tuple(blocks), writer.words["title"]["board"])
