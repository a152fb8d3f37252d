"""The search index: entries by term, in memory, the same whatever the database.

How an entry is ranked stands in docs/search.md.
"""

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.documents import (
    FACET_MARK,
    Document,
    IndexedDocument,
    index_document,
)
from peervej.methods.danish.folding import danish_spellings
from peervej.methods.danish.places import PlaceNames
from peervej.methods.danish.query import Alternative, Group, Query, parse_query
from peervej.methods.danish.ranking import Mask, Scores, SearchResult, rank
from peervej.methods.danish.spelling import Speller

# The pages of one search, and what lies near it, ask the same again.
_PARSED_KEPT = 256


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What entries must be, whatever their words say.

    They need one term out of each collection of `needs` and may have none of `bars`. Terms are
    place terms ("@m:0101") and marks ("#kind:course").
    """

    needs: tuple[Collection[str], ...] = ()
    bars: Collection[str] = ()


class SearchIndex:
    """Entries by term. Safe to search and change from several threads."""

    def __init__(self, analyser: Analyser, places: PlaceNames) -> None:
        self.analyser = analyser
        self._places = places
        self._lock = RLock()
        self._parse = lru_cache(_PARSED_KEPT)(self._parse_anew)
        self.clear()

    def clear(self) -> None:
        """Forget every entry."""
        with self._lock:
            self._postings: dict[str, tuple[array[int], array[float]]] = {}
            self._keys: list[str] = []
            self._alive = array("B")
            self._row_of: dict[str, int] = {}
            self._words_of: dict[str, tuple[str, ...]] = {}
            self._marks: set[str] = set()
            self._speller = Speller(self._places.words() | self.analyser.known_words())

    def __len__(self) -> int:
        return len(self._row_of)

    def put(self, document: Document) -> None:
        """Add an entry, or replace the one with its key."""
        self.put_indexed(index_document(document, self.analyser))

    def put_all(self, documents: Iterable[Document]) -> None:
        """Add or replace several entries."""
        for document in documents:
            self.put(document)

    def put_indexed(self, document: IndexedDocument) -> None:
        """Add or replace an entry that was analysed before."""
        with self._lock:
            self.remove(document.key)
            row = len(self._keys)
            self._keys.append(document.key)
            self._alive.append(1)
            self._row_of[document.key] = row
            # Interned: the same few thousand words stand in every entry.
            self._words_of[document.key] = tuple(intern(word) for word in document.words)
            self._speller.add(document.words)
            for term, weight in document.terms.items():
                posting = self._postings.get(term)
                if posting is None:
                    posting = self._postings[term] = (array("I"), array("f"))
                    if term.startswith(FACET_MARK):
                        self._marks.add(term)
                posting[0].append(row)
                posting[1].append(weight)

    def remove(self, key: str) -> None:
        """Take an entry out; nothing happens when it is not there."""
        with self._lock:
            row = self._row_of.pop(key, None)
            if row is None:
                return
            self._alive[row] = 0
            self._speller.remove(self._words_of.pop(key))
            if len(self._keys) > 2 * len(self._row_of) + 1000:
                self._compact()

    def marks_like(self, beginning: str) -> list[str]:
        """The marks entries have that begin so, such as "#until:"."""
        with self._lock:
            return sorted(mark for mark in self._marks if mark.startswith(beginning))

    def search(
        self, text: str, *, limit: int | None = None, within: Narrowing | None = None
    ) -> SearchResult:
        """Entries that answer `text`, best first, among those `within` leaves."""
        query = self._parse(text)
        with self._lock:
            return self._answer(text, query, limit, within or Narrowing())

    def _parse_anew(self, text: str) -> Query:
        return parse_query(text, self.analyser, self._places)

    def _answer(
        self, text: str, query: Query, limit: int | None, within: Narrowing
    ) -> SearchResult:
        alive = self._rows_within(within)
        answered: list[tuple[Group, Scores]] = []
        mended: dict[str, str] = {}
        ignored: list[str] = []
        lacking: list[str] = []
        for group in query.groups:
            scores = self._group_scores(group.alternatives)
            if group.required and not scores.any():
                group, scores = self._revive(group, mended)
            if scores.any() or self._is_a_wish(group):
                answered.append((group, scores))
                lacking += () if scores.any() or group.place else group.words
            elif group.required:
                ignored.extend(group.words)
        if ignored and not any(group.required for group, _scores in answered):
            answered = []  # what is left of the query says nothing by itself
        rows, found_scores = rank(answered, alive, len(self._row_of))
        order = self._order(rows, found_scores, limit)
        return SearchResult(
            query=text,
            hits=tuple((self._keys[rows[i]], round(float(found_scores[i]), 4)) for i in order),
            total=len(rows),
            did_you_mean=_mend(query, mended) if mended else None,
            ignored=tuple(ignored),
            lacking=tuple(lacking),
            without_them=self._without(query, lacking) if lacking else "",
            places=query.places,
        )

    def _without(self, query: Query, lacking: Collection[str]) -> str:
        rest = [word for word in query.words if word not in lacking]
        return " ".join(rest) if any(not self.analyser.is_stop(word) for word in rest) else ""

    def _rows_within(self, within: Narrowing) -> Mask:
        mask = np.array(self._alive, dtype=np.bool_)
        for terms in within.needs:
            mask &= self._rows_with(terms)
        if within.bars:
            mask &= ~self._rows_with(within.bars)
        return mask

    def _rows_with(self, terms: Iterable[str]) -> Mask:
        mask = np.zeros(len(self._keys), dtype=np.bool_)
        for term in terms:
            posting = self._postings.get(term)
            if posting:
                mask[np.array(posting[0], dtype=np.intp)] = True
        return mask

    def _group_scores(self, alternatives: Iterable[Alternative]) -> Scores:
        """Per row the best weight among the alternatives; 0 where none is met."""
        best = np.zeros(len(self._keys), dtype=np.float32)
        for alternative in alternatives:
            if len(alternative.terms) == 1:
                posting = self._postings.get(alternative.terms[0])
                if posting:
                    rows = np.array(posting[0], dtype=np.intp)
                    weights = np.array(posting[1], dtype=np.float32) * alternative.weight
                    best[rows] = np.maximum(best[rows], weights)
            elif all(term in self._postings for term in alternative.terms):
                together = np.minimum.reduce([self._term_scores(t) for t in alternative.terms])
                np.maximum(best, together * np.float32(alternative.weight), out=best)
        best[~np.array(self._alive, dtype=np.bool_)] = 0
        return best

    def _term_scores(self, term: str) -> Scores:
        rows, weights = self._postings[term]
        scores = np.zeros(len(self._keys), dtype=np.float32)
        scores[np.array(rows, dtype=np.intp)] = np.array(weights, dtype=np.float32)
        return scores

    def _revive(self, group: Group, mended: dict[str, str]) -> tuple[Group, Scores]:
        """A group no entry answers, tried again.

        First as typed without Danish letters, then by the parts of its compound, then mended.
        """
        if len(group.words) != 1:
            return group, self._group_scores(())
        word = group.words[0]
        for spelling in danish_spellings(word):
            if self.analyser.lexicon.knows(spelling):
                other, scores = self._instead(spelling)
                if scores.any():
                    return other, scores
        for fallback in group.fallbacks:
            scores = self._group_scores(fallback)
            if scores.any():
                return group, scores
        for nearest in self._nearest(word):
            other, scores = self._instead(nearest)
            if scores.any():
                mended[word] = nearest
                return other, scores
        return group, self._group_scores(())

    def _nearest(self, word: str) -> tuple[str, ...]:
        """Words that may be meant, nearest first: of the entries, or a compound.

        A real word is never taken for another one: fangst (catch) is no angst, and a
        vandregruppe no mandegruppe.
        """
        if self.analyser.lexicon.knows(word):
            return ()
        if self.analyser.is_compound(word):
            nearest = self._speller.nearest(word, at_most=1, same_beginning=True)
            return (nearest,) if nearest else ()
        return self._speller.nearest_of_all(word, self.analyser.lexicon)

    def _instead(self, word: str) -> tuple[Group, Scores]:
        group = self._parse(word).groups[0]
        for alternatives in (group.alternatives, *group.fallbacks):
            scores = self._group_scores(alternatives)
            if scores.any():
                break
        return group, scores

    def _is_a_wish(self, group: Group) -> bool:
        """Whether a group that no entry answers still has to be answered.

        A thing does: who asks for riding is not helped by what else the query names. An unknown
        word may be a name or a typing error, and any other word is a way of putting it.
        """
        if not group.required or group.place:
            return group.required
        if len(group.words) != 1:
            return True
        word = group.words[0]
        return self.analyser.is_thing(word) and not self.analyser.lexicon.may_be_verb(word)

    def _order(self, rows: NDArray[np.intp], scores: Scores, limit: int | None) -> list[int]:
        """Positions of `rows`, best first; equal scores by key, whatever the insertion order."""
        positions = np.arange(len(rows))
        if limit is not None and 0 < limit < len(rows):
            threshold = np.partition(scores, len(scores) - limit)[len(scores) - limit]
            positions = np.flatnonzero(scores >= threshold)
        ordered = sorted(
            positions.tolist(), key=lambda i: (-round(float(scores[i]), 4), self._keys[rows[i]])
        )
        return ordered[:limit]

    def _compact(self) -> None:
        """Drop the rows of removed entries."""
        alive = np.array(self._alive, dtype=np.bool_)
        moved = np.cumsum(alive) - 1
        for term in list(self._postings):
            rows = np.array(self._postings[term][0], dtype=np.intp)
            kept = alive[rows]
            if not kept.any():
                del self._postings[term]
                self._marks.discard(term)
                continue
            weights = np.array(self._postings[term][1], dtype=np.float32)[kept]
            self._postings[term] = (
                array("I", moved[rows[kept]].tolist()),
                array("f", weights.tolist()),
            )
        self._keys = [key for key, is_alive in zip(self._keys, alive, strict=True) if is_alive]
        self._alive = array("B", [1]) * len(self._keys)
        self._row_of = {key: row for row, key in enumerate(self._keys)}


def _mend(query: Query, mended: dict[str, str]) -> str:
    return " ".join(mended.get(word, word) for word in query.words)
