"""The marks every figure is made of, and an axis with round numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

INK, SOFT, FJORD, CORAL, MIST, LINE = (
    "#1D2B2C", "#55635F", "#0F5257", "#B8432C", "#E3EDEA", "#D8D2C6",
)  # fmt: skip
FONT = "Libertinus Serif, Liberation Serif, Georgia, serif"
WIDTH = 640.0
CHARACTER = 5.6  # width of a letter at the size of the text, about


@dataclass(frozen=True)
class Axis:
    """Maps values between two round numbers to places between two edges."""

    first: float
    last: float
    step: float
    left: float
    right: float

    def place(self, value: float) -> float:
        """Where a value stands, kept within the edges."""
        share = (value - self.first) / (self.last - self.first)
        return round(self.left + min(1.0, max(0.0, share)) * (self.right - self.left), 1)

    @property
    def ticks(self) -> list[float]:
        """The round numbers of the axis."""
        count = round((self.last - self.first) / self.step)
        return [self.first + n * self.step for n in range(count + 1)]

    @property
    def decimals(self) -> int:
        """How many decimals the ticks need."""
        return max(0, -floor(log10(self.step) + 1e-9))


def axis_over(values: Sequence[float], left: float, right: float, ticks: int = 5) -> Axis:
    """An axis that holds all values, with about so many round ticks."""
    low, high = min(values), max(values)
    rough = ((high - low) or abs(high) or 1.0) / ticks
    size: float = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step) * step, ceil(high / step) * step
    return Axis(first, last if last > first else first + step, step, left, right)


def picture(height: float, parts: Sequence[str], alt: str, width: float = WIDTH) -> str:
    """The whole SVG with its name for those who hear it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img">'
        f"<title>{escape(alt)}</title>{''.join(parts)}</svg>"
    )


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str = SOFT,
    width: float = 1,
    dashes: str = "",
) -> str:
    """A line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{start[0]:g}" y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> str:
    """A rectangle with soft corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def dot(x: float, y: float, radius: float, colour: str, *, hollow: bool = False) -> str:
    """A round mark."""
    fill, edge = ("#FFFFFF", f' stroke="{colour}" stroke-width="2"') if hollow else (colour, "")
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"{edge}/>'


def square(x: float, y: float, half: float, colour: str) -> str:
    """A square mark."""
    return (
        f'<rect x="{x - half:g}" y="{y - half:g}" width="{2 * half:g}" height="{2 * half:g}" '
        f'fill="{colour}"/>'
    )


def words(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    colour: str = INK,
    size: float = 12,
) -> str:
    """A text."""
    weight = ' font-weight="bold"' if bold else ""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" '
        f'font-family="{FONT}"{weight}{placed}>{escape(text)}</text>'
    )


def shortened(text: str, room: float) -> str:
    """A text cut with an ellipsis to fit so much room."""
    most = max(4, int(room / CHARACTER))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
