"""Finding the headings of initiatives between the questions and in the prose of notices."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from rapidfuzz import fuzz

from peervej.methods.mapping.heading_shape import (
    CONNECTOR,
    ENDED,
    INNER,
    LABEL,
    LONGEST,
    NAMED,
    PLACE,
    SENTENCE_END,
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
_LED = 3
_LOUD = 6
_LONG = 7
_SHORT = 60
_FULL = 0.8  # of the usual width: so long a line is likelier prose that goes on
_WHOLE = 14  # letters of a name that a text begins with, to begin with the name
_ECHO = 160  # letters below a heading in which its name comes back
_OPENING = re.compile(r"^(?:(?:foreningen|projekte?t?|initiativet|tilbuddet|hos|i|på)\s+)?", re.I)
# What every initiative is about, and so no sign that a text takes up a name.
_COMMON = re.compile(
    r"(?:peers?(?:stott\w*)?|stott\w{0,4}|frivillige?\w{0,3}|unge|kommune\w?|region\w{0,3}"
    r"|projekt\w{0,3}|tilbud\w{0,3}|bruger\w{0,3}|erfaring\w{0,3}|gruppe\w?|medarbejder\w{0,3}"
    r"|kurs\w{0,4}|medlem\w{0,4}|borger\w{0,3}|recovery|(?:social)?psykiatri\w{0,3}|alle|vores)"
)
_TOWN_LAST = re.compile(r", .*\b[Kk]ommune$")


@dataclass(frozen=True, slots=True)
class Heading:
    """An initiative's name and the lines [start, stop) it takes in its block."""

    start: int
    stop: int
    name: str
    before: Line | None = None  # text of an answer that stood on the heading's own line


@dataclass(frozen=True, slots=True)
class _Block:
    """What is usual among the lines in which notices are looked for."""

    gap: int  # blank lines before a line
    width: int  # letters of a full line
    after_answer: bool  # the lines begin with an answer, not with a notice


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
    index, block = 0, _look_at(lines, after_answer)
    while index < len(lines):
        stop = _heading_stop(lines, index)
        if stop and _score(lines, index, stop, block) >= _NEEDED:
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
        if split and _echo(line.text[split:], [below]) == _LED and may_begin(line.part(split)):
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
    if has_shape(line, direct=direct) or (start < index and len(line.text) <= LONGEST):
        return Heading(start, index + 1, joined_name(lines[start : index + 1]))
    split = _split_off(line) if direct else None
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


def _look_at(lines: list[Line], after_answer: bool) -> _Block:
    gaps = sorted(line.gap for line in lines if not line.starts_page)
    widths = sorted(len(line.text) for line in lines if not line.whole)
    return _Block(
        gaps[len(gaps) // 2] if gaps else 0,
        widths[int(0.9 * (len(widths) - 1))] if widths else LONGEST,
        after_answer,
    )


def _score(lines: list[Line], start: int, stop: int, block: _Block) -> int:
    """Weigh the signs that lines [start, stop) are the heading of a new initiative."""
    line, name = lines[start], joined_name(lines[start:stop])
    if stop >= len(lines) or not has_shape(replace(line, text=name)):
        return 0
    if not line.styled and (INNER.match(name) or (stop == start + 1 and line.text.endswith("."))):
        return 0
    boundary = _boundary(lines, start, block)
    next_ = lines[stop + 1] if stop + 1 < len(lines) else None
    sure = boundary >= 2 and len(name) <= _SHORT
    if not _is_prose(lines[stop], next_, sure) or not _is_over(lines, start):
        return 0
    echo = _echo(name, lines[stop : stop + 3])
    loud = name.isupper() and len(name) > _LOUD
    placed = bool(PLACE.search(name))
    full = stop == start + 1 and not line.whole and len(line.text) > _FULL * block.width
    if boundary == 0 and (full or echo < (_LED if block.after_answer and start else 1)):
        return 0
    if full and start == 0 and not echo:
        return 0
    if block.after_answer and start and boundary < 2 and not (echo or placed or loud):
        return 0
    return boundary + echo + placed + loud + 3 * line.styled + 1


def _boundary(lines: list[Line], start: int, block: _Block) -> int:
    line, after_answer = lines[start], block.after_answer
    if start == 0:
        worded = line.whole and len(line.text.split()) > 1
        fresh = line.gap or line.starts_page or line.styled or worded or not after_answer
        return 2 if fresh or _TOWN_LAST.search(line.text) else 0
    above = lines[start - 1]
    earlier = lines[start - 2].text + " " if start > 1 else ""
    pointed = is_pointer(above.text) or (len(above.text) < 40 and is_pointer(earlier + above.text))
    wider = line.gap > max(block.gap, lines[start + 1].gap if start + 1 < len(lines) else 0)
    much_wider = wider and line.gap >= 2 and not after_answer
    layout = line.starts_page + wider if not after_answer else line.starts_page or wider
    return 2 * pointed + layout + much_wider + 2 * line.styled


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
    return (
        bool(ADDRESS.search(last)) or "@" in last or "://" in last or last.rstrip("/")[-3:] == ".dk"
    )


def _is_prose(below: Line, next_: Line | None, sure: bool) -> bool:
    if LABEL.match(below.text) or below.bullet:
        return False
    if not sure and not starts_high(below.text) and below.text[:1] not in "”\"“'’(":
        return False
    text = below.text[:200] + (" " + next_.text[:200] if next_ and not below.whole else "")
    long = len(below.text) >= 50 or (len(below.text) >= 30 and below.text.endswith("."))
    return long and len(text) >= 60 and len(text.split()) >= 8


def _echo(name: str, lines: list[Line]) -> int:
    """Tell how the text below takes up the name: 3 by itself, 2 by a word of it, 0 not at all."""
    text = " ".join(line.text[:200] for line in lines)[:_ECHO]
    letters, opening = squeeze(text), squeeze(_OPENING.sub("", text))
    own = _OPENING.sub("", name)
    stems = [_stem(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", own)]
    whole = squeeze(re.split(r"[,:(–]", own)[0])
    led = bool(stems and stems[0]) and opening.startswith(stems[0])
    led = led or (len(whole) >= _LOUD and opening.startswith(whole[:_WHOLE]))
    if led or (len(whole) > _LOUD and _is_in(whole, letters)):
        return _LED
    known = [stem for stem in stems if len(stem) >= 4]
    return 2 if any(_is_in(stem, letters) for stem in known) else 0


def _is_in(stem: str, letters: str) -> bool:
    """Tell whether a stem occurs, with one letter wrong if it is long."""
    if stem in letters:
        return True
    return len(stem) >= _LONG and fuzz.partial_ratio(stem, letters) >= 100 * (1 - 1.5 / len(stem))


def _stem(word: str) -> str:
    """Return the beginning of a word that is its initiative's own, '' for a common one."""
    letters = squeeze(word)
    if word.isupper() and len(letters) >= 2:
        return letters
    if len(letters) < 4:
        return ""
    return "" if _COMMON.fullmatch(letters) else letters[: max(5, len(letters) - 2)]
