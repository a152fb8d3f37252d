"""Geometry of the path: stops on a winding band, in one row or in two."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sin
from typing import Literal

MOST_STOPS = 14
RADIUS = 17.0
HALO = 5.0
"""Width of the ring around the current stop, and of every stop's outline together."""

_MARGIN = RADIUS + HALO + 2
_NARROW_WIDTH = 320.0
_WIDE_WIDTH = 860.0
_LONGEST_STEP = 92.0
_ROW_GAP = 88.0
_HEADROOM = 10.0
"""Above the first row, for the two people at the current stop."""
_BULGE = 30.0
_AMPLITUDE = 8.0
_LONGEST_SINGLE_ROW = 5

State = Literal["done", "current", "upcoming"]


@dataclass(frozen=True)
class Stop:
    """One stop: centre in drawing units, what is written in it, and its state."""

    x: float
    y: float
    label: str
    state: State


@dataclass(frozen=True)
class PathDrawing:
    """A drawing in its own units; `whole`, `walked` and `ahead` are SVG path data."""

    width: float
    height: float
    stops: tuple[Stop, ...]
    whole: str
    walked: str
    ahead: str


def stop_state(number: int, done: int, current: int | None) -> State:
    """State of the stop with this number, counted from 1."""
    if number == current:
        return "current"
    return "done" if number <= done else "upcoming"


def draw_path(
    labels: Sequence[str], done: int, current: int | None, *, narrow: bool
) -> PathDrawing:
    """Place the stops and the band between them; a narrow drawing has up to two rows.

    Raises ValueError when there are no stops or more than MOST_STOPS.
    """
    if not 1 <= len(labels) <= MOST_STOPS:
        raise ValueError(f"A path has 1 to {MOST_STOPS} stops, not {len(labels)}.")
    two_rows = narrow and len(labels) > _LONGEST_SINGLE_ROW
    width = _NARROW_WIDTH if narrow else _WIDE_WIDTH
    centres = _two_rows(len(labels)) if two_rows else _one_row(len(labels), width)
    pieces = _pieces(centres)
    walked = max(min(done, len(labels)) - 1, 0)
    return PathDrawing(
        width=_NARROW_WIDTH if narrow else _right_edge(centres),
        height=max(y for _, y in centres) + _MARGIN,
        stops=tuple(
            Stop(_round(x), _round(y), label, stop_state(number, done, current))
            for number, ((x, y), label) in enumerate(zip(centres, labels, strict=True), start=1)
        ),
        whole=_path_data(centres, pieces, 0, len(pieces)),
        walked=_path_data(centres, pieces, 0, walked),
        ahead=_path_data(centres, pieces, walked, len(pieces)),
    )


Point = tuple[float, float]
Piece = tuple[Point, Point, Point]


def _wave(column: int, phase: float) -> float:
    return _AMPLITUDE * sin(1.3 * column + phase)


def _one_row(count: int, width: float) -> list[Point]:
    step = min((width - 2 * _MARGIN) / max(count - 1, 1), _LONGEST_STEP)
    middle = _HEADROOM + _MARGIN + _AMPLITUDE
    return [(_MARGIN + step * i, middle + _wave(i, 2.4)) for i in range(count)]


def _two_rows(count: int) -> list[Point]:
    above = ceil(count / 2)
    step = (_NARROW_WIDTH - 2 * _MARGIN - _BULGE / 2) / (above - 1)
    top = _HEADROOM + _MARGIN + _AMPLITUDE
    first = [(_MARGIN + step * i, top + _wave(i, 2.4)) for i in range(above)]
    second = [
        (_MARGIN + step * i, top + _ROW_GAP + _wave(i, 0.9))
        for i in range(above - 1, 2 * above - count - 1, -1)
    ]
    return first + second


def _right_edge(centres: Sequence[Point]) -> float:
    return _round(max(x for x, _ in centres) + _MARGIN)


def _pieces(centres: Sequence[Point]) -> list[Piece]:
    """Cubic pieces between neighbours: Catmull-Rom in a row, a wide bend between rows."""
    pieces: list[Piece] = []
    for i in range(len(centres) - 1):
        (x1, y1), (x2, y2) = centres[i], centres[i + 1]
        if x1 == x2:
            pieces.append(((x1 + _BULGE, y1 + 4), (x2 + _BULGE, y2 - 4), (x2, y2)))
            continue
        before = centres[i - 1] if i and centres[i - 1][0] != x1 else (x1, y1)
        after = centres[i + 1]
        if i + 2 < len(centres) and centres[i + 2][0] != x2:
            after = centres[i + 2]
        first = (x1 + (x2 - before[0]) / 6, y1 + (y2 - before[1]) / 6)
        second = (x2 - (after[0] - x1) / 6, y2 - (after[1] - y1) / 6)
        pieces.append((first, second, (x2, y2)))
    return pieces


def _path_data(centres: Sequence[Point], pieces: Sequence[Piece], start: int, end: int) -> str:
    if start >= end:
        return ""
    x, y = centres[start]
    curves = " ".join(
        "C" + " ".join(f"{_round(px):g} {_round(py):g}" for px, py in piece)
        for piece in pieces[start:end]
    )
    return f"M{_round(x):g} {_round(y):g} {curves}"


def _round(value: float) -> float:
    return round(value, 1)
