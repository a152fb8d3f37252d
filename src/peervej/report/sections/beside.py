"""What stands beside the primary result: other outcomes, subgroups, taking part, process."""

from dataclasses import replace

from peervej.methods.analysis import Estimate, Part
from peervej.methods.analysis.compliers import ComplierEffect
from peervej.methods.analysis.process_measures import ProcessAssociation
from peervej.methods.analysis.subgroups import SubgroupAnalysis
from peervej.report.document import Block, Figure, Paragraph, Rows
from peervej.report.figures import ForestRow, Panel, draw_forest
from peervej.report.sections.primary import estimate_row
from peervej.report.writer import Writer


def secondary_section(writer: Writer) -> list[Block]:
    """Every secondary outcome with Holm's p value; nothing where none is named."""
    found = writer.supplement
    if found is None or not found.secondary:
        return []
    words, labels = writer.words["secondary"], writer.words["result"]
    rows: list[tuple[str, ...]] = []
    for part in found.secondary:
        name = writer.marked(writer.label(part.name), part)
        if part.value is None:
            rows.append((name, "–", writer.refusal(part.code, part.reason), "", ""))
            continue
        effect = part.value.result.primary
        estimate, ends, p = writer.cells(effect)
        n = str(part.value.result.n)
        rows.append((f"{name} (n = {n})", estimate, ends, p, writer.p(part.value.p_adjusted)))
    columns = (words["outcome"], labels["difference"], labels["interval"].format(
        level=writer.level), "p", words["adjusted"])  # fmt: skip
    return [
        writer.heading("secondary"),
        Rows(words["caption"], columns, tuple(rows), frozenset({1, 2, 3, 4})),
        Paragraph(words["note"], is_note=True),
    ]


def forest_section(writer: Writer) -> list[Block]:
    """The effect in each subgroup and site, after the test of whether they differ."""
    found = writer.supplement
    if found is None or not found.subgroups:
        return []
    words = writer.words["subgroups"]
    blocks: list[Block] = [writer.heading("subgroups")]
    computed = [(part, part.value) for part in found.subgroups if part.value is not None]
    if computed:
        blocks.append(_forest(writer, computed))
        blocks += [_subgroup_rows(writer, part, value) for part, value in computed]
    blocks += [
        Paragraph(f"{writer.label(part.name)}: {writer.refusal(part.code, part.reason)}")
        for part in found.subgroups
        if part.value is None
    ]
    return [*blocks, Paragraph(words["note"], is_note=True)]


def _forest(
    writer: Writer, computed: list[tuple[Part[SubgroupAnalysis], SubgroupAnalysis]]
) -> Figure:
    words, labels = writer.words["subgroups"], writer.words["result"]
    rows = [_forest_row(writer, words["everyone"], writer.result.n, writer.result.primary)]
    for part, value in computed:
        test = words["interaction"].format(p=_p_clause(writer, value.test.p))
        rows.append(ForestRow(writer.marked(writer.label(part.name), part), test))
        rows += [_forest_row(writer, one.name, one.n, one.effect) for one in value.effects]
    rows[0] = replace(rows[0], is_main=True)
    sides = (labels["fewer_points"], labels["more_points"])
    svg = draw_forest([Panel(rows, sides)], words["alt"], write=writer.number)
    return Figure(svg, words["alt"], words["figure"].format(level=writer.level))


def _p_clause(writer: Writer, p: float) -> str:
    text = writer.p(p)
    return f"p {text}" if text.startswith("<") else f"p = {text}"


def _forest_row(writer: Writer, name: str, n: int, effect: Estimate) -> ForestRow:
    return estimate_row(writer, f"{writer.label(name)} (n = {n})", effect)


def _subgroup_rows(writer: Writer, part: Part[SubgroupAnalysis], value: SubgroupAnalysis) -> Rows:
    words, labels = writer.words["subgroups"], writer.words["result"]
    rows = tuple(
        (f"{writer.label(one.name)} (n = {one.n})", *writer.cells(one.effect))
        for one in value.effects
    )
    test = words["test"].format(
        f=writer.number(value.test.f),
        numerator=value.test.numerator_df,
        denominator=writer.number(value.test.denominator_df, 1),
        p=_p_clause(writer, value.test.p),
    )
    caption = writer.marked(f"{writer.label(part.name)}. {test}", part)
    columns = (words["subgroup"], labels["difference"], labels["interval"].format(
        level=writer.level), "p")  # fmt: skip
    return Rows(caption, columns, rows, frozenset({1, 2, 3}))


def taking_part_section(writer: Writer) -> list[Block]:
    """The effect of taking part, and how outcome goes with process measures."""
    found = writer.supplement
    if found is None or (found.compliers is None and not found.process):
        return []
    blocks: list[Block] = [writer.heading("taking_part")]
    if found.compliers is not None:
        blocks.append(Paragraph(_compliers(writer, found.compliers)))
        blocks.append(Paragraph(writer.words["compliers"]["note"], is_note=True))
    if found.process:
        blocks.append(_process_rows(writer, found.process))
        blocks.append(Paragraph(writer.words["process"]["note"], is_note=True))
    return blocks


def _compliers(writer: Writer, part: Part[ComplierEffect]) -> str:
    words = writer.words["compliers"]
    if part.value is None:
        text = words["impossible"].format(reason=writer.refusal(part.code, part.reason))
        return writer.marked(text, part)
    value = part.value
    uptake = writer.plan.uptake
    ends = [
        words["no_bound"] if end is None else writer.number(end, 1)
        for end in (value.low, value.high)
    ]
    text = words["sentence"].format(
        uptake=writer.number(100 * value.uptake, 0),
        column=writer.label(uptake.column) if uptake else "",
        least=writer.number(uptake.at_least, 0 if uptake.at_least % 1 == 0 else 1)
        if uptake
        else "",
        estimate=writer.number(value.estimate, 1),
        level=writer.level,
        low=ends[0],
        high=ends[1],
    )
    return writer.marked(text, part)


def _process_rows(writer: Writer, parts: tuple[Part[ProcessAssociation], ...]) -> Rows:
    words, labels = writer.words["process"], writer.words["result"]
    rows: list[tuple[str, ...]] = []
    for part in parts:
        name = writer.marked(writer.label(part.name), part)
        if part.value is None:
            rows.append((name, "–", writer.refusal(part.code, part.reason), ""))
            continue
        rows.append((f"{name} (n = {part.value.n})", *writer.cells(part.value.slope)))
    columns = (words["measure"], words["slope"], labels["interval"].format(
        level=writer.level), "p")  # fmt: skip
    return Rows(words["caption"], columns, tuple(rows), frozenset({1, 2, 3}))
