"""Facts recognised in the words of a mapping document: proposals, never more.

Each stands beside the sentence it was found in, and waits for the editor's click.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from peervej.apps.directory.enums import Terms
from peervej.data.geography import load_municipalities

LONGEST_WORDS = 300
PEERS_SECTION = 3

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])|\n+")
_BEGAN = re.compile(
    r"\b(?:siden|start(?:ede|et|er)|begynd(?:te|t)|etablere(?:t|de)|oprette(?:t|de)|"
    r"åbne(?:t|de)|grundlagt|eksisteret)\b[^.!?]{0,60}?\b((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "§ 83 a" has a letter, "§ 18 i serviceloven" a preposition.
_PARAGRAPH = re.compile(r"§+\s*(\d+)(?:\s?([a-hj-z])\b)?(?:,?\s*stk\.?\s*(\d+))?")
_LAW = re.compile(
    r"\b(\w*(?:serviceloven|sundhedsloven|beskæftigelsesloven|lov om [\w ]{4,40}))(?:s)?\b", re.I
)
_COUNT = re.compile(
    r"\b(\d{1,5})\s+(frivillige|peers?|peer-støttere|deltagere|medlemmer|borgere|brugere|"
    r"patienter|mentorer|undervisere|ansatte)\b",
    re.IGNORECASE,
)
_TERMS = {
    Terms.VOLUNTEER: re.compile(r"\bfrivillig", re.I),
    Terms.FLEKSJOB: re.compile(r"\bflexjob|\bfleksjob", re.I),
    Terms.SKAANEJOB: re.compile(r"\bskånejob", re.I),
    Terms.LOENTILSKUD: re.compile(r"løntilskud", re.I),
    Terms.HOURLY_PAID: re.compile(r"\btimeløn", re.I),
    Terms.FEE: re.compile(r"\bhonorar", re.I),
    Terms.TRAINEE: re.compile(r"\bpraktikant|\bi praktik\b", re.I),
    Terms.ORDINARY: re.compile(r"ordinære? (?:vilkår|ansat)|\bfastansat", re.I),
}


@dataclass(frozen=True)
class RecognisedFact:
    """A fact and the words it was found in."""

    key: str
    value: Any
    words: str


def recognise_facts(sections: Mapping[int, str]) -> list[RecognisedFact]:
    """Municipalities, beginning, terms, laws and counts in answers by question; each once."""
    found: dict[tuple[str, str], RecognisedFact] = {}
    for number, text in sorted(sections.items()):
        for sentence in _SENTENCE_END.split(text):
            words = " ".join(sentence.split())
            for key, value in _in_sentence(number, words):
                once = (key, "" if key == "since" else str(value))
                found.setdefault(once, RecognisedFact(key, value, words[:LONGEST_WORDS]))
    return list(found.values())


def _in_sentence(number: int, words: str) -> Iterator[tuple[str, Any]]:
    for match in _municipality_names().finditer(words):
        yield "municipality", _slugs()[match["a"] or match["b"]]
    if began := _BEGAN.search(words):
        yield "since", began[1]
    for match in _PARAGRAPH.finditer(words):
        yield "law", _law(match, words)
    for match in _COUNT.finditer(words):
        yield "number", _count(match)
    if number == PEERS_SECTION:
        for term, pattern in _TERMS.items():
            if pattern.search(words):
                yield "terms", term.value


def _law(match: re.Match[str], words: str) -> dict[str, str]:
    paragraph = f"§ {match[1]}" + (f" {match[2]}" if match[2] else "")
    if match[3]:
        paragraph += f", stk. {match[3]}"
    law = _LAW.search(words)
    name = law[1].lower() if law else ""
    return {"paragraph": paragraph, "law": name, "version": "", "note": "", "checked": ""}


def _count(match: re.Match[str]) -> dict[str, Any]:
    unit = match[2].lower()
    return {
        "label": unit.capitalize(),
        "value": int(match[1]),
        "value_to": None,
        "unit": "personer",
        "as_of": "",
        "note": "",
    }


@cache
def _slugs() -> dict[str, str]:
    return {place.name: place.slug for place in load_municipalities()}


@cache
def _municipality_names() -> re.Pattern[str]:
    """A name counts before "Kommune" or after a word of place: Herning alone may be a surname."""
    names = "|".join(sorted(map(re.escape, _slugs()), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<a>{names})s?\s+[Kk]ommune\b|\b(?:[Ii]|[Vv]ed|[Ff]ra)\s+(?P<b>{names})\b"
    )
