"""What a report is made of, before it is HTML or PDF."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A section's heading; `anchor` is what the checklist points to."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """Running text: the lead stands out, a note stands back."""

    text: str
    is_lead: bool = False
    is_note: bool = False


@dataclass(frozen=True)
class Items:
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """A table; the first cell of a row names it, `numbers` are the columns set right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A drawing with the words that say the same."""

    svg: str
    alt: str
    caption: str


Block = Heading | Paragraph | Items | Rows | Figure


@dataclass(frozen=True)
class Report:
    """A whole report in one language ("da" or "en")."""

    language: str
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
