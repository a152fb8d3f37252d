"""Who they were: the flow, those before the draw, and whose answers are missing."""

from collections.abc import Sequence

import numpy as np

from peervej.methods.analysis import AnalysisRefused
from peervej.methods.analysis.courses import Courses, VisitMean, mean_courses
from peervej.report.document import Block, Figure, Paragraph, Rows
from peervej.report.figures import CoursePoint, FlowBox, draw_courses, draw_flow
from peervej.report.writer import Writer

LONGEST_CATEGORY = 40
MOST_CATEGORIES = 30


def flow_section(writer: Writer, flow: Sequence[Block]) -> list[Block]:
    """The flow as figure and table, and what is known beside the data file."""
    note = Paragraph(writer.words["flow"]["note"], is_note=True)
    return [writer.heading("flow"), _flow_figure(writer), _flow_rows(writer), *(flow or (note,))]


def _flow_figure(writer: Writer) -> Figure:
    words, found = writer.words["flow"], writer.result
    columns = []
    for arm, place in (("intervention", 1), ("control", 0)):
        drawn, analysed = found.drawn[place], found.analysed[place]
        groups = (words["in_groups"].format(n=found.n_groups),) if place and found.n_groups else ()
        boxes = (
            FlowBox(f"{words['drawn']}: {drawn}"),
            FlowBox(f"{words['lost']}: {drawn - analysed}"),
            FlowBox(f"{words['analysed']}: {analysed}", groups),
        )
        columns.append((writer.arm_name(arm), boxes))
    above = [FlowBox(f"{words['randomised']}: {sum(found.drawn)}")]
    alt = words["alt"].format(drawn=sum(found.drawn), analysed=sum(found.analysed))
    return Figure(draw_flow(above, columns, alt), alt, words["figure"])


def _flow_rows(writer: Writer) -> Rows:
    words, found = writer.words["flow"], writer.result
    (control, intervention), (control_in, intervention_in) = found.drawn, found.analysed
    rows = (
        (words["drawn"], str(intervention), str(control)),
        (words["lost"], str(intervention - intervention_in), str(control - control_in)),
        (words["analysed"], str(intervention_in), str(control_in)),
        (words["groups"], str(found.n_groups), "–"),
    )
    return Rows(words["caption"], _arm_columns(writer, ""), rows, frozenset({1, 2}))


def baseline_section(writer: Writer) -> list[Block]:
    """Mean and deviation of numbers, counts of categories, by arm as drawn."""
    words, plan = writer.words["baseline"], writer.plan
    outcome = plan.outcome
    names = [outcome.baseline, *outcome.covariates, *outcome.factors, plan.data.site]
    names += [one.baseline for one in plan.secondary]
    factors = {*outcome.factors, plan.data.site}
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys(name for name in names if name and writer.table.has(name)):
        is_number = name not in factors and writer.table.share_of_numbers(name) == 1.0
        rows += _mean_rows(writer, name) if is_number else _share_rows(writer, name)
    note = Paragraph(words["note"], is_note=True)
    if not rows:
        return [writer.heading("baseline"), note]
    table = Rows(words["caption"], _arm_columns(writer, words["name"]), tuple(rows),
                 frozenset({1, 2}))  # fmt: skip
    return [writer.heading("baseline"), table, note]


def _arm_columns(writer: Writer, first: str) -> tuple[str, ...]:
    return (first, *(f"{name} (n = {int(mask.sum())})" for name, mask in writer.people()))


def _mean_rows(writer: Writer, name: str) -> list[tuple[str, ...]]:
    words = writer.words["baseline"]
    cells = []
    for _name, mask in writer.people():
        values = writer.table.numbers(name)[mask]
        known = values[~np.isnan(values)]
        spread = writer.number(float(known.std(ddof=1)), 1) if known.size > 1 else "–"
        mean = writer.number(float(known.mean()), 1) if known.size else "–"
        gone = values.size - known.size
        cells.append(f"{mean} ({spread})" + (f", {gone} {words['missing']}" if gone else ""))
    return [(f"{writer.label(name)}, {words['mean']}", *cells)]


def _share_rows(writer: Writer, name: str) -> list[tuple[str, ...]]:
    words, texts = writer.words["baseline"], writer.table.texts(name)
    values = np.unique(texts)
    if values.size > MOST_CATEGORIES:
        return [(f"{writer.label(name)}, {words['many'].format(n=values.size)}", "–", "–")]
    rows = []
    for value in values:
        cells = []
        for _name, mask in writer.people():
            count, whole = int((texts[mask] == value).sum()), max(1, int(mask.sum()))
            cells.append(f"{count} ({writer.number(100 * count / whole, 0)} %)")
        label = str(value)[:LONGEST_CATEGORY] or words["missing"]
        rows.append((f"{writer.label(name)}: {writer.label(label)}, {words['share']}", *cells))
    return rows


def courses_section(writer: Writer) -> list[Block]:
    """The observed means over the visits, when there is more than one."""
    try:
        courses = mean_courses(writer.table, writer.plan)
    except AnalysisRefused:
        return []
    if courses is None:
        return []
    words = writer.words["courses"]
    arms = [
        (writer.arm_name("intervention"), _points(writer, courses.intervention)),
        (writer.arm_name("control"), _points(writer, courses.control)),
    ]
    alt = words["alt"].format(outcome=writer.label(writer.plan.outcome.name))
    svg = draw_courses(
        arms,
        alt,
        write=writer.number,
        seen=words["seen"],
        unit=words["unit"],
    )
    figure = Figure(svg, alt, words["figure"].format(level=writer.level))
    return [writer.heading("courses"), figure, _courses_rows(writer, courses)]


def _points(writer: Writer, means: Sequence[VisitMean]) -> list[CoursePoint]:
    return [
        CoursePoint(writer.label(one.visit), one.n, None)
        if one.mean is None
        else CoursePoint(
            writer.label(one.visit), one.n, one.mean.value, one.mean.low, one.mean.high
        )
        for one in means
    ]


def _courses_rows(writer: Writer, courses: Courses) -> Rows:
    words = writer.words["courses"]

    def cell(one: VisitMean) -> str:
        if one.mean is None:
            return "–"
        ends = writer.interval(one.mean.low, one.mean.high, 1)
        return f"{writer.number(one.mean.value, 1)} ({ends}), n = {one.n}"

    rows = tuple(
        (writer.label(inside.visit), cell(inside), cell(outside))
        for inside, outside in zip(courses.intervention, courses.control, strict=True)
    )
    columns = (words["visit"], writer.arm_name("intervention"), writer.arm_name("control"))
    return Rows(words["caption"], columns, rows, frozenset({1, 2}))
