"""Named contact persons: told from authors and places by what stands around the name."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

_PART = r"[A-ZÆØÅÉÖÜÄ][a-zæøåéèêëöüäáíóñç]+(?:-[A-ZÆØÅÉÖÜÄ][a-zæøåéèêëöüäáíóñç]+)?"
_NAME = (
    rf"{_PART}(?:\s+(?:(?:von|van|de|der|el|al|af|bin)\s+)?(?:{_PART}|[A-ZÆØÅ]\.?(?=\s))){{1,4}}"
)
_ROLE = (
    r"[\w-]{0,30}(?:leder|chef|koordinator|konsulent|formand|forperson|sekretær|rådgiver|direktør"
    r"|kontaktperson|medarbejder|tovholder|ansvarlige?|bestyrer)(?:en|n|s)?"
)
_BETWEEN = re.compile(r"[\s.]{1,4}(?:[a-z]{1,3}\s)?")
_IS_ROLE = re.compile(rf"^{_ROLE}$", re.IGNORECASE)
_BY_ROLE = re.compile(rf"(?i:\b{_ROLE})(?:\s*[:,]\s*|\s+)(?P<name>{_NAME})")
_BEFORE_ROLE = re.compile(rf"(?P<name>{_NAME})\s*[,(]\s*(?i:{_ROLE})\b")
_BY_CUE = re.compile(
    r"(?i:\bhenvendelse\s+(?:hos|til)|\bkontakt(?:e|es|person(?:er)?|oplysninger)?(?:\s+til)?"
    r"|\b(?:information(?:er)?|info|oplysninger)(?:\s+(?:fås|gives)(?:\s+(?:hos|af|ved))?)?"
    r"|\bhilsen|\bmvh\.?|\bskriv til|\bring til|\bspørg|\bnavn|\batt\.?|\bv/|\bv\.)\s*:?\s*,?\s*"
    rf"(?:(?i:{_ROLE})\s+)?(?P<name>{_NAME})"
)
_BY_ADDRESS = re.compile(
    rf"(?P<name>{_NAME})(?:\s*[,;:(–-]\s*|\s+)(?:(?i:på|tlf|tel|telefon(?:nr)?|mobil|mob|mail|"
    r"e-?mail|via)\b[\s.:]*){0,3}(?=\x00)"
)
_ALONE = re.compile(rf"^(?P<name>{_NAME})(?:\s*[,(–-]\s*(?i:{_ROLE})\b[^\n]{{0,60}})?[\s.,)]*$")
_GIVEN = re.compile(
    rf"(?i:\bkontakt(?:e|es)?|\bring til|\bskriv til|\bspørg)\s*:?\s+(?:(?i:{_ROLE})\s+)?"
    rf"(?P<name>{_PART})(?:\s*[,;:(–-]\s*|\s+)(?:(?i:på|tlf|tel|telefon(?:nr)?|mobil|mob|mail|"
    r"e-?mail|via)\b[\s.:]*){0,3}(?=\x00)"
)
_ROLE_STEM = re.compile(
    r"leder|chef|koordin|konsulent|formand|forperson|sekret|rådgiv|direkt|kontaktp|medarbejder"
    r"|tovholder|ansvarlig|bestyrer",
    re.IGNORECASE,
)
_CUE_STEM = re.compile(
    r"henven|kontakt|info|oplysning|hilsen|mvh|skriv|ring|spørg|navn|\batt|\bv[/.]", re.I
)
_MOST = 25  # contact persons of one initiative
_NEAR = 4  # paragraphs between a signature's name and its number

# Words that begin with a capital in headings and organisations but are nobody's name.
_NO_NAME = re.compile(
    r"^(?:[\w-]{0,40}(?:cent(?:er|ret|eret|re|rene)|kommune[rns]*|region(?:en|s)?|psykiatri(?:en|ens|s)?"
    r"|forening(?:en|er|s)?|hus(?:et|ets)?|sted(?:et|ets)?|skole[rn]?|projekt(?:et|er|s)?|fond(?:en)?"
    r"|styrelse[rn]?|selskab(?:et)?|netværk(?:et)?|udvalg(?:et)?|klub(?:ben)?|hospital(?:et)?"
    r"|universitet(?:et|s)?|forvaltning(?:en)?|afdeling(?:en)?|sekretariat(?:et)?|kontor(?:et)?"
    r"|gruppe[rn]?|vej(?:en)?|gade[n]?|allé|alle|plads(?:en)?|torv(?:et)?|café(?:en)?|cafe(?:en)?"
    r"|værksted(?:et)?|uddannelse[rn]?|kursus|kurser|tilbud(?:det)?|hjem(?:met)?|kontakt\w*"
    r"|recovery|peers?|støtte\w*|område[rt]?|virksomhed\w*|bestyrelse\w*|råd(?:et)?|danmark\w*"
    r"|information\w*|oplysning\w*|telefon\w*|reception(?:en)?|redaktion(?:en)?|bosted\w*)"
    r"|se|læs|ring|skriv|mail|tlf|tel|mobil|e-mail|www|den|det|de|der|en|et|vi|du|jeg|her|hos|ved"
    r"|og|for|til|som|hvis|når|alle|man|kan|yderligere|mere|flere|region|sind|lap|nord|syd|øst"
    r"|vest|midt|ny|nye|social\w*|psykisk\w*|frivillig\w*|bruger\w*|medarbejder\w*|leder\w*"
    r"|åben|åbent|dag|døgn|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|januar|februar"
    r"|marts|april|maj|juni|juli|august|september|oktober|november|december)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person's name as it was written first."""

    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a person is named: text[start:stop]."""

    start: int
    stop: int
    name: str


def find_persons(paragraphs: list[str]) -> tuple[Person, ...]:
    """Return the contact persons named in an entry.

    Each e-mail and phone number in the paragraphs is replaced by NUL beforehand.
    """
    names: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        for pattern in _patterns_for(paragraph):
            names += [
                name for found in pattern.finditer(paragraph) if (name := _name(found, pattern))
            ]
        alone = _ALONE.match(paragraph)
        if alone and _signs(paragraphs, index) and (name := _name(alone, _ALONE)):
            names.append(name)
    return tuple(Person(name) for name in list(dict.fromkeys(names))[:_MOST])


def _patterns_for(paragraph: str) -> list[re.Pattern[str]]:
    """Return the patterns that can find a name in a paragraph at all."""
    with_role = bool(_ROLE_STEM.search(paragraph))
    patterns = [_BY_ROLE] if with_role else []
    if _CUE_STEM.search(paragraph):
        patterns += [_BY_CUE]
    if "\0" in paragraph:
        patterns += [_BEFORE_ROLE] if with_role else []
        patterns += [_BY_ADDRESS, _GIVEN]
    return patterns


def find_mentions(text: str, persons: tuple[Person, ...]) -> list[Mention]:
    """Return every place where a person is named, also in the genitive or one letter off."""
    mentions: list[Mention] = []
    if not persons:
        return mentions
    tokens = list(re.finditer(_PART, text))
    begins: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        begins.setdefault(token.group()[0], []).append(index)
    for person in persons:
        parts = person.name.split()
        for index in begins.get(parts[0][0], ()):
            group = tokens[index : index + len(parts)]
            if len(group) == len(parts) and _same(parts, group) and _adjacent(text, group):
                mentions.append(Mention(group[0].start(), group[-1].end(), person.name))
    return mentions


def _same(parts: list[str], group: list[re.Match[str]]) -> bool:
    for part, token in zip(parts, group, strict=True):
        word = token.group()
        if word in (part, part + "s"):
            continue
        spelling = 1 if len(parts) > 1 and len(part) >= 5 else 0
        if (
            min(
                Levenshtein.distance(part, word), Levenshtein.distance(part, word.removesuffix("s"))
            )
            > spelling
        ):
            return False
    return True


def _adjacent(text: str, group: list[re.Match[str]]) -> bool:
    return all(
        _BETWEEN.fullmatch(text, left.end(), right.start()) for left, right in pairwise(group)
    )


def _name(found: re.Match[str], pattern: re.Pattern[str]) -> str:
    """Return the part of a match that is a name, '' when a word in it is nobody's name."""
    tokens = found.group("name").split()
    while tokens and _IS_ROLE.match(tokens[0]):
        tokens = tokens[1:]
    for index, token in enumerate(tokens):
        if _NO_NAME.match(token.rstrip(".")):
            tokens = tokens[: index - 1 if token.lower().startswith("kommune") else index]
            break
    needed = 1 if pattern is _GIVEN else 2
    return " ".join(tokens) if len(tokens) >= needed else ""


def _signs(paragraphs: list[str], index: int) -> bool:
    """Tell whether an e-mail or a number stands in the paragraphs close by."""
    near = paragraphs[max(0, index - 2) : index + _NEAR + 1]
    return any("\0" in paragraph for paragraph in near)
