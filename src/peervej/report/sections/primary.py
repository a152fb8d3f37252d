"""The primary result: one sentence, one figure, one table."""

from peervej.methods.analysis import Estimate
from peervej.report.document import Block, Figure, Paragraph, Rows
from peervej.report.figures import ForestRow, Panel, draw_forest
from peervej.report.writer import Writer


def sentence(writer: Writer) -> str:
    """The primary result in one plain sentence."""
    outcome = writer.plan.outcome
    estimate = writer.result.primary.estimate
    kind = "more" if estimate > 0 else "fewer"
    if writer.low <= 0 <= writer.high:
        kind = "unclear"
    text = writer.words["sentence"][kind].format(
        points=writer.number(abs(estimate), 1),
        outcome=writer.label(outcome.name),
        level=writer.level,
        low=writer.number(writer.low, 1),
        high=writer.number(writer.high, 1),
        intervention=writer.arm_name("intervention").lower(),
        control=writer.arm_name("control").lower(),
    )
    if outcome.higher_is_better is None:
        return str(text)
    reading = "higher_better" if outcome.higher_is_better else "lower_better"
    return f"{text} {writer.words['sentence'][reading]}"


def primary_section(writer: Writer) -> list[Block]:
    """The section."""
    blocks: list[Block] = [writer.heading("result"), Paragraph(sentence(writer), is_lead=True)]
    if not writer.is_planned:
        blocks.append(Paragraph(writer.words["result"]["not_sealed"], is_note=True))
    return [
        *blocks,
        primary_figure(writer),
        *_means(writer),
        *_importance(writer),
        _rows(writer),
    ]


def primary_figure(writer: Writer) -> Figure:
    """Adjusted means of both arms, and the difference between them."""
    words, found = writer.words["result"], writer.result
    important = writer.plan.outcome.important_difference
    sides = (words["fewer_points"], words["more_points"])
    row = estimate_row(writer, words["difference"], found.primary, is_main=True)
    panels = [Panel([row], sides, important)]
    if found.means is not None:
        arms = [
            estimate_row(writer, writer.arm_name(arm), getattr(found.means, arm))
            for arm in ("intervention", "control")
        ]
        panels.insert(0, Panel([ForestRow(words["mean_points"]), *arms], reference=None))
    alt = f"{words['figure']} {sentence(writer)}"
    caption = words["axis"] if important is None else words["axis_important"].format(
        points=writer.number(important, 1)
    )  # fmt: skip
    return Figure(draw_forest(panels, alt, write=writer.number), alt, caption)


def estimate_row(
    writer: Writer, label: str, effect: Estimate, *, is_main: bool = False
) -> ForestRow:
    """An estimate with its interval as a line of a figure."""
    low, high = effect.interval(writer.plan.alpha)
    text = f"{writer.number(effect.estimate, 1)} ({writer.interval(low, high, 1)})"
    return ForestRow(label, text, effect.estimate, low, high, is_main=is_main)


def _means(writer: Writer) -> list[Block]:
    found = writer.result
    if found.means is None:
        return []
    ends = [mean.interval(writer.plan.alpha) for mean in
            (found.means.intervention, found.means.control)]  # fmt: skip
    text = writer.words["result"]["means"].format(
        intervention=writer.number(found.means.intervention.estimate, 1),
        intervention_ends=writer.to(*ends[0]),
        control=writer.number(found.means.control.estimate, 1),
        control_ends=writer.to(*ends[1]),
        p=writer.p(found.primary.p).replace("< ", "<\u00a0"),
        sign="" if found.primary.p < 0.001 else "= ",
    )
    if found.standardised is not None:
        d = found.standardised
        text += writer.words["result"]["standardised_sentence"].format(
            d=writer.number(d.value), ends=writer.to(d.low, d.high, 2)
        )
    return [Paragraph(text)]


def _importance(writer: Writer) -> list[Block]:
    """How the interval stands to the smallest difference that matters."""
    important = writer.plan.outcome.important_difference
    if important is None or important == 0:
        return []
    turned = -1 if writer.plan.outcome.higher_is_better is False else 1
    low, high = sorted((turned * writer.low, turned * writer.high))
    size = abs(important)
    kind = "surely" if low >= size else "hardly" if high < size else "perhaps"
    text = writer.words["importance"][kind]
    return [Paragraph(text.format(points=writer.number(size, 1)))]


def _rows(writer: Writer) -> Rows:
    words, found = writer.words["result"], writer.result
    primary, number, alpha = found.primary, writer.number, writer.plan.alpha
    rows = [
        (words["difference"], number(primary.estimate), writer.interval(writer.low, writer.high)),
        (words["se"], number(primary.se, 3), ""),
        (words["df"], number(primary.df, 1), ""),
        ("p", writer.p(primary.p), ""),
    ]
    if found.means:
        for arm in ("intervention", "control"):
            mean = getattr(found.means, arm)
            label = words["mean"].format(arm=writer.arm_name(arm))
            rows.append((label, number(mean.estimate), writer.interval(*mean.interval(alpha))))
    for key, quantity in (("standardised", found.standardised), ("icc", found.icc)):
        if quantity is not None:
            ends = (quantity.low, quantity.high)
            rows.append((words[key], number(quantity.value, 3), writer.interval(*ends, 3)))
    rows += [
        (words[key], number(value, 3), "")
        for key, value in (
            ("variance_group", found.variance.group),
            ("variance_intervention", found.variance.residual_intervention),
            ("variance_control", found.variance.residual_control),
        )
        if value is not None
    ]
    columns = (words["quantity"], words["value"], words["interval"].format(level=writer.level))
    return Rows(words["caption"], columns, tuple(rows), frozenset({1, 2}))
