"""Words of a Danish text as weighted search terms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from peervej.methods.danish.folding import danish_spellings, fold
from peervej.methods.danish.lexicon import Lexicon
from peervej.methods.danish.splitting import (
    HYPHENS,
    NO_APOSTROPHES,
    NO_MARKS,
    PARAGRAPH,
    split_words,
    without_apostrophe,
)
from peervej.methods.danish.thesaurus import Thesaurus
from peervej.methods.danish.wordlists import Wordlists

FORM_WEIGHT = 1.0
LEMMA_WEIGHT = 0.95
RESTORED_WEIGHT = 0.9
STEM_WEIGHT = 0.8
HYPHEN_PART_WEIGHT = 0.7
ORIGIN_WEIGHT = 0.45
HEAD_WEIGHT = 0.4
PART_WEIGHT = 0.35
INNER_PART_FACTOR = 0.7

# Stems live apart from words: the stem of kræfter is "kræft", which is another word.
STEM_MARK = "~"

_TYPED_WITHOUT = frozenset("æøå")
_CACHED_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class AnalysedToken:
    """A word as written and the terms it is found by, each with a weight up to 1."""

    word: str
    terms: Mapping[str, float]


class Analyser:
    """Turns words into terms: form, lemma, stem, hyphen and compound parts, folded alike.

    The same for entries and for queries, so that they meet in every database.
    """

    def __init__(self, lexicon: Lexicon, words: Wordlists) -> None:
        self.lexicon = lexicon
        self.words = words
        self._stemmer = snowballstemmer.stemmer("danish")
        self.terms_of = lru_cache(_CACHED_WORDS)(self._terms_of)
        self.names_of = lru_cache(_CACHED_WORDS)(self._names_of)
        self.parts_of = lru_cache(_CACHED_WORDS)(self._parts_of)
        self.base_of = lru_cache(_CACHED_WORDS)(self._base_of)
        self._weak = {fold(word) for word in words.weak}
        self._forms = {fold(word) for word in words.forms}
        self._kinds = {fold(word) for word in words.kinds}
        self._carriers = {fold(word) for word in words.carriers}
        self.thesaurus = Thesaurus(words.synonyms, self.base_of, self.is_stop)

    def analyse_text(self, text: str) -> list[AnalysedToken]:
        """The words of `text` with the terms an entry is found by; stop words are left out."""
        return [
            AnalysedToken(word, self.terms_of(word))
            for word in split_words(text)
            if not self.is_stop(word)
        ]

    def is_stop(self, word: str) -> bool:
        """Whether a word carries nothing to search for."""
        return word in self.words.stop or (len(word) == 1 and not word.isdigit())

    def is_weak(self, word: str) -> bool:
        """Whether an entry may do without a word of the query: help, offer, a verb or adverb."""
        base = self.base_of(word)
        if base in self._weak or fold(word) in self._weak:
            return True
        return base not in self.thesaurus and self.lexicon.is_filler(word)

    def is_weak_term(self, term: str) -> bool:
        """The same for a part of a compound, folded; what comes from such a word is one, too."""
        return term in self._weak or any(
            fold(origin) in self._weak for origin in self.lexicon.origins_of(term)
        )

    def known_words(self) -> set[str]:
        """Words with synonyms, and words the lists add to the dictionary, for spelling help."""
        listed = {word for group in self.words.synonyms for word in group.words}
        return {word for word in listed | self.words.extra if " " not in word}

    def phrases_in(self, words: Sequence[str]) -> Iterator[str]:
        """The terms of all known phrases in a text."""
        for at, word in enumerate(words):
            phrase = self.thesaurus.phrase_at(words, at)[0] or self.spelt_apart(word)
            if phrase:
                yield phrase

    def _base_of(self, word: str) -> str:
        """The first lemma of `word`, folded; its folded form when it has none."""
        names = self._pieces(word)
        name = self._spellings(names[0])[0] if names else word
        lemmas = self.lexicon.lemmas_of(name)
        return fold(lemmas[0] if lemmas else name)

    def _terms_of(self, word: str) -> Mapping[str, float]:
        """Every term an entry with `word` is found by."""
        found = {fold(word.translate(NO_MARKS)): FORM_WEIGHT}
        if word[0] == PARAGRAPH:
            found[word.strip(PARAGRAPH)] = HYPHEN_PART_WEIGHT
        pieces = self._pieces(word)
        for number, piece in enumerate(pieces):
            factor = HYPHEN_PART_WEIGHT if number else 1.0
            if 0 < number < len(pieces) - 1:
                _keep_highest(found, fold(self.lexicon.unlinked(piece)), factor)
            for term, weight in self._piece_names(piece):
                _keep_highest(found, term, weight * factor)
            for lemma, weight in self._piece_parts(piece):
                _keep_highest(found, fold(lemma), weight * factor)
        return found

    def _names_of(self, word: str) -> Mapping[str, float]:
        """Terms that mean `word` itself: what a query asks for, without parts of compounds."""
        found: dict[str, float] = {}
        pieces = self._pieces(word)
        if pieces:
            for term, weight in self._piece_names(pieces[0]):
                _keep_highest(found, term, weight)
        return found

    def _parts_of(self, word: str) -> tuple[str, ...]:
        """Folded lemmas that a hyphenated or compound word consists of; none for any other."""
        return tuple(self.base_of(part) for part in self._written_parts(word))

    def is_compound(self, word: str) -> bool:
        """Whether a word consists of known words: ku-ga does not."""
        return any(self.lexicon.lemmas_of(part) for part in self._written_parts(word))

    def is_thing(self, word: str) -> bool:
        """Whether a word may be a noun; a word with hyphens is what its last part is."""
        parts = self._written_parts(word)
        return self.lexicon.is_thing(word) or (bool(parts) and self.lexicon.is_thing(parts[-1]))

    def topics_of(self, word: str) -> tuple[str, ...]:
        """What a compound is about: its first part, where the last one leaves it to that.

        A kræftpatient is about cancer and a hjemløsegruppe about homelessness; kunststof (plastic)
        is not about art, nor a blindgyde (dead end) about the blind. Of a first part with two
        readings both: a fiskeklub is about fish and fishing.
        """
        parts = self._written_parts(word)
        if not parts or parts[0] in self.words.not_topics or not self._is_carrier(parts[-1]):
            return ()
        topics = (self.base_of(reading) for reading in (parts[0], *self._readings(word)))
        return tuple(
            dict.fromkeys(
                topic for topic in topics if topic not in self._forms and topic not in self._weak
            )
        )

    def _readings(self, word: str) -> tuple[str, ...]:
        """Every lemma the first part of a compound written in one may stand for."""
        for whole in self._wholes(word):
            parts = self.lexicon.parts_of(whole)
            if len(parts) > 2:
                # svagsynskursus is about svagsyn, not about the weak.
                first = whole[: -len(parts[-1][0])]
                return (first.removesuffix("s"),)
            if parts:
                return self.lexicon.part_lemmas(parts[0][0])
        return ()

    def means_something(self, word: str) -> bool:
        """Whether a word may be a thing or has synonyms; a mere quality has neither."""
        return self.is_thing(word) or self.base_of(word) in self.thesaurus

    def kind_of(self, word: str) -> str:
        """What a compound is a kind of, where that says enough: slidgigt is gigt; else empty."""
        parts = self._written_parts(word)
        kind = self.base_of(parts[-1]) if parts else ""
        return kind if kind in self._kinds else ""

    def is_form(self, word: str) -> bool:
        """Whether a word says in what form something is offered: group, course, network."""
        return self.base_of(word) in self._forms

    def _is_carrier(self, head: str) -> bool:
        return self.base_of(head) in self._carriers or self.is_weak_term(self.base_of(head))

    def spelt_apart(self, word: str) -> str:
        """The phrase a hyphenated word is, as its term; empty for none: peer-to-peer."""
        words = [part for part in HYPHENS.split(word) if part]
        phrase = self.thesaurus.phrase_at(words, 0)[0] if len(words) > 1 else ""
        return phrase if len(phrase.split()) == len(words) else ""

    def _written_parts(self, word: str) -> tuple[str, ...]:
        """The lemmas of the parts of a word, as Danes write them."""
        pieces = self._pieces(word)
        if len(pieces) > 1:
            return (*(self.lexicon.unlinked(part) for part in pieces[1:-1]), pieces[-1])
        for name in self._spellings(word):
            for whole in self._wholes(name):
                parts = self.lexicon.parts_of(whole)
                if parts:
                    return tuple(lemma for _written, lemma in parts)
        return ()

    def _pieces(self, word: str) -> list[str]:
        """The word joined, then its parts where it has hyphens: peer-støtte, peerstøtte."""
        parts = HYPHENS.split(word)
        bare = [without_apostrophe(part) for part in parts]
        whole = "".join([*parts[:-1], bare[-1]]).translate(NO_APOSTROPHES)
        if len(parts) == 1:
            return [whole]
        return [whole, *(part for part in bare if part not in self.words.stop)]

    def _spellings(self, piece: str) -> tuple[str, ...]:
        """The piece as known Danish words: itself, or spelt with the letters it was typed for."""
        if self.lexicon.knows(piece) or not _TYPED_WITHOUT.isdisjoint(piece):
            return (piece,)
        names = [*danish_spellings(piece)]
        # A real word before a compound made up on the spot: varested is no place for goods.
        known = [name for name in names if self.lexicon.knows(name)]
        if not known and self.lexicon.lemmas_of(piece):
            return (piece,)
        # A guess at a compound needs more to go on than an a that might have been å or æ.
        known = known or [
            name
            for name in names
            if self.lexicon.lemmas_of(name) and fold(name).count("a") == fold(piece).count("a")
        ]
        return tuple(known) or (piece,)

    def _piece_names(self, piece: str) -> Iterator[tuple[str, float]]:
        yield fold(piece), FORM_WEIGHT
        spellings = self._spellings(piece)
        known = False
        for name in spellings:
            factor = 1.0 if name == piece else RESTORED_WEIGHT
            for lemma in self.lexicon.lemmas_of(name):
                known = True
                yield fold(lemma), LEMMA_WEIGHT * factor
                for origin in self.lexicon.origins_of(lemma):
                    yield fold(origin), ORIGIN_WEIGHT * factor
        if not known and not piece.strip(PARAGRAPH).isdigit():
            yield STEM_MARK + fold(self._stemmer.stemWord(piece)), STEM_WEIGHT

    def _wholes(self, name: str) -> tuple[str, ...]:
        """What to split: the lemmas, for ensomheden is no compound with hede (heath)."""
        return self.lexicon.lemmas_of(name) or (name,)

    def _piece_parts(self, piece: str) -> Iterator[tuple[str, float]]:
        for name in self._spellings(piece):
            for whole in self._wholes(name):
                parts = self.lexicon.parts_of(whole)
                for number, (written, lemma) in enumerate(parts, 1):
                    last = number == len(parts)
                    weight = HEAD_WEIGHT if last else PART_WEIGHT
                    yield lemma, weight
                    if not last:
                        yield from ((name, weight) for name in self.lexicon.part_lemmas(written))
                    for _inner, inner_lemma in self.lexicon.parts_of(lemma):
                        yield inner_lemma, weight * INNER_PART_FACTOR


def _keep_highest(found: dict[str, float], term: str, weight: float) -> None:
    if weight > found.get(term, 0.0):
        found[term] = weight
