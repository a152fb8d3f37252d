"""The path of people through the trial: one column above the draw, two below."""

from collections.abc import Sequence
from dataclasses import dataclass

from peervej.report.figures.marks import (
    CHARACTER,
    FJORD,
    INK,
    LINE,
    MIST,
    SOFT,
    WIDTH,
    box,
    line,
    picture,
    shortened,
    words,
)

BOX, GAP, PAD, ROW = 292.0, 20.0, 10.0, 17.0


@dataclass(frozen=True)
class FlowBox:
    """A box: its heading with a count, and lines under it."""

    title: str
    lines: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """How tall the box is drawn."""
        return 2 * PAD + ROW * (1 + len(self.lines)) - 4


def draw_flow(
    above: Sequence[FlowBox], columns: Sequence[tuple[str, Sequence[FlowBox]]], alt: str
) -> str:
    """The SVG: boxes above the draw in the middle, then a column for each of two arms."""
    parts: list[str] = []
    y, middle = 4.0, WIDTH / 2
    for one in above:
        parts += _box(one, middle - BOX / 2, y, MIST)
        y += one.height
        parts.append(line((middle, y), (middle, y + GAP), SOFT))
        y += GAP
    centres = (BOX / 2 + 4, WIDTH - BOX / 2 - 4)
    parts.append(line((centres[0], y), (centres[1], y), SOFT))
    parts += [line((x, y), (x, y + GAP), SOFT) for x in centres]
    y += GAP
    ends = []
    for x, (name, boxes) in zip(centres, columns, strict=True):
        ends.append(_column(parts, name, boxes, x, y))
    return picture(max(ends) + 4, parts, alt)


def _column(parts: list[str], name: str, boxes: Sequence[FlowBox], x: float, y: float) -> float:
    parts.append(box(x - BOX / 2, y, BOX, 26, FJORD))
    parts.append(words(x, y + 17, shortened(name, BOX), anchor="middle", bold=True, colour="#fff"))
    y += 26
    for one in boxes:
        parts.append(line((x, y), (x, y + GAP), SOFT))
        y += GAP
        parts += _box(one, x - BOX / 2, y, "#FFFFFF")
        y += one.height
    return y


def _box(one: FlowBox, x: float, y: float, fill: str) -> list[str]:
    room = (BOX - 2 * PAD) * 5.6 / CHARACTER
    parts = [
        box(x, y, BOX, one.height, fill, LINE if fill == "#FFFFFF" else "none"),
        words(x + PAD, y + PAD + 11, shortened(one.title, room), bold=True, colour=INK),
    ]
    parts += [
        words(x + PAD, y + PAD + 11 + ROW * number, shortened(text, room), colour=SOFT)
        for number, text in enumerate(one.lines, start=1)
    ]
    return parts
