"""Where things stand in a figure: numbers for an SVG template, no mark-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, LEFT, RIGHT = 360.0, 22.0, 14.0
ROW, TOP = 44.0, 12.0


@dataclass(frozen=True)
class Interval:
    """A named estimate with its interval, in units of the outcome."""

    label: str
    value: float
    low: float
    high: float
    is_main: bool = False


@dataclass(frozen=True)
class DrawnInterval:
    """One line of the figure in the figure's own units."""

    label: str
    text: str
    y: float
    label_y: float
    x: float
    x_low: float
    x_high: float
    is_main: bool


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class IntervalFigure:
    """Everything the template needs to draw intervals over a line at zero."""

    height: float
    width: float
    zero: float
    important: float | None
    axis_y: float
    rows: tuple[DrawnInterval, ...]
    ticks: tuple[Tick, ...]


def draw_intervals(rows: Sequence[Interval], important: float = 0) -> IntervalFigure:
    """Place intervals under each other on one axis that always shows zero.

    `important` is the smallest difference that matters, 0 where none is agreed.
    """
    low = min(0.0, *(row.low for row in rows))
    high = max(0.0, float(important), *(row.high for row in rows))
    step = _step(high - low)
    first, last = floor(low / step) * step, ceil(high / step) * step
    if first == last:
        last = first + step

    def place(value: float) -> float:
        return round(LEFT + (value - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)

    drawn = tuple(
        DrawnInterval(
            label=row.label,
            text=f"{_number(row.value)} ({_number(row.low)} – {_number(row.high)})",
            label_y=TOP + ROW * number + 10,
            y=TOP + ROW * number + 26,
            x=place(row.value),
            x_low=place(row.low),
            x_high=place(row.high),
            is_main=row.is_main,
        )
        for number, row in enumerate(rows)
    )
    axis = TOP + ROW * len(rows) + 4
    count = round((last - first) / step)
    ticks = tuple(
        Tick(place(first + n * step), _number(first + n * step, 1 if step < 1 else 0))
        for n in range(count + 1)
    )
    return IntervalFigure(
        height=axis + 26,
        width=WIDTH,
        zero=place(0),
        important=place(important) if important else None,
        axis_y=axis,
        rows=drawn,
        ticks=ticks,
    )


def _step(span: float) -> float:
    """A round step that gives about five ticks."""
    rough = (span or 1.0) / 5
    size: float = 10 ** floor(log10(rough))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)


def _number(value: float, decimals: int = 1) -> str:
    """A number in Danish writing; minus as a minus sign, never "-0"."""
    text = f"{value:.{decimals}f}".replace(".", ",")
    if not text.strip("-0,"):
        text = text.lstrip("-")
    return text.replace("-", "−")
