"""How far the result rests on its assumptions: other models, and answers that are missing."""

import numpy as np

from peervej.methods.analysis import MissingOutcomes, Part
from peervej.report.document import Block, Figure, Paragraph, Rows
from peervej.report.figures import Panel, draw_forest
from peervej.report.sections.primary import estimate_row
from peervej.report.writer import Writer


def missing_section(writer: Writer) -> list[Block]:
    """Whose answers are missing, and what follows if they differ from the others."""
    blocks: list[Block] = [writer.heading("missing"), _missing_rows(writer)]
    blocks.append(Paragraph(writer.words["missing"]["note"], is_note=True))
    part = None if writer.supplement is None else writer.supplement.missing
    if part is None:
        return blocks
    words = writer.words["imputation"]
    if part.value is None:
        text = words["impossible"].format(reason=writer.refusal(part.code, part.reason))
        return [*blocks, Paragraph(writer.marked(text, part))]
    return [*blocks, _imputed_rows(writer, part, part.value),
            Paragraph(_tipping(writer, part.value))]  # fmt: skip


def _missing_rows(writer: Writer) -> Rows:
    words, plan = writer.words["missing"], writer.plan
    named = [plan.outcome.baseline, *plan.outcome.covariates, plan.outcome.name]
    named += [one.name for one in plan.secondary]
    rows = []
    for column in dict.fromkeys(name for name in named if name and writer.table.has(name)):
        blank = writer.table.texts(column) == ""
        cells = [
            f"{int((blank & mask).sum())} / {int(mask.sum())} ({_share(writer, blank, mask)} %)"
            for _name, mask in (writer.arms() if plan.model.kind.is_long else writer.people())
        ]
        rows.append((writer.label(column), *cells))
    columns = ("", writer.arm_name("intervention"), writer.arm_name("control"))
    caption = words["caption_long"] if plan.model.kind.is_long else words["caption"]
    return Rows(caption, columns, tuple(rows), frozenset({1, 2}))


def _share(writer: Writer, blank: np.ndarray, mask: np.ndarray) -> str:
    return writer.number(100 * float((blank & mask).sum()) / max(1, int(mask.sum())), 0)


def _imputed_rows(writer: Writer, part: Part[MissingOutcomes], value: MissingOutcomes) -> Rows:
    words, labels = writer.words["imputation"], writer.words["result"]
    rows = (
        (words["complete"], *writer.cells(writer.result.primary)),
        (words["at_random"], *writer.cells(value.at_random)),
        (words["jump"], *writer.cells(value.jump_to_reference)),
    )
    caption = writer.marked(words["caption"].format(number=value.number), part)
    columns = (words["assumption"], labels["difference"], labels["interval"].format(
        level=writer.level), "p")  # fmt: skip
    return Rows(caption, columns, rows, frozenset({1, 2, 3}))


def _tipping(writer: Writer, value: MissingOutcomes) -> str:
    words, tipping = writer.words["imputation"], value.tipping_point
    if value.missing_intervention == 0:
        return str(words["nobody"])
    if tipping.delta is None:
        return str(words["never_tips"].format(searched=writer.number(tipping.searched, 0)))
    if tipping.delta == 0:
        return str(words["already"])
    kind = "tips_lower" if tipping.delta < 0 else "tips_higher"
    return str(words[kind].format(points=writer.number(abs(tipping.delta), 1)))


def sensitivity_section(writer: Writer) -> list[Block]:
    """The same question analysed in other ways."""
    words = writer.words["sensitivity"]
    if not writer.result.sensitivity:
        return [writer.heading("sensitivity"), Paragraph(words["none"])]
    return [
        writer.heading("sensitivity"),
        _figure(writer),
        _rows(writer),
        Paragraph(words["note"], is_note=True),
        *_conservative(writer),
    ]


def _figure(writer: Writer) -> Figure:
    labels = writer.words["result"]
    rows = [
        estimate_row(writer, writer.words["lines"]["plan"], writer.result.primary, is_main=True),
        *(
            estimate_row(writer, writer.line(one.name), one.estimate)
            for one in writer.result.sensitivity
            if one.estimate is not None
        ),
    ]
    alt = writer.words["sensitivity"]["alt"]
    sides = (labels["fewer_points"], labels["more_points"])
    panel = Panel(rows, sides, writer.plan.outcome.important_difference)
    return Figure(draw_forest([panel], alt, write=writer.number), alt, labels["figure"])


def _rows(writer: Writer) -> Rows:
    words, labels = writer.words["sensitivity"], writer.words["result"]
    rows: list[tuple[str, ...]] = []
    for one in writer.result.sensitivity:
        name = writer.line(one.name)
        if one.estimate is None:
            reason = writer.refusal(one.code, one.reason)
            rows.append((f"{name}. {words['impossible'].format(reason=reason)}", *"––––"))
            continue
        estimate, ends, p = writer.cells(one.estimate)
        rows.append((name, estimate, ends, writer.number(one.estimate.df, 1), p))
    columns = (words["analysis"], labels["difference"], labels["interval"].format(
        level=writer.level), "df", "p")  # fmt: skip
    return Rows(words["caption"], columns, tuple(rows), frozenset({1, 2, 3, 4}))


def _conservative(writer: Writer) -> list[Block]:
    """Small trials at the boundary reject a true null less often than the level says.

    Simulated in benchmarks/type_one_error.py: below 4 % where groups do not differ.
    """
    found = writer.result
    if not found.at_boundary:
        return []
    return [Paragraph(writer.words["sensitivity"]["conservative"])]
