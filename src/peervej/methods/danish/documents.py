"""An entry as the search index sees it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.splitting import split_words

# How much a word counts by where it stands; a field with another name counts as body.
FIELD_WEIGHTS: Mapping[str, float] = {
    "name": 4.0,
    "keywords": 2.0,
    "organisation": 1.5,
    "summary": 1.5,
    "audience": 1.5,
    "labels": 0.8,
    "body": 1.0,
}

# BM25's saturation and length normalisation, with a fixed usual length, so that the weights
# of an entry depend on nothing but the entry.
SATURATION = 2.0
LENGTH_SHARE = 0.3
USUAL_LENGTH = 120.0

PLACE_MARK = "@"
# No word has this sign, so nothing that is typed meets a mark.
FACET_MARK = "#"


@dataclass(frozen=True, slots=True)
class Document:
    """The texts of an entry by field, its places as place terms (see places.py) and its marks.

    Marks are what a search can be narrowed by, such as "kind:course".
    """

    key: str
    fields: Mapping[str, str]
    places: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as weighted terms; `words` are those it is written with, for spelling help.

    Both can be stored and put into an index again without analysing the texts anew.
    """

    key: str
    terms: Mapping[str, float]
    words: tuple[str, ...] = ()


def index_document(document: Document, analyser: Analyser) -> IndexedDocument:
    """The terms of `document`, each with its weight: BM25F over the fields."""
    frequencies: dict[str, float] = {}
    seen: set[str] = set()
    length = 0
    for name, text in document.fields.items():
        weight = FIELD_WEIGHTS.get(name, FIELD_WEIGHTS["body"])
        words = split_words(text)
        length += len(words)
        for word, times in Counter(words).items():
            if analyser.is_stop(word):
                continue
            seen.add(word)
            for term, share in analyser.terms_of(word).items():
                frequencies[term] = frequencies.get(term, 0.0) + weight * share * times
        for phrase in analyser.phrases_in(words):
            frequencies[phrase] = frequencies.get(phrase, 0.0) + weight
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / USUAL_LENGTH)
    terms = {
        term: round(frequency * (SATURATION + 1) / (frequency + norm), 4)
        for term, frequency in frequencies.items()
    }
    terms.update((PLACE_MARK + place, 1.0) for place in document.places)
    terms.update((FACET_MARK + mark, 1.0) for mark in document.marks)
    return IndexedDocument(document.key, terms, tuple(sorted(seen)))
