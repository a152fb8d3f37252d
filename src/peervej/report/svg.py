"""The figure of intervals as an SVG that stands alone: no style sheet, no style attribute."""

from html import escape

from peervej.report.drawing import IntervalFigure

INK, SOFT, FJORD = "#1D2B2C", "#55635F", "#0F5257"


def intervals_as_svg(figure: IntervalFigure, alt: str) -> str:
    """Draw intervals over a line at zero."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {figure.width:g} '
        f'{figure.height:g}" width="{figure.width:g}" height="{figure.height:g}" role="img">'
        f"<title>{escape(alt)}</title>",
    ]
    for row in figure.rows:
        # Beside each interval only: a line down the whole figure would cross the labels.
        parts.append(_line(figure.zero, figure.zero, row.y - 10, row.y + 10, INK, 1))
        if figure.important is not None:
            at = figure.important
            parts.append(_line(at, at, row.y - 10, row.y + 10, SOFT, 1, "4 3"))
        colour, weight = (FJORD, 4.0) if row.is_main else (SOFT, 2.0)
        parts.append(_text(0, row.label_y, f"{row.label}: {row.text}", bold=row.is_main))
        parts.append(_line(row.x_low, row.x_high, row.y, row.y, colour, weight))
        size = 6 if row.is_main else 4
        parts.append(f'<circle cx="{row.x:g}" cy="{row.y:g}" r="{size}" fill="{colour}"/>')
    parts.append(_line(0, figure.width, figure.axis_y, figure.axis_y, SOFT, 1))
    parts += [_text(t.x, figure.axis_y + 16, t.label, middle=True) for t in figure.ticks]
    return "".join([*parts, "</svg>"])


def _line(
    x1: float, x2: float, y1: float, y2: float, colour: str, width: float, dashes: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:g}" x2="{x2:g}" y1="{y1:g}" y2="{y2:g}" stroke="{colour}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def _text(x: float, y: float, text: str, *, bold: bool = False, middle: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="10" fill="{INK}" '
        f'font-family="Libertinus Serif, Liberation Serif, serif"{weight}{anchor}>'
        f"{escape(text)}</text>"
    )
