"""Region headings ('Peer-støtte i Region …'), alone on a line or stuck to an answer's end."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.questions import Item, Printed
from peervej.methods.mapping.squeeze import squeeze

# How Danish regions are called; an unknown name is taken as it is written.
KNOWN_REGIONS = (
    "Hovedstaden",
    "Sjælland",
    "Syddanmark",
    "Midtjylland",
    "Nordjylland",
    "Østdanmark",
)
_LONGEST_HEADING = 70
_NUMBERING = re.compile(r"^(?:(?:kapitel|afsnit|del)\s+)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+", re.I)
_NAME = re.compile(r"^[A-ZÆØÅ][\wæøåÆØÅ-]*(?: ?[-–]? ?[A-ZÆØÅa-zæøå][\w-]+)?$")
_STUCK = re.compile(
    r"(?<=[.?!:;)”\"])\s+(?=[A-ZÆØÅ][\w-]{2,7}[ -]?[\wæøå ]{2,16}? i R\w{3,7} [A-ZÆØÅ])"
)
_TITLES = ("peerstottei", "peerstotteinitiativeri", "peerstotteiregionen", "initiativeri")
_INTRO = "peerstotteinitiativeriregion"
_INTRO_END = "hjemmehorendeiregionen"
_NOTHING_KNOWN = ("ikkekendskabtilpeerstotteinitiativer", "ingenkendtepeerstotteinitiativer")


@dataclass(frozen=True, slots=True)
class RegionMark:
    """The place where the chapter of a region begins."""

    name: str


Marked = Line | Printed | RegionMark


def mark_regions(items: list[Item]) -> list[Marked]:
    """Return the items with region headings taken out and put in as RegionMark.

    A heading that names the region already open is a running head and only dropped.
    """
    marked: list[Marked] = []
    current = ""
    for index, item in enumerate(items):
        if isinstance(item, Printed):
            marked.append(item)
            continue
        before, name = _split(item)
        if name and before is None and not _stands_alone(item, items, index):
            name = ""
        if not name:
            marked.append(item)
            continue
        if before is not None:
            marked.append(before)
        if name != current:
            marked.append(RegionMark(name))
            current = name
    return marked


def drop_intro(lines: list[Line]) -> list[Line]:
    """Drop the printed sentence under a region heading, and the note of an empty region."""
    while lines and _says_nothing_known(lines[0].text):
        lines = lines[1:]
    gathered = ""
    for count, line in enumerate(lines[:6], start=1):
        gathered += squeeze(line.text)
        if count == 1 and not _is_near(_INTRO, gathered) and not _is_intro_tail(line.text):
            return lines
        if _ends_intro(line.text, gathered):
            rest = _after_intro(line)
            kept = [rest] if rest else []
            return drop_intro(kept + lines[count:]) if kept or lines[count:] else []
    return lines


def _split(line: Line) -> tuple[Line | None, str]:
    """Return the text before a region heading on this line, and the region's name."""
    if len(line.text) <= _LONGEST_HEADING and not line.bullet:
        name = _region_named(line.text)
        if name:
            return None, name
    for found in _STUCK.finditer(line.text):
        name = _region_named(line.text[found.end() :])
        if name and len(line.text) - found.end() <= _LONGEST_HEADING:
            return line.part(0, found.start()), name
    return None, ""


def _region_named(text: str) -> str:
    """Return the region a heading names, or '' when it is no region heading."""
    words = _NUMBERING.sub("", text).rstrip(" .:").split()
    for index, word in enumerate(words):
        if index + 1 >= len(words) or not (index or word[:1].isupper()):
            continue
        if Levenshtein.distance(word.lower(), "region", score_cutoff=2) > 2:
            continue
        title = squeeze("".join(words[:index]))
        name = " ".join(words[index + 1 :])
        canonical = _canonical(name)
        if not _is_title(title) or len(name.split()) > 2:
            continue
        if _NAME.match(name) or (title and canonical in KNOWN_REGIONS):
            return f"Region {canonical}"
    return ""


def _is_title(title: str) -> bool:
    return not title or any(fuzz.ratio(title, known) >= 74 for known in _TITLES)


def _canonical(name: str) -> str:
    letters = squeeze(name)
    best = max(KNOWN_REGIONS, key=lambda known: fuzz.ratio(letters, squeeze(known)))
    return best if fuzz.ratio(letters, squeeze(best)) >= 84 else name


def _stands_alone(line: Line, items: list[Item], index: int) -> bool:
    """Tell a heading from a line of wrapped prose that happens to look like one."""
    before = items[index - 1] if index else None
    after = items[index + 1] if index + 1 < len(items) else None
    inside = not (line.gap or line.starts_page or line.styled)
    if isinstance(after, Line) and after.text[:1].islower() and not after.gap and inside:
        return False
    if before is None or isinstance(before, Printed) or line.starts_page or line.styled:
        return True
    ended = before.text.endswith((".", "?", "!", ")", "”", '"', "…")) or line.gap > 0
    return ended or before.whole or not _runs_on(before.text)


def _runs_on(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1].lower() if text else ""
    return last in ("i", "af", "og", "til", "for", "med", "fra", "på", "om", "eller", "samt", "den")


def _is_near(pattern: str, letters: str) -> bool:
    return Levenshtein.distance(pattern, letters[: len(pattern)]) <= len(pattern) // 4


def _is_intro_tail(text: str) -> bool:
    return text.startswith(("– herunder", "- herunder", "herunder i kommunerne"))


def _ends_intro(text: str, gathered: str) -> bool:
    return text.endswith(".") or fuzz.partial_ratio(_INTRO_END, gathered) >= 86


def _after_intro(line: Line) -> Line | None:
    """Return what stands on the intro's last line after its full stop."""
    stop = line.text.rfind("egionen.")
    rest = line.part(stop + len("egionen.")) if stop >= 0 else None
    return rest if rest and rest.text else None


def _says_nothing_known(text: str) -> bool:
    letters = squeeze(text[:200])
    return any(fuzz.partial_ratio(known, letters) >= 84 for known in _NOTHING_KNOWN)
