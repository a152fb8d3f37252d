"""Finding the printed questions in the lines, however they are spelt, wrapped or glued."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TypeAlias

from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.patterns import (
    SHORT,
    WINDOW,
    Match,
    best_match,
    is_ruined,
    is_tail,
    is_within,
)
from peervej.methods.mapping.squeeze import places, squeeze

_WINDOW_LINES = 9
_USUAL_LINE = 300
_MEMORY = 20_000

_NUMBERED = re.compile(
    r"(?:(?:sp[øo]e?rgsm[åa]a?l|spm\.?|nr\.?|q)\s*)?\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hA-H](?=[.)]))"
    r"\s*[.:)–-]*\s*(?=[^\W\d])",
    re.IGNORECASE,
)
_ONLY_NUMBER = re.compile(
    r"^(?:(?:sp[øo]e?rgsm[åa]a?l|spm\.?|nr\.?|q)\s*)?\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-h])\s*[.:)]+$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[.?!:;)”\"]\s*[•\-–]?\s+(?=[^\W\d])"
    r"|\s(?=[Bb][ec]?[sz][a-zæøå]{2,6} (?:kort|peer|gruppe|effekt|finan))"
    r"|\s(?=Er der andet)"
)
_TRAILING_NUMBER = re.compile(
    r"(?:^|\s)(?:(?:sp[øo]e?rgsm[åa]a?l|spm\.?|nr\.?)\s*)?\(?(?P<number>\d)\s*[.:)]+$",
    re.IGNORECASE,
)
_OVERRUN = 6  # letters by which damage at its end may shift where print seems to stop
_CLOSED = ("?", ":", ")", "?)")
_CLOSES = (re.compile(r"\?[)\s?]*"), re.compile(r":(?=\s|$)"), re.compile(r"\)(?=\s|$)"))
_WORD_END = re.compile(r"[^\W\d_]{1,3}(?![^\W_])")
_AFTER = re.compile(r"[\s?:;.,)\]!]*")
_VED_AT = re.compile(r"\s*,?\s*ved at [^.?!:]{0,90}[:?]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A sentence of the form found in the document; part 0 is the question itself."""

    question: int
    part: int
    text: str
    page: int
    glued: bool = False  # stood on the same line as the text before it


Item: TypeAlias = Line | Printed


def find_questions(lines: list[Line]) -> list[Item]:
    """Return the lines with every printed question taken out and put in as Printed."""
    return _Finder(lines).run()


class _Finder:
    """Walks the lines once; a position is (line, index in its text)."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.letters = [squeeze(line.text) for line in lines]
        self.known_places: dict[int, list[int]] = {}
        self.memory: dict[tuple[str, bool], Match | None] = {}
        self.items: list[Item] = []

    def run(self) -> list[Item]:
        row, start = 0, 0
        while row < len(self.lines):
            row, start = self._step(row, start)
        return self.items

    def _step(self, row: int, start: int) -> tuple[int, int]:
        """Take one printed question, or the text up to the next; return the new position."""
        line = self.lines[row]
        inside = self._inside(row, start)
        number = _NUMBERED.match(line.text, start)
        for begin in (start, number.end()) if number else (start,):
            match = self._match(row, begin, self._after_print())
            if not match or self._begins_below(row, begin, match):
                continue
            if not inside or match.damage <= inside[1].damage or inside[0] - begin > SHORT:
                return self._take(row, start, begin, match)
        if inside:
            self._keep(_without_number(line.part(start, inside[0]), inside[1]))
            return self._take(row, inside[0], inside[0], inside[1])
        remainder = line.part(start)
        if remainder.text and not self._is_remnant(remainder.text):
            self._keep(remainder)
        return row + 1, 0

    def _keep(self, line: Line) -> None:
        if any(character.isalnum() for character in line.text):
            self.items.append(line)

    def _after_print(self) -> bool:
        return bool(self.items) and isinstance(self.items[-1], Printed)

    def _window(self, row: int, start: int) -> str:
        offset = self._offset(row, start)
        window = self.letters[row][offset : offset + WINDOW]
        for later in range(row + 1, min(row + _WINDOW_LINES, len(self.lines))):
            if len(window) >= WINDOW:
                break
            window += self.letters[later][: WINDOW - len(window)]
        return window

    def _offset(self, row: int, start: int) -> int:
        if start == 0:
            return 0
        text = self.lines[row].text
        if len(text) <= _USUAL_LINE:
            return len(squeeze(text[:start]))
        return bisect_left(self._places(row), start)

    def _places(self, row: int) -> list[int]:
        if row not in self.known_places:
            self.known_places = {row: places(self.lines[row].text)}
        return self.known_places[row]

    def _match(self, row: int, start: int, lenient: bool) -> Match | None:
        window = self._window(row, start)
        key = (window, lenient)
        if key not in self.memory:
            if len(self.memory) > _MEMORY:
                self.memory.clear()
            self.memory[key] = best_match(window, lenient)
        return self.memory[key]

    def _begins_below(self, row: int, start: int, match: Match) -> bool:
        """Tell whether a short answer on this line only seems to belong to the print below it."""
        letters = self.letters[row][self._offset(row, start) :]
        if len(letters) > SHORT or row + 1 >= len(self.lines):
            return False
        if match.length - len(letters) <= match.length // 5:
            return False
        below = self._match(row + 1, 0, self._after_print())
        return letters.isdigit() or (below is not None and below.damage < match.damage)

    def _inside(self, row: int, start: int) -> tuple[int, Match] | None:
        """Return where inside the line a printed question begins, glued to an answer."""
        for found in _INSIDE.finditer(self.lines[row].text, start):
            match = self._match(row, found.end(), False)
            if match:
                return found.end(), match
        return None

    def _take(self, row: int, begin: int, start: int, match: Match) -> tuple[int, int]:
        """Put the printed question into the items; return the position after it."""
        wording = match.pattern.wording
        last = self.items[-1] if self.items else None
        if begin == 0 and isinstance(last, Line) and _ONLY_NUMBER.match(last.text):
            self.items.pop()
        end = self._skip(row, start, match.length)
        text = self._between((row, begin), end)
        self.items.append(
            Printed(wording.question, wording.part, text, self.lines[row].page, begin > 0)
        )
        return end

    def _between(self, begin: tuple[int, int], end: tuple[int, int]) -> str:
        if begin[0] == end[0]:
            return self.lines[begin[0]].text[begin[1] : end[1]].strip()
        rows = [self.lines[begin[0]].text[begin[1] :]]
        rows += [line.text for line in self.lines[begin[0] + 1 : end[0]]]
        if end[1]:
            rows.append(self.lines[end[0]].text[: end[1]])
        return " ".join(rows).strip()

    def _skip(self, row: int, start: int, letters: int) -> tuple[int, int]:
        """Return the position after so many squeezed letters of print, and its closing marks."""
        offset, first = self._offset(row, start), row
        while row < len(self.lines) and offset + letters > len(self.letters[row]):
            letters -= len(self.letters[row]) - offset
            row, offset = row + 1, 0
        if row >= len(self.lines) or (letters == 0 and offset == 0):
            return row, 0
        if row > first and letters <= _OVERRUN and self.lines[row - 1].text.endswith(_CLOSED):
            return row, 0
        return self._finish(row, self._places(row)[offset + letters - 1] + 1)

    def _finish(self, row: int, end: int) -> tuple[int, int]:
        """Move to the question mark or colon near the end, past closing marks."""
        text = self.lines[row].text
        asked = _VED_AT.match(text, end)
        end = asked.end() if asked else _nearest_close(text, end)
        closing = _AFTER.match(text, end)
        end = closing.end() if closing else end
        return (row, end) if end < len(text) else (row + 1, 0)

    def _is_remnant(self, text: str) -> bool:
        """Tell whether text directly after a printed question is more of that print."""
        last = self.items[-1] if self.items else None
        letters = squeeze(text[: 2 * WINDOW])
        if not isinstance(last, Printed) or not text.endswith(_CLOSED):
            return False
        if text.startswith("(") and ("?" in text[-40:] or is_tail(letters, last.question)):
            return True
        if "?" in text and is_ruined(letters):
            return True
        if not text.lstrip("(")[:1].islower():
            return False
        if text.count(")") > text.count("(") and len(letters) <= SHORT:
            return True
        return len(letters) >= _OVERRUN and is_within(letters, last.question)


def _without_number(line: Line, match: Match) -> Line:
    """Return the answer before a glued question without the question's own number."""
    found = _TRAILING_NUMBER.search(line.text)
    if found and int(found.group("number")) == match.pattern.wording.question:
        return line.part(0, found.start())
    return line


def _nearest_close(text: str, end: int) -> int:
    """Return where print damaged near its end really stops: a mark close by, or the word's end."""
    nearby = [
        found.end()
        for mark in _CLOSES
        for found in mark.finditer(text, max(0, end - _OVERRUN), end + _OVERRUN + 2)
    ]
    if nearby:
        return min(nearby, key=lambda place: abs(place - end))
    broken = _WORD_END.match(text, end)
    return broken.end() if broken and text[end - 1].isalpha() else end
