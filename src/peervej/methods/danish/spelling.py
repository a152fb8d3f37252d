"""Spelling help from the words that entries are written with."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from peervej.methods.danish.folding import fold
from peervej.methods.danish.lexicon import Lexicon

_DIGIT = re.compile(r"\d")
_SHORTEST = 4
_CANDIDATES = 30
_EDITS_IN_A_PART = 1
_LINKS = ("", "s", "e")
_FAR = 9


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
        self._by_length: dict[int, dict[str, str]] = {}
        for word in self._always:
            self._know(word)

    def _know(self, word: str) -> None:
        folded = self._always.get(word) or fold(word)
        self._by_length.setdefault(len(folded), {})[word] = folded

    def add(self, words: Iterable[str]) -> None:
        """Count the words of an entry."""
        for word in words:
            if _is_spelt(word):
                if not self._counted[word] and word not in self._always:
                    self._know(word)
                self._counted[word] += 1

    def remove(self, words: Iterable[str]) -> None:
        """Take the words of an entry away again."""
        for word in words:
            if _is_spelt(word):
                self._counted[word] -= 1
                if not self._counted[word]:
                    del self._counted[word]
                    if word not in self._always:
                        del self._by_length[len(fold(word))][word]

    def nearest(self, word: str, *, at_most: int = 3, same_beginning: bool = False) -> str | None:
        """The known word nearest to `word`; None when none is near enough.

        Of equally near words: one with the same first letter, then one that only has letters more,
        then the one most entries have.
        """
        allowed = min(edits_allowed(word), at_most)
        if not allowed:
            return None
        # ø is written out as two letters, but is one: helsingr is Helsingør, idrtæ is idræt.
        reach = allowed + 1
        folded = fold(word)
        near = [
            found
            for length in range(len(folded) - reach, len(folded) + reach + 1)
            for found in process.extract(
                folded,
                self._by_length.get(length, {}),
                scorer=OSA.distance,
                score_cutoff=reach,
                limit=_CANDIDATES,
            )
        ]
        ranked = sorted(
            (
                min(distance, OSA.distance(word, known)),
                known[:1] != word[:1],
                not _is_within(word, known),
                -self._counted[known],
                known,
            )
            for _folded, distance, known in near
            if min(distance, OSA.distance(word, known)) <= allowed
            and known != word
            and (known[:1] == word[:1] or not same_beginning)
        )
        return ranked[0][-1] if ranked else None

    def nearest_of_all(self, word: str, lexicon: Lexicon) -> tuple[str, ...]:
        """The known word nearest to `word` and a compound that may be meant, nearest first."""
        whole = self.nearest(word)
        near = OSA.distance(fold(word), fold(whole)) if whole else _FAR
        compounds = list(self._compounds(word, lexicon)) if near > 1 else []
        compound = [min(compounds)[2]] if compounds and min(compounds)[0] < near else []
        return (*compound, whole) if whole else tuple(compound)

    def _compounds(self, word: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
        """Compounds of a right part and a misspelt one, mended: samtalegrupe, angsgruppe.

        Each with how far it is from `word`, and how long a part of it is right.
        """
        for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
            first, last = word[:at], word[at:]
            begins, ends = lexicon.may_begin(first), lexicon.may_end(last)
            if begins == ends:
                continue
            if begins:
                mended = self.nearest(last, at_most=_EDITS_IN_A_PART)
                if mended and lexicon.may_end(mended):
                    yield OSA.distance(last, mended), -len(first), first + mended
                continue
            for link in _LINKS:
                stem = first[: len(first) - len(link)]
                right = first.endswith(link)
                mended = self.nearest(stem, at_most=_EDITS_IN_A_PART) if right else None
                if mended and lexicon.may_begin(mended + link):
                    yield OSA.distance(stem, mended), -len(last), mended + link + last


def _is_within(word: str, known: str) -> bool:
    """Whether the letters of `word` stand in `known` in the same order."""
    letters = iter(known)
    return all(letter in letters for letter in word)


def _is_spelt(word: str) -> bool:
    return len(word) >= _SHORTEST and not _DIGIT.search(word)
