"""Lines of a Word document (.docx, ECMA-376 WordprocessingML)."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from peervej.methods.errors import UnusableInput
from peervej.methods.mapping.lines import Line, clean, split_bullet

MAX_PARTS = 5_000
MAX_BODY_BYTES = 8_000_000
MAX_PARAGRAPHS = 50_000
MAX_NODES = 1_500_000  # looked at in all; nested text boxes are looked at once per level
MAX_UNPACKED_BYTES = 60_000_000

_BODY = "word/document.xml"
_TOO_MUCH = (
    "The Word document unpacks to far more than a mapping can hold; copy the text into a new "
    "document without pictures."
)
_BREAKS = {"page", "column"}


def read_docx(data: bytes) -> list[Line]:
    """Return the paragraphs of a Word document in reading order; raises UnusableInput."""
    _refuse_bomb(data)
    try:
        document = Document(BytesIO(data))
        return list(_lines(document))
    except UnusableInput:
        raise
    except Exception as error:
        # python-docx and lxml raise their own and a dozen built-in errors on damaged packages
        raise UnusableInput(
            f"The Word document is damaged ({type(error).__name__}); open it in a word processor "
            "and save it again."
        ) from None


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnusableInput(
            "The Word document is damaged or cut off; open it in a word processor and save it "
            "again."
        ) from None
    sizes = {part.filename: part.file_size for part in parts}
    if _BODY not in sizes:
        raise UnusableInput("The file is a zip package but no Word document; save it as .docx.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnusableInput("The Word document is encrypted; save it without a password.")
    if (
        len(parts) > MAX_PARTS
        or sizes[_BODY] > MAX_BODY_BYTES
        or sum(sizes.values()) > MAX_UNPACKED_BYTES
    ):
        raise UnusableInput(_TOO_MUCH)


def _lines(document: Any) -> Iterator[Line]:
    page, gap, new_page = 1, 0, True
    styles = {style.style_id: (style.name or "") for style in document.styles}
    nodes = 0
    for count, paragraph in enumerate(document.element.body.iter(qn("w:p"))):
        if _is_repeated(paragraph):
            continue
        text, breaks, looked_at = _text(paragraph)
        nodes += looked_at
        if count > MAX_PARAGRAPHS or nodes > MAX_NODES:
            raise UnusableInput(_TOO_MUCH)
        page, new_page = page + breaks, new_page or breaks > 0
        style = _style(paragraph, styles)
        listed = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        styled = style.startswith(("heading", "overskrift", "title", "titel"))
        lines = [cleaned for raw in text.split("\n") if (cleaned := clean(raw))]
        if not lines:
            gap += 1
        for cleaned in lines:
            bullet, body = split_bullet(cleaned)
            bullet = bullet or ((listed or style.startswith(("list", "opstilling"))) and not styled)
            if body:
                yield Line(body, page, gap, bullet, new_page, styled, whole=True)
                gap, new_page = 0, False
        for address in _addresses(paragraph, document.part.rels):
            yield Line(address, page, aside=True)


def _addresses(paragraph: Any, relations: Any) -> Iterator[str]:
    for link in paragraph.iter(qn("w:hyperlink")):
        relation = relations.get(link.get(qn("r:id"), ""))
        if relation is not None and relation.is_external:
            yield clean(relation.target_ref)


def _style(paragraph: Any, styles: dict[str, str]) -> str:
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    identifier = "" if named is None else named.get(qn("w:val"), "")
    return styles.get(identifier, identifier).lower()


def _is_repeated(element: Any) -> bool:
    # a text box is stored twice: mc:Choice for new readers, mc:Fallback for old ones
    return any(ancestor.tag.endswith("}Fallback") for ancestor in element.iterancestors())


def _text(paragraph: Any) -> tuple[str, int, int]:
    """Return a paragraph's text, whether a page breaks in it, and how many nodes it has."""
    pieces: list[str] = []
    breaks = nodes = 0
    for node in paragraph.iter():
        nodes += 1
        if node is not paragraph and _belongs_elsewhere(node, paragraph):
            continue
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:tab"):
            pieces.append(" ")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            if node.get(qn("w:type")) in _BREAKS:
                breaks += 1
            pieces.append("\n")
        elif node.tag == qn("w:lastRenderedPageBreak"):
            breaks += 1
    return "".join(pieces), min(breaks, 1), nodes


def _belongs_elsewhere(node: Any, paragraph: Any) -> bool:
    """Tell whether a node is in a paragraph nested in this one (a text box)."""
    for ancestor in node.iterancestors():
        if ancestor is paragraph:
            return False
        if ancestor.tag == qn("w:p"):
            return True
    return True
