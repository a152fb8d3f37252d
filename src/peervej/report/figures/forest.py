"""Estimates with their intervals under each other: names left, numbers right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from peervej.report.figures.marks import (
    FJORD,
    INK,
    LINE,
    MIST,
    SOFT,
    WIDTH,
    Axis,
    axis_over,
    box,
    line,
    picture,
    shortened,
    square,
    words,
)

ROW, HEAD_ROW, TOP = 24.0, 30.0, 24.0
LEFT, RIGHT, ROOM = 232.0, 500.0, 224.0


@dataclass(frozen=True)
class ForestRow:
    """One line: an estimate with its interval, or a heading when ``value`` is None."""

    label: str
    text: str = ""
    value: float | None = None
    low: float = 0.0
    high: float = 0.0
    is_main: bool = False


@dataclass(frozen=True)
class Panel:
    """Rows on one axis.

    ``sides`` say what left and right of the line mean, ``important`` is the smallest difference
    that matters; ``reference`` None leaves out the line of no difference.
    """

    rows: Sequence[ForestRow]
    sides: tuple[str, str] = ("", "")
    important: float | None = None
    reference: float | None = 0.0


def draw_forest(panels: Sequence[Panel], alt: str, *, write: Callable[[float, int], str]) -> str:
    """The SVG of panels under each other; ``write`` writes a number with so many decimals."""
    parts: list[str] = []
    top = 0.0
    for panel in panels:
        drawn, top = _panel(panel, top, write)
        parts += drawn
    return picture(top, parts, alt)


def _panel(panel: Panel, top: float, write: Callable[[float, int], str]) -> tuple[list[str], float]:
    rows, reference, important = panel.rows, panel.reference, panel.important
    known = [row for row in rows if row.value is not None]
    values = [v for row in known for v in (row.low, row.high, row.value or 0.0) if isfinite(v)]
    values += [v for v in (reference, important) if v is not None]
    axis = axis_over(values, LEFT, RIGHT)
    heights = [HEAD_ROW if row.value is None else ROW for row in rows]
    y = top + (TOP if any(panel.sides) else 8.0)
    begin, bottom = y - 6, y + sum(heights) + 4
    parts = [line((axis.place(t), begin), (axis.place(t), bottom), LINE) for t in axis.ticks]
    if reference is not None:
        at = axis.place(reference)
        if important is not None:
            ends = sorted((at, axis.place(important)))
            parts.insert(0, box(ends[0], begin, ends[1] - ends[0], bottom - begin, MIST))
        parts += _side_words(at, begin - 6, panel.sides)
        parts.append(line((at, begin), (at, bottom), INK, 1.2))
    for row, height in zip(rows, heights, strict=True):
        y += height
        parts += _row(row, axis, y - 10)
    parts.append(line((LEFT, bottom), (RIGHT, bottom), SOFT))
    parts += [
        words(axis.place(t), bottom + 16, write(t, axis.decimals), anchor="middle", colour=SOFT)
        for t in axis.ticks
    ]
    return parts, bottom + 26


def _row(row: ForestRow, axis: Axis, y: float) -> list[str]:
    if row.value is None:
        room = WIDTH if not row.text else ROOM
        return [
            words(0, y, shortened(row.label, room), bold=True),
            words(WIDTH, y, row.text, anchor="end", colour=SOFT),
        ]
    colour, weight, half = (FJORD, 3.0, 5.0) if row.is_main else (SOFT, 1.8, 3.6)
    middle = y - 4
    return [
        words(0, y, shortened(row.label, ROOM), bold=row.is_main),
        line((axis.place(row.low), middle), (axis.place(row.high), middle), colour, weight),
        *_ends(row, axis, middle, colour),
        square(axis.place(row.value), middle, half, colour),
        words(WIDTH, y, row.text, anchor="end", bold=row.is_main),
    ]


def _ends(row: ForestRow, axis: Axis, y: float, colour: str) -> list[str]:
    ends = (row.low, row.high)
    return [
        line((axis.place(v), y - 4), (axis.place(v), y + 4), colour) for v in ends if isfinite(v)
    ]


def _side_words(at: float, y: float, sides: tuple[str, str]) -> list[str]:
    left, right = sides
    parts = [words(at - 8, y, f"← {left}", anchor="end", colour=SOFT, size=11)] if left else []
    return parts + ([words(at + 8, y, f"{right} →", colour=SOFT, size=11)] if right else [])
