"""The word lists of the Danish search, and how shipped initiatives are put into it."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypeVar

from peervej.data.geography import load_municipalities
from peervej.methods.danish.wordlists import Synonyms, Wordlists
from peervej.methods.strict_toml import build, parse_toml

T = TypeVar("T")

# A word that means much the same counts more than one that is only related.
SAME_WEIGHT = 0.55
RELATED_WEIGHT = 0.4
# A search for sport wants football as well; a search for football would make do with sport.
KIND_WEIGHT = 0.5
WIDER_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class _WordsFile:
    stop: tuple[str, ...]
    weak: tuple[str, ...]
    extra: tuple[str, ...]
    carriers: tuple[str, ...]
    forms: tuple[str, ...]
    kinds: tuple[str, ...]
    not_derived: tuple[str, ...]
    not_heads: tuple[str, ...]
    not_parts: tuple[str, ...]
    not_topics: tuple[str, ...]
    short_parts: tuple[str, ...]
    whole: tuple[str, ...]
    ambiguous_places: tuple[str, ...]
    lemmas: dict[str, tuple[str, ...]]
    splits: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Same:
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finds:
    words: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kinds:
    words: tuple[str, ...]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _SynonymsFile:
    same: tuple[_Same, ...]
    kinds: tuple[_Kinds, ...]
    finds: tuple[_Finds, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the country people name, by municipality code."""

    names: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _AreasFile:
    area: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words an entry is found by because of its kind, target groups, terms or being online."""

    kind: dict[str, str]
    target_group: dict[str, str]
    terms: dict[str, str]
    online: dict[str, str] = field(default_factory=dict)


def _read(name: str, cls: type[T]) -> T:
    file = f"search/{name}"
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return build(cls, parse_toml(text, what=file), where=file)


@cache
def load_wordlists() -> Wordlists:
    """The word lists of the analyser, synonyms among them."""
    words = _words_file()
    synonyms = _read("synonyms.toml", _SynonymsFile)
    same = (Synonyms(group.words, group.words, SAME_WEIGHT) for group in synonyms.same)
    kinds = (Synonyms(one.words, one.of, KIND_WEIGHT) for one in synonyms.kinds)
    wider = (Synonyms(one.of, one.words, WIDER_WEIGHT) for one in synonyms.kinds)
    related = (Synonyms(one.words, one.also, RELATED_WEIGHT) for one in synonyms.finds)
    return Wordlists(
        stop=frozenset(words.stop),
        weak=frozenset(words.weak),
        extra=frozenset(words.extra) | (_place_words() - frozenset(words.ambiguous_places)),
        carriers=frozenset(words.carriers) | frozenset(words.forms),
        forms=frozenset(words.forms),
        kinds=frozenset(words.kinds),
        not_derived=frozenset(words.not_derived),
        not_heads=frozenset(words.not_heads),
        not_parts=frozenset(words.not_parts),
        not_topics=frozenset(words.not_topics),
        short_parts=frozenset(words.short_parts),
        whole=frozenset(words.whole) | _place_words(),
        lemmas=words.lemmas,
        splits=words.splits,
        synonyms=(*same, *kinds, *wider, *related),
    )


def _place_words() -> frozenset[str]:
    """København is no compound with havn (harbour)."""
    places = load_municipalities()
    names = [name for place in places for name in (place.name, *place.towns)]
    names += [name for area in load_areas() for name in area.names]
    return frozenset(word for name in names for word in name.lower().replace("-", " ").split())


@cache
def load_ambiguous_places() -> frozenset[str]:
    """Place names that are also everyday words, in small letters."""
    return frozenset(_words_file().ambiguous_places)


@cache
def load_areas() -> tuple[Area, ...]:
    """Parts of the country by the names people use."""
    return _read("areas.toml", _AreasFile).area


@cache
def load_labels() -> Labels:
    """Words by kind, target group and terms."""
    return _read("labels.toml", Labels)


def _words_file() -> _WordsFile:
    return _read("words.toml", _WordsFile)
