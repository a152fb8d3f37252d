"""Signs that a line is the heading of an initiative, weighed together."""

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from peervej.methods.mapping.heading_shape import (
    CONNECTOR,
    INNER,
    LABEL,
    LONGEST,
    PLACE,
    closes,
    has_shape,
    is_pointer,
    joined_name,
    starts_high,
)
from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.links import ADDRESS
from peervej.methods.mapping.squeeze import squeeze

LED = 3  # the text below begins with the name
_LOUD = 6  # letters; capitals alone make a longer name stand out
_LONG = 7  # letters; a longer word is known again with one letter wrong
_SHORT = 60  # letters of a heading that needs no capital below it
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
class Block:
    """What is usual among the lines in which notices are looked for."""

    gap: int  # blank lines before a line
    width: int  # letters of a full line
    after_answer: bool  # the lines begin with an answer, not with a notice


def look_at(lines: list[Line], after_answer: bool) -> Block:
    """Return what is usual among the lines."""
    gaps = sorted(line.gap for line in lines if not line.starts_page)
    widths = sorted(len(line.text) for line in lines if not line.whole)
    return Block(
        gaps[len(gaps) // 2] if gaps else 0,
        widths[int(0.9 * (len(widths) - 1))] if widths else LONGEST,
        after_answer,
    )


def score(lines: list[Line], start: int, stop: int, block: Block) -> int:
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
    echo = echo_of(name, lines[stop : stop + 3])
    loud = name.isupper() and len(name) > _LOUD
    placed = bool(PLACE.search(name))
    full = stop == start + 1 and not line.whole and len(line.text) > _FULL * block.width
    if boundary == 0 and (full or echo < (LED if block.after_answer and start else 1)):
        return 0
    if full and start == 0 and not echo:
        return 0
    if block.after_answer and start and boundary < 2 and not (echo or placed or loud):
        return 0
    return boundary + echo + placed + loud + 3 * line.styled + 1


def _boundary(lines: list[Line], start: int, block: Block) -> int:
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


def echo_of(name: str, lines: list[Line]) -> int:
    """Tell how the text below takes up the name: 3 by itself, 2 by a word of it, 0 not at all."""
    text = " ".join(line.text[:200] for line in lines)[:_ECHO]
    letters, opening = squeeze(text), squeeze(_OPENING.sub("", text))
    own = _OPENING.sub("", name)
    stems = [_stem(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", own)]
    whole = squeeze(re.split(r"[,:(–]", own)[0])
    led = bool(stems and stems[0]) and opening.startswith(stems[0])
    led = led or (len(whole) >= _LOUD and opening.startswith(whole[:_WHOLE]))
    if led or (len(whole) > _LOUD and _is_in(whole, letters)):
        return LED
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
