"""Finding the headings of initiatives between the questions and in the prose of notices."""

import re
from dataclasses import dataclass, replace

from peervej.methods.mapping.heading_shape import (
    CONNECTOR,
    ENDED,
    INNER,
    LABEL,
    LONGEST,
    NAMED,
    PLACE,
    clean_name,
    closes,
    has_shape,
    is_only_place,
    is_pointer,
    joined_name,
    may_begin,
    starts_high,
)
from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.links import ADDRESS
from peervej.methods.mapping.squeeze import squeeze

_LOOK_BACK = 8  # lines above a questionnaire in which its name may stand
_NEEDED = 3  # signs that make a line the heading of a notice
_MOST_LINES = 3
_SENTENCE_END = re.compile(r"[.?!…][”\"')]?\s+(?=[^\W\d_])")


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
    index, usual = 0, _usual_gap(lines)
    while index < len(lines):
        stop = _heading_stop(lines, index)
        if stop and _score(lines, index, stop, usual, after_answer and not found) >= _NEEDED:
            found.append(Heading(index, stop, joined_name(lines[index:stop])))
            index = stop
        index += 1
    return found


def _fitting(lines: list[Line], index: int, *, direct: bool) -> Heading | None:
    line = lines[index]
    start = _joined_start(lines, index)
    if has_shape(line, direct=direct) or (start < index and len(line.text) <= LONGEST):
        return Heading(start, index + 1, joined_name(lines[start : index + 1]))
    split = _split_off(line) if direct else None
    if split is not None:
        return Heading(index, index + 1, clean_name(line.text[split:]), before=line.part(0, split))
    return None


def _split_off(line: Line) -> int | None:
    """Return where a heading stuck to the end of an answer's last line begins."""
    for found in reversed(list(_SENTENCE_END.finditer(line.text))):
        if len(line.text[: found.start()].split()) < 3 or len(line.text) - found.end() > LONGEST:
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


def _usual_gap(lines: list[Line]) -> int:
    gaps = sorted(line.gap for line in lines if not line.starts_page)
    return gaps[len(gaps) // 2] if gaps else 0


def _score(lines: list[Line], start: int, stop: int, usual: int, after_answer: bool) -> int:
    """Weigh the signs that lines [start, stop) are the heading of a new initiative."""
    line, name = lines[start], joined_name(lines[start:stop])
    if stop >= len(lines) or not has_shape(replace(line, text=name)):
        return 0
    if not line.styled and (INNER.match(name) or (stop == start + 1 and line.text.endswith("."))):
        return 0
    if not _is_prose(lines[stop], lines[stop + 1] if stop + 1 < len(lines) else None):
        return 0
    if not _is_over(lines, start):
        return 0
    boundary = _boundary(lines, start, usual, after_answer)
    echoed = 2 * _is_echoed(name, lines[stop : stop + 4])
    if boundary == 0 and (after_answer or not echoed):
        return 0
    if start == 0 and after_answer and boundary < 2 and not echoed:
        return 0
    return boundary + echoed + bool(PLACE.search(name)) + 3 * line.styled + 1


def _boundary(lines: list[Line], start: int, usual: int, after_answer: bool) -> int:
    line = lines[start]
    if start == 0:
        return 2 if line.gap or line.starts_page or line.styled else 1
    above = lines[start - 1]
    earlier = lines[start - 2].text + " " if start > 1 else ""
    pointed = is_pointer(above.text) or (len(above.text) < 40 and is_pointer(earlier + above.text))
    wider = line.gap > max(usual, lines[start + 1].gap if start + 1 < len(lines) else 0)
    much_wider = wider and line.gap >= 2 and not after_answer
    return 2 * pointed + line.starts_page + wider + much_wider + 2 * line.styled


def _is_over(lines: list[Line], start: int) -> bool:
    """Tell whether the text above has come to an end."""
    line = lines[start]
    if start == 0 or line.starts_page or line.styled or lines[start - 1].whole:
        return True
    above = lines[start - 1].text
    if above.endswith(":") or (CONNECTOR.search(above) and not _sends_on(above)):
        return False
    return closes(above) or line.gap >= 2 or len(above) < 55


def _sends_on(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1]
    return bool(ADDRESS.search(last)) or "@" in last


def _is_prose(below: Line, next_: Line | None) -> bool:
    if LABEL.match(below.text) or below.bullet:
        return False
    if not starts_high(below.text) and below.text[:1] not in "”\"“'’(":
        return False
    text = below.text[:200] + (" " + next_.text[:200] if next_ and not below.whole else "")
    long = len(below.text) >= 50 or (len(below.text) >= 30 and below.text.endswith("."))
    return long and len(text) >= 60 and len(text.split()) >= 8


def _is_echoed(name: str, lines: list[Line]) -> bool:
    """Tell whether a word of the name comes back in the lines below it."""
    letters = squeeze(" ".join(line.text[:400] for line in lines)[:400])
    words = [squeeze(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", name)]
    return any(word[: max(4, len(word) - 2)] in letters for word in words if len(word) >= 4)
