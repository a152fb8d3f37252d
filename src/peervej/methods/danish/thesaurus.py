"""Words and phrases that answer for each other, by the lemmas they are made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from peervej.methods.danish.splitting import split_words
from peervej.methods.danish.wordlists import Synonyms

_CACHED_WORDS = 100_000
_MOST_BETWEEN = 2


class Thesaurus:
    """The synonyms of single words and of phrases, each as the term it is found by."""

    def __init__(
        self,
        groups: Iterable[Synonyms],
        base_of: Callable[[str], str],
        is_stop: Callable[[str], bool],
    ) -> None:
        self._base_of = base_of
        self._is_stop = is_stop
        self._synonyms: dict[str, dict[str, float]] = {}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        self._begins_no_phrase: set[str] = set()
        for group in groups:
            self._add(group)

    def __contains__(self, term: str) -> bool:
        return term in self._synonyms

    def synonyms_of(self, term: str) -> Mapping[str, float]:
        """Terms that also answer a search for `term`, each with its weight."""
        return self._synonyms.get(term, {})

    def phrase_at(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The known phrase from `words[at]` on, as its term, and how many words it takes.

        An empty term and 0 when there is none. Up to two small words may stand between those of
        the phrase: "mistet sin mand" is "miste mand".
        """
        if words[at] in self._begins_no_phrase:
            return "", 0
        base = self._base_of(words[at])
        if base not in self._phrases:
            if len(self._begins_no_phrase) < _CACHED_WORDS:
                self._begins_no_phrase.add(words[at])
            return "", 0
        for phrase in self._phrases[base]:
            length = self._length_of(phrase, words, at)
            if length:
                return " ".join(phrase), length
        return "", 0

    def _length_of(self, phrase: tuple[str, ...], words: Sequence[str], at: int) -> int:
        """How many of `words` the phrase takes from `at` on; 0 where it does not stand there."""
        met = 1
        between = 0
        position = at + 1
        while met < len(phrase) and position < len(words):
            if self._base_of(words[position]) == phrase[met]:
                met += 1
            elif self._is_stop(words[position]) and between < _MOST_BETWEEN:
                between += 1
            else:
                return 0
            position += 1
        return position - at if met == len(phrase) else 0

    def _add(self, group: Synonyms) -> None:
        targets = [self._term_of_entry(entry) for entry in group.finds]
        for entry in group.words:
            known = self._synonyms.setdefault(self._term_of_entry(entry), {})
            for target in targets:
                known[target] = max(group.weight, known.get(target, 0.0))
        for entry in {*group.words, *group.finds}:
            bases = tuple(self._base_of(word) for word in split_words(entry))
            if len(bases) > 1 and bases not in self._phrases.setdefault(bases[0], []):
                self._phrases[bases[0]].append(bases)
                self._phrases[bases[0]].sort(key=len, reverse=True)

    def _term_of_entry(self, entry: str) -> str:
        return " ".join(self._base_of(word) for word in split_words(entry))
