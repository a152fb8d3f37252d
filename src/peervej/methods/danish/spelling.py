"""Spelling help from the words that entries are written with."""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from peervej.methods.danish.folding import fold

_DIGIT = re.compile(r"\d")
_SHORTEST = 4
_CANDIDATES = 30


def edits_allowed(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped in a word of its length."""
    if len(word) < _SHORTEST:
        return 0
    if len(word) <= 5:
        return 1
    return 2 if len(word) <= 9 else 3


class Speller:
    """Knows the words of the entries, how many entries have each, and the place names."""

    def __init__(self, always: Iterable[str] = ()) -> None:
        self._always = {word: fold(word) for word in always if _is_spelt(word)}
        self._counted: Counter[str] = Counter()
        self._folded = dict(self._always)

    def add(self, words: Iterable[str]) -> None:
        """Count the words of an entry."""
        for word in words:
            if _is_spelt(word):
                self._counted[word] += 1
                if word not in self._folded:
                    self._folded[word] = fold(word)

    def remove(self, words: Iterable[str]) -> None:
        """Take the words of an entry away again."""
        for word in words:
            if _is_spelt(word):
                self._counted[word] -= 1
                if not self._counted[word]:
                    del self._counted[word]
                    if word not in self._always:
                        del self._folded[word]

    def nearest(self, word: str) -> str | None:
        """The known word nearest to `word`; None when none is near enough.

        Of equally near words: one with the same first letter, then the one most entries have.
        """
        allowed = edits_allowed(word)
        if not allowed:
            return None
        near = process.extract(
            fold(word), self._folded, scorer=OSA.distance, score_cutoff=allowed, limit=_CANDIDATES
        )
        ranked = sorted(
            (distance, known[:1] != word[:1], -self._counted[known], known)
            for _folded, distance, known in near
            if known != word
        )
        return ranked[0][3] if ranked else None


def _is_spelt(word: str) -> bool:
    return len(word) >= _SHORTEST and not _DIGIT.search(word)
