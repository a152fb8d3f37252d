"""Page numbers: lines of digits told from answers that are only a number."""

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate

from peervej.methods.mapping.lines import Line

_DIGITS = re.compile(r"^[-–—\s]*(\d{1,4})[-–—\s]*$")
_DASHED = re.compile(r"^\d{1,4}\s*[-–—]$")  # '- 6 -', whose first dash reads as a bullet
_NAMED = re.compile(
    r"^[-–—\s]*(?:side|s\.|page)\s*\|?\s*\d{1,4}(?:\s*(?:af|of|/)\s*\d{1,4})?[-–—\s.]*$"
    r"|^\d{1,4}\s*\|\s*(?:side|page)$",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"^[-–—\s]*\d{1,4}\s*(?:/|af|of)\s*\d{1,4}[-–—\s]*$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+$", re.IGNORECASE)
_FAR = 3  # blank lines between a question and a number that make it a page's
_CHAIN = 4  # numbers that follow each other one by one are pages
_ASCENDING = 3  # numbers enough to tell which of them are out of order
_CHAIN_LINES = 10  # with at least so many lines between them


def drop_page_numbers(lines: list[Line]) -> list[Line]:
    """Drop page numbers; the line after one begins a page when the layout did not say so."""
    numbers = _page_numbers(lines)
    kept: list[Line] = []
    added, begins, ended = 0, False, False
    for index, line in enumerate(lines):
        if index in numbers:
            begins, ended = begins or line.starts_page, ended or not line.starts_page
            continue
        if ended and not begins and not line.starts_page:
            added += 1
        starts = line.starts_page or begins or ended
        if added or starts != line.starts_page:
            line = replace(line, page=line.page + added, starts_page=starts)
        kept.append(line)
        begins, ended = False, False
    return kept


def _page_numbers(lines: list[Line]) -> set[int]:
    certain: dict[int, int] = {}
    doubtful: list[tuple[int, int]] = []
    digits: list[tuple[int, int]] = []
    named: set[int] = set()
    for index, line in enumerate(lines):
        dashed = line.bullet and _DASHED.match(line.text)
        if dashed or _NAMED.match(line.text) or _NUMBER_OF.match(line.text):
            named.add(index)
        found = None if line.bullet else _DIGITS.match(line.text)
        if not found:
            continue
        number = int(found.group(1))
        answers = _follows_question(lines, index) and line.gap < _FAR
        if not answers:
            digits.append((index, number))
        if _stands_apart(lines, index):
            if answers:
                doubtful.append((index, number))
            else:
                certain[index] = number
    certain = _ascending(certain) | dict(_chained(digits))
    return named | certain.keys() | _fitting(certain, doubtful)


def _stands_apart(lines: list[Line], index: int) -> bool:
    """Tell whether the layout sets a line apart at the edge of a page."""
    line = lines[index]
    if index and not line.gap and lines[index - 1].text[-1:].isdigit():
        return False  # the rest of a telephone number
    if index + 1 == len(lines):
        return line.gap >= 1
    if line.starts_page or lines[index + 1].starts_page:
        return True
    return line.gap >= 2 and lines[index + 1].gap >= 1


def _follows_question(lines: list[Line], index: int) -> bool:
    before = index - 1
    while before >= 0 and _ADDRESS.match(lines[before].text):
        before -= 1  # links at the foot of the page before
    return before >= 0 and lines[before].text.endswith(("?", ":", ")"))


def _fitting(certain: dict[int, int], doubtful: list[tuple[int, int]]) -> set[int]:
    """Return the doubtful lines whose number lies between the page numbers around them."""
    places = sorted(certain)
    if not places:
        return set()
    highest = list(accumulate((certain[place] for place in places), max))
    lowest = list(accumulate((certain[place] for place in reversed(places)), min))[::-1]
    fitting: set[int] = set()
    for index, number in doubtful:
        after = bisect_left(places, index)
        above = highest[after - 1] if after else number - 1
        below = lowest[after] if after < len(places) else number + 1
        if above < number < below:
            fitting.add(index)
    return fitting


def _ascending(certain: dict[int, int]) -> dict[int, int]:
    """Return the longest part of the numbers that only ascends; the others are no pages."""
    if len(certain) < _ASCENDING:
        return certain
    ends: list[int] = []  # the lowest number a part of each length can end with
    places: list[int] = []
    before: dict[int, int] = {}
    for place in sorted(certain):
        length = bisect_left(ends, certain[place])
        ends[length : length + 1] = [certain[place]]
        places[length : length + 1] = [place]
        before[place] = places[length - 1] if length else -1
    kept: dict[int, int] = {}
    place = places[-1]
    while place >= 0:
        kept[place] = certain[place]
        place = before[place]
    return kept


def _chained(digits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines of digits that count up one by one through the document."""
    chains: dict[int, list[tuple[int, int]]] = {}
    best: list[tuple[int, int]] = []
    for index, number in digits:
        before = chains.get(number - 1, [])
        if before and index - before[-1][0] < _CHAIN_LINES:
            before = []
        chain = [*before, (index, number)]
        if len(chain) >= len(chains.get(number, [])):
            chains[number] = chain
        if len(chain) > len(best):
            best = chain
    return best if len(best) >= _CHAIN else []
