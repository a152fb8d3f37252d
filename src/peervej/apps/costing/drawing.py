"""The tornado: how far the result moves when one thing is different."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 1000, 26, 10


@dataclass(frozen=True)
class Bar:
    """One thing varied: its words, and the amounts in kroner at both ends."""

    label: str
    low: float
    high: float
    text: str


def draw_tornado(bars: Sequence[Bar], base: float) -> Iterator[tuple[Bar, str]]:
    """Each bar with its drawing, all on one axis of kroner; the words beside say the same.

    The drawing is stretched to whatever width there is. A line stands at nothing and a thick one
    at ``base``, the result as it is.
    """
    ends = [base, 0.0, *[end for bar in bars for end in (bar.low, bar.high)]]
    least, most = min(ends), max(ends)
    span = (most - least) or 1.0

    def place(value: float) -> float:
        return round(EDGE + (value - least) / span * (WIDTH - 2 * EDGE), 1)

    for bar in bars:
        left, right = sorted((place(bar.low), place(bar.high)))
        yield (
            bar,
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            ' preserveAspectRatio="none" aria-hidden="true" class="tornado">'
            f'<path class="t-zero" d="M{place(0)} 0V{HEIGHT}"/>'
            f'<rect class="t-bar" x="{left}" y="4" width="{max(right - left, 4):.1f}" height="18"/>'
            f'<path class="t-base" d="M{place(base)} 0V{HEIGHT}"/></svg>',
        )
