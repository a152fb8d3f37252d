"""Finding the headings of initiatives between the questions and in the prose of notices."""

from dataclasses import dataclass, replace
from itertools import zip_longest

from peervej.methods.mapping.heading_shape import (
    CONNECTOR,
    ENDED,
    LONGEST,
    NAMED,
    SENTENCE_END,
    clean_name,
    closes,
    has_shape,
    has_verb,
    is_only_place,
    is_pointer,
    joined_name,
    may_begin,
)
from peervej.methods.mapping.heading_signs import LED, echo_of, look_at, score
from peervej.methods.mapping.lines import Line

_LOOK_BACK = 8  # lines above a questionnaire in which its name may stand
_NEEDED = 3  # signs that make a line the heading of a notice
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """An initiative's name and the lines [start, stop) it takes in its block."""

    start: int
    stop: int
    name: str
    before: Line | None = None  # text of an answer that stood on the heading's own line


def heading_before_question(lines: list[Line]) -> Heading | None:
    """Return the heading nearest above a questionnaire; lines are those before its print."""
    for back in range(min(len(lines), _LOOK_BACK)):
        index = len(lines) - 1 - back
        named = NAMED.match(lines[index].text)
        if named:
            return Heading(index, index + 1, clean_name(lines[index].text))
        if back == 0 or _opens(lines, index):
            found = _fitting(lines, index, direct=back == 0)
            if found:
                return found
    return None


def find_notices(lines: list[Line], *, after_answer: bool) -> list[Heading]:
    """Return the headings of initiatives that are only described, in order.

    After an answer a heading needs a sign that the answer is over: a new page, a pointer to
    more information, a wider gap, or the printed question directly above it.
    """
    found: list[Heading] = []
    index, block = 0, look_at(lines, after_answer)
    while index < len(lines):
        stop = _heading_stop(lines, index)
        if stop and score(lines, index, stop, block) >= _NEEDED:
            found.append(Heading(index, stop, joined_name(lines[index:stop])))
            index, block = stop, replace(block, after_answer=False)
        index += 1
    return found


def unstick(lines: list[Line]) -> list[Line]:
    """Return the lines with a notice's heading taken off the end of the text before it.

    That it is a heading shows only when the next line begins with the same name.
    """
    apart: list[Line] = []
    for line, below in zip_longest(lines, lines[1:]):
        split = _split_off(line) if below else None
        if split and echo_of(line.text[split:], [below]) == LED and may_begin(line.part(split)):
            apart += [line.part(0, split), line.part(split)]
        else:
            apart.append(line)
    return apart


def _fitting(lines: list[Line], index: int, *, direct: bool) -> Heading | None:
    line = lines[index]
    start = _joined_start(lines, index)
    above = lines[index - 1] if index else None
    if start == index and above and CONNECTOR.search(above.text) and len(line.text) <= LONGEST:
        split = _split_off(replace(above, text=above.text.rstrip(",–&/- ")))
        if split is not None:
            tail = above.part(split)
            return Heading(index - 1, index + 1, joined_name([tail, line]), above.part(0, split))
    split = _split_off(line) if direct else None
    whole = has_shape(line, direct=direct) or (start < index and len(line.text) <= LONGEST)
    if whole and not (split and has_verb(line.text[:split])):
        return Heading(start, index + 1, joined_name(lines[start : index + 1]))
    if split is not None:
        return Heading(index, index + 1, clean_name(line.text[split:]), before=line.part(0, split))
    return None


def _split_off(line: Line) -> int | None:
    """Return where a heading stuck to the end of an answer's last line begins."""
    for found in reversed(list(SENTENCE_END.finditer(line.text))):
        before = line.text[: found.start()]
        if len(line.text) - found.end() > LONGEST:
            return None
        if len(before.split()) < 3 and not is_pointer(before):
            return None
        if has_shape(line.part(found.end()), direct=True):
            return found.end()
    return None


def _opens(lines: list[Line], index: int) -> bool:
    line = lines[index]
    return line.gap > 0 or line.starts_page or line.styled or line.whole or index == 0


def _joined_start(lines: list[Line], index: int) -> int:
    """Return the first line of a heading that ends on line index."""
    start = index
    while start and index - start < _MOST_LINES - 1 and not lines[start].bullet:
        above, line = lines[start - 1], lines[start]
        if line.styled != above.styled or not may_begin(above):
            break
        if not CONNECTOR.search(above.text):
            boundary = start == 1 or _opens(lines, start - 1) or closes(lines[start - 2].text)
            if not boundary or not _belongs_below(above, line):
                break
        start -= 1
    return start


def _belongs_below(above: Line, line: Line) -> bool:
    """Tell whether a line goes on with the heading line above it."""
    if line.text.endswith(ENDED) and not line.styled:
        return False
    if line.text[:1].islower() or line.styled or (is_only_place(line) and line.gap <= 1):
        return True
    nearer = line.gap < above.gap - 1 and above.gap >= 2
    return nearer and len(above.text) >= 30 and not line.starts_page


def _heading_stop(lines: list[Line], index: int) -> int:
    """Return the line after the heading that begins on line index, 0 when none does."""
    if not may_begin(lines[index]):
        return 0
    stop = index + 1
    while stop < len(lines) and stop - index < _MOST_LINES:
        above, line = lines[stop - 1], lines[stop]
        unfinished = bool(CONNECTOR.search(above.text))
        continued = (line.text[:1].islower() and len(line.text) <= 60) or is_only_place(line)
        apart = line.gap > 1 or line.starts_page
        if not (unfinished or continued) or (apart and not (unfinished and line.starts_page)):
            break
        if len(line.text) > LONGEST:
            break
        stop += 1
    return 0 if stop > index + 1 and CONNECTOR.search(lines[stop - 1].text) else stop
