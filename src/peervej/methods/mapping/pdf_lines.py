"""Lines of a PDF that holds text (ISO 32000), with gaps and heading sizes from the layout."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median
from typing import Any

from pypdf import PdfReader

from peervej.methods.errors import UnusableInput
from peervej.methods.mapping.lines import Line, clean, is_lone_bullet, split_bullet

MAX_PAGES = 300
MAX_CHARACTERS = 3_000_000
MAX_PAGE_BYTES = 2_000_000  # of drawing instructions; a written page has some ten thousand
MAX_OPERATIONS = 1_000_000  # drawing operations; a written page has some hundred

_LARGER = 1.12  # times the usual size: a heading
_TOO_MUCH = "The PDF draws far more than a mapping holds; send the text or a Word document."
_DAMAGED = (
    "The PDF is damaged or cut off; open it in a PDF reader and save it again, or send the text."
)


@dataclass(slots=True)
class _Row:
    """One row of a page as it is being put together."""

    height: float  # of the baseline, in points from the bottom of the page
    size: float  # of the letters, in points
    page: int
    text: str


@dataclass(slots=True)
class _Collector:
    """Takes what the extraction shows, piece by piece, and keeps rows within limits."""

    rows: list[_Row] = field(default_factory=list)
    page: int = 0
    characters: int = 0
    operations: int = 0

    def take(self, text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise UnusableInput("The PDF holds more text than a mapping can; split it.")
        if not text.strip():
            if text and self.rows and self.rows[-1].page == self.page and "\n" not in text:
                self.rows[-1].text += " "
            return
        height, points = _place(cm, tm, size)
        for number, piece in enumerate(text.split("\n")):
            last = self.rows[-1] if self.rows else None
            level = last is not None and abs(last.height - height) <= 0.4 * max(points, 1.0)
            if last is not None and not number and last.page == self.page and level:
                last.text += piece
            elif piece.strip():
                self.rows.append(_Row(height, points, self.page, piece))

    def count(self, *_operation: Any) -> None:
        self.operations += 1
        if self.operations > MAX_OPERATIONS:
            raise UnusableInput(_TOO_MUCH)


def read_pdf(data: bytes) -> list[Line]:
    """Return the lines of a PDF in the order they are drawn; raises UnusableInput."""
    with _quiet():
        try:
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnusableInput("The PDF is encrypted; save it without a password.")
            lines = _collect(reader)
        except UnusableInput:
            raise
        except Exception:
            # pypdf raises its own and many built-in errors on damaged files
            raise UnusableInput(_DAMAGED) from None
    if not any(not line.aside for line in lines):
        raise UnusableInput(
            "The PDF holds no text (it may be a scan); send the text, a Word document, or a PDF "
            "with text recognised in it."
        )
    return lines


@contextmanager
def _quiet() -> Iterator[None]:
    # pypdf tells every oddity of a file through logging, which would end up on standard error
    logger = logging.getLogger("pypdf")
    silence, propagates = logging.NullHandler(), logger.propagate
    logger.addHandler(silence)
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = propagates
        logger.removeHandler(silence)


def _collect(reader: PdfReader) -> list[Line]:
    collector = _Collector()
    addresses: list[Line] = []
    if len(reader.pages) > MAX_PAGES:
        raise UnusableInput(f"The PDF has more than {MAX_PAGES} pages; split it.")
    for number, page in enumerate(reader.pages, start=1):
        collector.page = number
        drawing = page.get_contents()
        if drawing is not None and len(drawing.get_data()) > MAX_PAGE_BYTES:
            raise UnusableInput(_TOO_MUCH)
        page.extract_text(visitor_operand_before=collector.count, visitor_text=collector.take)
        addresses += [Line(address, number, aside=True) for address in _addresses(page) if address]
    lines = [*_lines(collector.rows), *addresses] if collector.rows else addresses
    return sorted(lines, key=lambda line: line.page)


def _addresses(page: Any) -> Iterator[str]:
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        action = note.get("/A") if hasattr(note, "get") else None
        target = action.get_object().get("/URI") if action is not None else None
        if target is not None:
            yield clean(str(target))


def _place(cm: Any, tm: Any, size: Any) -> tuple[float, float]:
    height = float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
    scale = max(abs(tm[3]), abs(tm[1])) * max(abs(cm[3]), abs(cm[1]))
    return height, abs(float(size) * float(scale)) or 10.0


def _lines(rows: list[_Row]) -> Iterator[Line]:
    body = median(row.size for row in rows)
    before: _Row | None = None
    bullet_before = False
    for row in rows:
        cleaned = clean(row.text)
        if not cleaned:
            continue
        if is_lone_bullet(cleaned):
            bullet_before = True
            continue
        bullet, text = split_bullet(cleaned)
        starts = before is None or before.page != row.page
        drop = 0.0 if before is None or starts else before.height - row.height
        large = row.size > _LARGER * body
        gap = _gap(drop, row.size)
        line = Line(text, row.page, gap, bullet or bullet_before, starts, styled=large)
        if text:
            yield line
            before, bullet_before = row, False


def _gap(drop: float, size: float) -> int:
    """Return how many blank lines a drop between two baselines stands for."""
    return min(9, max(0, int((drop / size - 0.5) / 1.2))) if size > 0 else 0
