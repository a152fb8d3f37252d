"""The figure of a questionnaire: where people were and are on its scale, with the uncertainty."""

from dataclasses import dataclass

WIDTH, ROW, EDGE, TOP = 640, 46, 28, 14
INK, FJORD, SUN, BAND = "#1D2B2C", "#0F5257", "#F3BC55", "#CBDDD8"


@dataclass(frozen=True)
class Mark:
    """A mean with its interval, and what it is called."""

    label: str
    mean: float
    low: float
    high: float
    text: str


def draw_scale(marks: list[Mark], minimum: float, maximum: float, said: str) -> str:
    """One row per mark on the questionnaire's whole scale; SVG with no style of its own."""
    height = TOP + ROW * len(marks) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' class="scale-figure" font-family="Liberation Sans, Arial, sans-serif" font-size="15">'
        f"<title>{_safe(said)}</title>"
    ]

    def place(value: float) -> float:
        share = (min(max(value, minimum), maximum) - minimum) / (maximum - minimum)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    for number, mark in enumerate(marks):
        y = TOP + ROW * number + 30
        left, right, middle = place(mark.low), place(mark.high), place(mark.mean)
        fill = FJORD if number == len(marks) - 1 else SUN
        parts.append(
            f'<text class="f-ink" x="{EDGE}" y="{y - 14}" fill="{INK}">{_safe(mark.label)}:'
            f" {_safe(mark.text)}</text>"
            f'<path class="f-line" d="M{EDGE} {y}H{WIDTH - EDGE}" stroke="{BAND}"/>'
            f'<path class="f-band" d="M{left} {y}H{right}" stroke="{BAND}" stroke-width="12"'
            f' stroke-linecap="round"/>'
            f'<circle class="f-dot" cx="{middle}" cy="{y}" r="7" fill="{fill}" stroke="{FJORD}"'
            f' stroke-width="2"/>'
        )
    y = height - 8
    parts.append(
        f'<text class="f-ink" x="{EDGE}" y="{y}" fill="{INK}">{minimum:g}</text>'
        f'<text class="f-ink" x="{WIDTH - EDGE}" y="{y}" fill="{INK}" text-anchor="end">'
        f"{maximum:g}</text></svg>"
    )
    return "".join(parts)


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
