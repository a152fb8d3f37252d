"""Running heads: short lines that stand at the top or the bottom of page after page."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.squeeze import squeeze

_TIMES = 3  # in a document of more than three pages; otherwise two
_DENSITY = 0.45  # share of the pages between the first and the last; left and right may differ
_WIDE = 0.8  # share of all pages that makes a head the document's own, not a chapter's
_LENGTH = 90
_FIRST_LINES = 3


@dataclass(slots=True)
class _Edge:
    """Where one line stands at the tops (or bottoms) of pages."""

    places: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def is_running(self, needed: int, everywhere: int) -> bool:
        count = len(self.places)
        if count < needed or count < 0.8 * everywhere:
            return False
        return count >= _DENSITY * (self.pages[-1] - self.pages[0] + 1)


def drop_running_heads(lines: list[Line]) -> list[Line]:
    """Drop running heads; what follows one at the top of a page begins the page.

    The first of a chapter's or an initiative's head stays, because it may be the heading.
    """
    drop = _running(lines)
    kept: list[Line] = []
    begins = False
    for index, line in enumerate(lines):
        if index in drop:
            begins = begins or line.starts_page
            continue
        kept.append(replace(line, starts_page=True) if begins else line)
        begins = False
    return kept


def _running(lines: list[Line]) -> set[int]:
    tops: dict[str, _Edge] = {}
    bottoms: dict[str, _Edge] = {}
    everywhere: Counter[str] = Counter()
    pages = 1 + sum(line.starts_page for line in lines[1:])
    for index, line in enumerate(lines):
        key = _key(line)
        if not key:
            continue
        everywhere[key] += 1
        ends = index + 1 == len(lines) or lines[index + 1].starts_page
        for edges, stands in ((tops, line.starts_page), (bottoms, ends)):
            if stands:
                edge = edges.setdefault(key, _Edge())
                edge.places.append(index)
                edge.pages.append(line.page)
    needed = _TIMES if pages > _TIMES else 2
    drop: set[int] = set()
    for edges in (tops, bottoms):
        for key, edge in edges.items():
            if edge.is_running(needed, everywhere[key]):
                drop.update(edge.places[_kept(key, edge, pages) :])
    return drop


def _kept(key: str, edge: _Edge, pages: int) -> int:
    """Return how many of the first places stay in the text: one or none."""
    wide = edge.pages[-1] - edge.pages[0] + 1 >= _WIDE * pages
    return 0 if wide and "region" not in key and edge.places[0] >= _FIRST_LINES else 1


def _key(line: Line) -> str:
    # a question mark or colon ends print of the form, which may well fall on page edges
    if len(line.text) > _LENGTH or line.bullet or line.text.endswith(("?", ":")):
        return ""
    return squeeze(re.sub(r"\d+", "", line.text))
