"""A report as tagged PDF (PDF/UA-1) through typst; every text goes in as data."""

import json
import re
from importlib.resources import files
from typing import Any

import typst

from peervej.report.document import Block, Figure, Heading, Items, Paragraph, Report, Rows

STANDARD = "ua-1"
# PDF/UA-1 (ISO 14289-1, 7.21) refuses a file with a sign no font has, such as an emoji.
_UNPRINTABLE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2190\u2192\u2212]"
)


def write_pdf(report: Report) -> bytes:
    """The report as the bytes of a PDF file."""
    images: dict[str, bytes] = {}
    content = {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "blocks": [_block(block, images) for block in report.blocks],
    }
    data = _UNPRINTABLE.sub("?", json.dumps(content, ensure_ascii=False))
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": files(__package__).joinpath("report.typ").read_bytes(),
            "data.json": data.encode(),
            **images,
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )
    return bytes(made)


def _block(block: Block, images: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Paragraph(text, is_lead, is_note):
            kind = "lead" if is_lead else "note" if is_note else "paragraph"
            return {"kind": kind, "text": text}
        case Items(texts):
            return {"kind": "items", "texts": list(texts)}
        case Figure(svg, alt, caption):
            name = f"figure{len(images) + 1}.svg"
            images[name] = svg.encode()
            return {"kind": "figure", "file": name, "alt": alt, "caption": caption}
        case Rows(caption, columns, rows, numbers):
            return {
                "kind": "table",
                "caption": caption,
                "columns": list(columns),
                "rows": [list(row) for row in rows],
                "numbers": sorted(numbers),
            }
