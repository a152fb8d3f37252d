"""Look-alike documents as Word documents and PDFs."""

import re
from io import BytesIO

import typst
from docx import Document
from docx.document import Document as WordDocument

from tests.methods.mapping.lookalike import Block, LookAlike

_SPECIAL = re.compile(r"([\\#*_$@<>`\[\]~=/+\-])")
_HEADS = ("title", "region", "heading")


def to_docx(lookalike: LookAlike, *, styled: bool = True, table: bool = False) -> bytes:
    """Return the document as .docx, with heading styles or bare, in paragraphs or a table."""
    document = Document()
    for block in _joined(lookalike.blocks):
        _add(document, block, styled=styled, table=table)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def to_pdf(lookalike: LookAlike, *, styled: bool = True) -> bytes:
    """Return the document as a PDF with page numbers, with larger headings or all alike."""
    body = "\n\n".join(_typeset(block, styled) for block in _joined(lookalike.blocks))
    source = (
        '#set page(paper: "a4", numbering: "1")\n'
        '#set text(lang: "da", font: "Liberation Sans", size: 11pt, ligatures: true)\n' + body
    )
    return typst.compile(source.encode())


def _joined(blocks: list[Block]) -> list[Block]:
    """Return the blocks with a heading over two lines as one paragraph."""
    joined: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and joined and joined[-1].kind == "heading":
            joined[-1] = Block("heading", f"{joined[-1].text} {block.text}")
        elif block.kind != "contents":
            joined.append(block)
    return joined


def _add(document: WordDocument, block: Block, *, styled: bool, table: bool) -> None:
    if block.kind in _HEADS and styled:
        document.add_heading(block.text, 1 if block.kind == "region" else 2)
    elif block.kind == "item" or (block.kind == "part" and styled):
        document.add_paragraph(block.text, style="List Bullet")
    elif block.kind == "text" and table:
        document.add_table(1, 1).cell(0, 0).text = block.text
    else:
        document.add_paragraph(block.text)


def _typeset(block: Block, styled: bool) -> str:
    text = _SPECIAL.sub(r"\\\1", block.text)
    if block.kind in _HEADS and styled:
        return f"#text(size: 15pt)[{text}]"
    return f"- {text}" if block.kind in ("item", "part") else text
