"""The tornado: how far the result moves when one thing is different."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, ROW, TOP, EDGE = 720, 52, 10, 14


@dataclass(frozen=True)
class Bar:
    """One thing varied: its words, and the amounts in kroner at both ends."""

    label: str
    low: float
    high: float
    text: str


def draw_tornado(bars: Sequence[Bar], base: float, said: str) -> str:
    """Bars on one axis of kroner, with a line at the result as it is and one at nothing."""
    ends = [base, 0.0, *[end for bar in bars for end in (bar.low, bar.high)]]
    least, most = min(ends), max(ends)
    span = (most - least) or 1.0

    def place(value: float) -> float:
        return round(EDGE + (value - least) / span * (WIDTH - 2 * EDGE), 1)

    height = TOP + ROW * len(bars) + 8
    parts: list[Any] = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' class="tornado"><title>{_safe(said)}</title>'
        f'<path class="t-zero" d="M{place(0)} 0V{height}"/>'
        f'<path class="t-base" d="M{place(base)} 0V{height}"/>'
    ]
    for number, bar in enumerate(bars):
        y = TOP + ROW * number
        left, right = sorted((place(bar.low), place(bar.high)))
        parts.append(
            f'<text class="t-ink" x="{EDGE}" y="{y + 15}">{_safe(bar.label)}: {_safe(bar.text)}'
            f'</text><rect class="t-bar" x="{left}" y="{y + 22}" rx="4"'
            f' width="{max(right - left, 2):.1f}" height="18"/>'
        )
    return "".join([*parts, "</svg>"])


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
