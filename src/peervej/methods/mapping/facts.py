"""Facts proposed from an entry's own words; a person accepts or refuses each of them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from peervej.methods.mapping.links import ADDRESS, TRAILING
from peervej.methods.mapping.model import Entry
from peervej.methods.mapping.numbers import find_numbers
from peervej.methods.mapping.regions import KNOWN_REGIONS
from peervej.methods.mapping.starts import find_starts


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A fact and the words it came from: text[start:end] of one part of the entry."""

    kind: str  # region, municipality, since, number, terms, law, link
    value: str
    words: str
    start: int
    end: int
    section: str  # "name", "text", or the number of the question
    unit: str = ""  # of a number, as it was written


Found = tuple[str, int, int, str]  # value, start, end, unit
_Recogniser = Callable[[str], Iterable[Found]]

_REGION = re.compile(r"\b[Rr]egion\s+(?P<name>[A-ZÆØÅ][a-zæøå]+|H\b)")
_REGION_NICKNAMES = {"H": "Hovedstaden", "Midt": "Midtjylland", "Nord": "Nordjylland"}
_TERMS = (
    ("volunteer", re.compile(r"\bfrivillig(?!hed|cent|job|råd)\w*", re.IGNORECASE)),
    ("hourly_paid", re.compile(r"\btimeløn\w*|\btimebetal\w*", re.IGNORECASE)),
    ("fleksjob", re.compile(r"\bfleks?(?:[- ]?job|[- ]?stilling)\w*", re.IGNORECASE)),
    ("skaanejob", re.compile(r"\bskånejob\w*", re.IGNORECASE)),
    ("loentilskud", re.compile(r"\bløntilskud\w*", re.IGNORECASE)),
    (
        "ordinary",
        re.compile(
            r"\bordinære?\s+(?:vilkår|ansæt\w*|ansat\w*|stilling\w*|job|beskæftigelse|løn\w*)"
            r"|\bfastansat\w*",
            re.IGNORECASE,
        ),
    ),
    ("trainee", re.compile(r"\b(?:virksomheds|studie)?praktik(?:ant\w*|forløb\w*)?\b", re.I)),
    ("fee", re.compile(r"\bhonorar\w*", re.IGNORECASE)),
)
_LAWS = (
    r"lov om social service|service\w*lov\w*|serviceloven|SEL|sundhedsloven|straffeloven"
    r"|folkeoplysningsloven|databeskyttelsesloven|aktivloven|socialloven"
)
_LAW = re.compile(
    rf"(?:\b(?P<law>{_LAWS})s?,?\s+)?§§?\s?(?P<number>\d{{1,3}})(?![\d.]*\.\d)"
    rf"(?:\s?(?P<letter>[a-h])(?!\w))?(?:,?\s+stk\.?\s?(?P<part>\d+))?"
    rf"(?:\s+i\s+(?P<after>{_LAWS}))?",
    re.IGNORECASE,
)
_NO_LAW_BEFORE = re.compile(r"(?:vedtægt|kontrakt|aftale)\w*\s*,?\s*$", re.IGNORECASE)


def recognise_facts(entry: Entry, municipalities: Iterable[str] = ()) -> list[ProposedFact]:
    """Return the facts an entry's words seem to state, in the order of its text.

    Numbers are all kept; of the others the first in each section, so that a page of proposals
    does not say 'frivillig' forty times. Names of municipalities are the caller's.
    """
    recognisers: dict[str, _Recogniser] = {
        "region": _regions,
        "municipality": partial(_municipalities, _pattern_of(municipalities)),
        "since": find_starts,
        "number": find_numbers,
        "terms": _terms,
        "law": _laws,
        "link": _links,
    }
    parts = {"name": entry.name, "text": entry.text}
    parts |= {str(number): text for number, text in sorted(entry.sections.items())}
    facts: list[ProposedFact] = []
    for section, text in parts.items():
        found = [
            ProposedFact(kind, value, text[start:end], start, end, section, unit)
            for kind, recognise in recognisers.items()
            for value, start, end, unit in recognise(text)
        ]
        facts += _first_of_each(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))
    return facts


def _first_of_each(facts: list[ProposedFact]) -> Iterator[ProposedFact]:
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        key = (fact.kind, fact.value)
        if fact.kind == "number" or key not in seen:
            seen.add(key)
            yield fact


def _regions(text: str) -> Iterator[Found]:
    for found in _REGION.finditer(text):
        name = found.group("name")
        for known in KNOWN_REGIONS:
            if name in (known, known + "s") or _REGION_NICKNAMES.get(name) == known:
                yield f"Region {known}", found.start(), found.end(), ""


def _pattern_of(names: Iterable[str]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Return a pattern for all names, also with aa for å, and the name each spelling stands for."""
    spellings: dict[str, str] = {}
    for name in names:
        for spelling in (name, name.replace("Å", "Aa").replace("å", "aa"), _with_ring(name)):
            spellings.setdefault(spelling, name)
    if not spellings:
        return None, spellings
    longest_first = sorted(spellings, key=len, reverse=True)
    choice = "|".join(re.escape(spelling) for spelling in longest_first)
    return re.compile(rf"(?<!\w)(?P<name>{choice})s?(?P<town>\s+[Kk]ommunes?)?(?!\w)"), spellings


def _with_ring(name: str) -> str:
    return name.replace("Aa", "Å").replace("aa", "å")


def _municipalities(
    names: tuple[re.Pattern[str] | None, dict[str, str]], text: str
) -> Iterator[Found]:
    pattern, spellings = names
    for found in pattern.finditer(text) if pattern else ():
        yield spellings[found.group("name")], found.start(), found.end(), ""


def _terms(text: str) -> Iterator[Found]:
    for value, pattern in _TERMS:
        for found in pattern.finditer(text):
            yield value, found.start(), found.end(), ""


def _laws(text: str) -> Iterator[Found]:
    for found in _LAW.finditer(text):
        if _NO_LAW_BEFORE.search(text, max(0, found.start() - 30), found.start()):
            continue
        law = (found.group("law") or found.group("after") or "").lower()
        letter, part = found.group("letter"), found.group("part")
        value = f"§ {found.group('number')}" + (f" {letter.lower()}" if letter else "")
        value += f", stk. {part}" if part else ""
        yield f"{_law_name(law)} {value}".strip(), found.start(), found.end(), ""


def _law_name(law: str) -> str:
    if law in ("sel", "lov om social service") or law.startswith("service"):
        return "serviceloven"
    return law


def _links(text: str) -> Iterator[Found]:
    for found in ADDRESS.finditer(text):
        link = found.group().rstrip(TRAILING)
        yield link, found.start(), found.start() + len(link), ""
