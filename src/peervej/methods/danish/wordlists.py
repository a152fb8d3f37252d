"""The word lists an analyser works with, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Asking for one of `words` also finds the entries that have one of `finds`."""

    words: tuple[str, ...]
    finds: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Wordlists:
    """Small letters throughout.

    `stop` words are not searched for; `weak` lemmas are scored but not required; `extra` are
    words the dictionary does not know; `lemmas` overrides it; `not_derived` come from no other
    word. `carriers` are last parts that leave it to the first what a compound is about, `forms`
    those of them that say in what form something is offered, `kinds` last parts that a compound
    is a kind of. The rest tells the splitter of compounds what is no part, no last part, a first
    part that says nothing of the topic, a part in spite of its three letters, whole, or split in
    a way of its own.
    """

    stop: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    not_derived: frozenset[str] = frozenset()
    not_heads: frozenset[str] = frozenset()
    not_parts: frozenset[str] = frozenset()
    not_topics: frozenset[str] = frozenset()
    short_parts: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    lemmas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: tuple[Synonyms, ...] = ()
