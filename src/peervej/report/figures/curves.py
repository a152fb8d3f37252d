"""A curve over numbers, with a band around it and lines where something is decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peervej.report.figures.marks import (
    CORAL,
    FJORD,
    LINE,
    MIST,
    SOFT,
    axis_over,
    line,
    picture,
    words,
)

TOP, HEIGHT, LEFT, RIGHT = 24.0, 200.0, 56.0, 610.0


@dataclass(frozen=True)
class Curve:
    """Points (x, y) in order of x; ``band`` holds (x, low, high).

    ``across`` is the y and ``upright`` the x where something is decided.
    """

    points: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float, float]] = ()
    across: float | None = None
    upright: float | None = None


def draw_curve(
    curve: Curve, alt: str, *, names: tuple[str, str], write: Callable[[float, int], str]
) -> str:
    """The SVG; ``names`` are what the axes are called, x first."""
    xs = [x for x, _y in curve.points]
    ys = [y for _x, y in curve.points] + [v for _x, low, high in curve.band for v in (low, high)]
    ys += [v for v in (curve.across,) if v is not None]
    across = axis_over([*xs, *([curve.upright] if curve.upright is not None else [])], LEFT, RIGHT)
    up = axis_over(ys, TOP + HEIGHT, TOP)
    bottom = TOP + HEIGHT
    parts = [words(0, 12, names[1], colour=SOFT, size=11)]
    if curve.band:
        outline = [(across.place(x), up.place(high)) for x, _low, high in curve.band]
        outline += [(across.place(x), up.place(low)) for x, low, _high in reversed(curve.band)]
        corners = " ".join(f"{x:g},{y:g}" for x, y in outline)
        parts.append(f'<polygon points="{corners}" fill="{MIST}"/>')
    for tick in up.ticks:
        at = up.place(tick)
        parts.append(line((LEFT, at), (RIGHT, at), LINE))
        parts.append(words(LEFT - 8, at + 4, write(tick, up.decimals), anchor="end", colour=SOFT))
    for tick in across.ticks:
        at = across.place(tick)
        parts.append(line((at, bottom), (at, bottom + 4), SOFT))
        label = write(tick, across.decimals)
        parts.append(words(at, bottom + 18, label, anchor="middle", colour=SOFT))
    if curve.across is not None:
        at = up.place(curve.across)
        parts.append(line((LEFT, at), (RIGHT, at), CORAL, 1.2, "5 4"))
    if curve.upright is not None:
        at = across.place(curve.upright)
        parts.append(line((at, TOP), (at, bottom), CORAL, 1.2, "5 4"))
    placed = " ".join(f"{across.place(x):g},{up.place(y):g}" for x, y in curve.points)
    parts.append(f'<polyline points="{placed}" fill="none" stroke="{FJORD}" stroke-width="2.5"/>')
    parts.append(words((LEFT + RIGHT) / 2, bottom + 36, names[0], anchor="middle", colour=SOFT))
    return picture(bottom + 44, parts, alt)
