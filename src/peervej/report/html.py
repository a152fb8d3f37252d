"""A report as one HTML file: no script, nothing fetched from elsewhere."""

from html import escape

from peervej.report.document import Block, Figure, Heading, Items, Paragraph, Report, Rows

STYLE = """
body{font:17px/1.55 Georgia,serif;color:#1D2B2C;background:#FBF8F3;margin:0 auto;max-width:50rem;
padding:2rem 1.25rem 4rem}
h1,h2{line-height:1.2}h2{margin-top:2.2rem}
.lead{font-size:1.25rem;background:#0F5257;color:#fff;border-radius:12px;padding:1.1rem 1.3rem}
.frame{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:bold;padding:.4rem 0;max-width:calc(100vw - 2.6rem)}
th,td{border-top:1px solid #d8d2c6;padding:.4rem .6rem .4rem 0;text-align:left;font-weight:normal;
vertical-align:top;overflow-wrap:anywhere}thead th{color:#55635F;overflow-wrap:normal}
tbody th{min-width:9rem;overflow-wrap:break-word}.words tbody th{min-width:0}
.number{text-align:right;white-space:nowrap}
figure{margin:1rem 0;overflow-x:auto}
figure svg{width:100%;height:auto;max-width:44rem;background:#fff;border-radius:12px;
padding:.8rem;box-sizing:border-box}figcaption,.note{color:#55635F;font-size:.92em}
@media(max-width:40rem){figure svg{min-width:36rem}}
@media print{body{background:none}.lead{background:none;color:inherit;border:1px solid}}
"""


def write_html(report: Report) -> str:
    """The report as a whole document."""
    body = "\n".join(_block(block) for block in report.blocks)
    title = escape(report.title)
    return (
        f'<!doctype html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{_subtitle(report)}{body}\n</main>\n</body>\n</html>\n"
    )


def _subtitle(report: Report) -> str:
    return f'<p class="note">{escape(report.subtitle)}</p>\n' if report.subtitle else ""


def _block(block: Block) -> str:
    match block:
        case Heading(text, anchor):
            return f'<h2 id="{anchor}">{escape(text)}</h2>'
        case Paragraph(text, is_lead, is_note):
            kind = ' class="lead"' if is_lead else ' class="note"' if is_note else ""
            return f"<p{kind}>{escape(text)}</p>"
        case Items(texts):
            return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"
        case Figure(svg, _alt, caption):
            return f'<figure tabindex="0">{svg}<figcaption>{escape(caption)}</figcaption></figure>'
        case Rows():
            return _table(block)


def _table(table: Rows) -> str:
    def kind(place: int) -> str:
        return ' class="number"' if place in table.numbers else ""

    head = "".join(
        f'<th scope="col"{kind(place)}>{escape(label)}</th>' if label else "<td></td>"
        for place, label in enumerate(table.columns)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(
            f"<td{kind(place)}>{escape(cell)}</td>" for place, cell in enumerate(row) if place
        )
        + "</tr>"
        for row in table.rows
    )
    words = "" if table.numbers else ' class="words"'
    return (
        f'<div class="frame" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f"<table{words}><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
