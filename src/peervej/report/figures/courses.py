"""The mean of each arm over the visits, with intervals and how many were seen."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peervej.report.figures.marks import (
    CORAL,
    FJORD,
    LINE,
    SOFT,
    WIDTH,
    Axis,
    axis_over,
    dot,
    line,
    picture,
    shortened,
    words,
)

TOP, HEIGHT, LEFT, RIGHT = 26.0, 210.0, 70.0, 500.0
COLOURS = (FJORD, CORAL)
APART = 9.0


@dataclass(frozen=True)
class CoursePoint:
    """One arm at one visit; ``mean`` None where nobody was seen."""

    visit: str
    n: int
    mean: float | None
    low: float = 0.0
    high: float = 0.0


def draw_courses(
    arms: Sequence[tuple[str, Sequence[CoursePoint]]],
    alt: str,
    *,
    write: Callable[[float, int], str],
    seen: str,
    unit: str,
) -> str:
    """The SVG of two arms over the same visits; ``seen`` heads the counts, ``unit`` the axis."""
    known = [p for _name, points in arms for p in points if p.mean is not None]
    scale = axis_over([v for p in known for v in (p.low, p.high)], TOP + HEIGHT, TOP)
    visits = [p.visit for p in arms[0][1]]
    gap = (RIGHT - LEFT) / max(1, len(visits) - 1)
    places = [LEFT + 30 + place * (gap - 60 / max(1, len(visits) - 1)) for place in
              range(len(visits))]  # fmt: skip
    parts = [words(0, 12, shortened(unit, WIDTH), colour=SOFT, size=11)]
    for tick in scale.ticks:
        at = scale.place(tick)
        parts.append(line((LEFT - 10, at), (RIGHT, at), LINE))
        parts.append(
            words(LEFT - 16, at + 4, write(tick, scale.decimals), anchor="end", colour=SOFT)
        )
    bottom = TOP + HEIGHT
    parts += [
        words(x, bottom + 22, shortened(visit, gap), anchor="middle", bold=True)
        for x, visit in zip(places, visits, strict=True)
    ]
    for place, (name, points) in enumerate(arms):
        shift = APART * (place - 0.5)
        parts += _arm(name, points, scale, [x + shift for x in places], place)
        y = bottom + 42 + 17 * place
        parts.append(words(0, y, f"{seen}:" if place == 0 else "", colour=SOFT, size=11))
        parts += [
            words(x, y, str(p.n), anchor="middle", colour=COLOURS[place], size=11)
            for x, p in zip(places, points, strict=True)
        ]
        parts.append(words(RIGHT + 12, y, shortened(name, 130), colour=COLOURS[place], size=11))
    return picture(bottom + 68, parts, alt)


def _arm(
    name: str, points: Sequence[CoursePoint], scale: Axis, places: Sequence[float], number: int
) -> list[str]:
    colour, parts = COLOURS[number], []
    known = [(x, p, p.mean) for x, p in zip(places, points, strict=True) if p.mean is not None]
    for (x1, _p1, m1), (x2, _p2, m2) in itertools.pairwise(known):
        parts.append(
            line((x1, scale.place(m1)), (x2, scale.place(m2)), colour, 2, "6 4" if number else "")
        )
    for x, point, mean in known:
        parts.append(line((x, scale.place(point.low)), (x, scale.place(point.high)), colour, 2))
        parts.append(dot(x, scale.place(mean), 5, colour, hollow=bool(number)))
    if known:
        x, _point, mean = known[-1]
        label = shortened(name, WIDTH - RIGHT)
        parts.append(words(RIGHT + 12, scale.place(mean) + 4, label, bold=True, colour=colour))
    return parts
