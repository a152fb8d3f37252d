"""Danish word forms: their lemmas, what they are derived from, and the parts of compounds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from peervej.methods.danish.derivations import possible_origins
from peervej.methods.danish.wordlists import Wordlists

# A lemma with fewer forms is, in simplemma's dictionary, as often a misprint as a word.
_FORMS_OF_A_REAL_LEMMA = 3
_NOUN_SUFFIXES = ("else", "hed", "ing", "ion", "skab", "dom", "isme", "itet", "ium", "eum")
_TAKES_S = ("hed", "ing", "skab", "dom", "ion", "else", "tet", "mord")
_SHORTEST_PART = 4
_SHORTEST_COMPOUND = 6
# A part of three letters needs one of at least four beside it.
_SHORT_AND_LONG = 7
_LONG_ENOUGH_TO_LACK_E = 5
_CACHED_WORDS = 100_000

# Endings of nouns, longest first, for words the dictionary does not know.
_NOUN_ENDINGS = (
    "ernes erne rnes rne enes ene ens ets ers eren er en et es s e n t r ne nes".split()  # noqa: SIM905
)

_AFTER_E = frozenset(["n", "t", "r", "ne", "nes", "rne", "rnes"])


class Lexicon:
    """Lemmas, derivations and compounds from a dictionary of forms and the word lists."""

    def __init__(self, forms: Mapping[str, str], words: Wordlists) -> None:
        self._forms = forms
        self._words = words
        counted = Counter(forms.values())
        self._lemmas = {
            lemma
            for lemma, count in counted.items()
            if count >= _FORMS_OF_A_REAL_LEMMA and lemma.isalpha() and lemma.islower()
        }
        self._lemmas |= words.extra
        self._lemmas.update(*words.lemmas.values())
        self.lemmas_of = lru_cache(_CACHED_WORDS)(self._lemmas_of)
        self.parts_of = lru_cache(_CACHED_WORDS)(self._parts_of)

    def knows(self, word: str) -> bool:
        """Whether `word` (small letters) is a known Danish form."""
        return word in self._words.lemmas or word in self._lemmas or word in self._forms

    def lists(self, word: str) -> bool:
        """Whether the dictionary has `word` as a word of its own, not only as a compound."""
        return any(lemma in self._lemmas for lemma in self._dictionary_lemmas(word))

    def _lemmas_of(self, word: str) -> tuple[str, ...]:
        """The lemmas of a form in small letters, likeliest first; none for an unknown word.

        An unknown word is also tried without its noun ending, and as a compound whose last
        part is a known form.
        """
        for name in (word, word.removesuffix("s")):
            if name in self._words.lemmas:
                return self._words.lemmas[name]
        found = dict.fromkeys(self._dictionary_lemmas(word))
        if not found:
            found = dict.fromkeys(self._without_ending(word))
        if not found:
            parts = self.parts_of(word)
            if parts:
                found = {word[: -len(parts[-1][0])] + parts[-1][1]: None}
        return tuple(found)

    def _dictionary_lemmas(self, word: str) -> Iterator[str]:
        if word in self._words.extra:
            yield word
            return
        lemma = self._forms.get(word)
        if lemma is not None:
            yield lemma.lower()
        # "bisidder" is a form of "bisidde" to the dictionary, and a word of its own.
        if word in self._lemmas:
            yield word
        # bøgerne is bøg (beech) to the dictionary, but bøger is bog (book).
        plural = word.removesuffix("s").removesuffix("ne")
        singular = self._forms.get(plural, "") if plural != word else ""
        if singular and plural.endswith("er") and not singular.startswith(plural[:-2]):
            yield singular
        yield from (base for base in _longer_bases(word) if base in self._lemmas)
        # The dictionary has døve (the deaf) as a word apart from døv, which its neuter gives away.
        for base in (word, word.removesuffix("e")):
            if self._forms.get(base + "t") == base:
                yield base

    def _without_ending(self, word: str) -> Iterator[str]:
        for ending in _NOUN_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                base = word[: -len(ending)]
                if ending in _AFTER_E and not base.endswith("e"):
                    continue
                if base in self._lemmas or base in self._words.lemmas:
                    yield from self._words.lemmas.get(base, (base,))
                    return

    def origins_of(self, lemma: str) -> tuple[str, ...]:
        """Lemmas that `lemma` is derived from: ensomhed comes from ensom."""
        if lemma in self._words.not_derived:
            return ()
        # nedtrykthed comes from a participle, which the dictionary has as a form alone.
        known = self.knows if lemma.endswith("hed") else self._lemmas.__contains__
        return tuple(name for name in possible_origins(lemma) if known(name))

    def _parts_of(self, word: str) -> tuple[tuple[str, str], ...]:
        """The parts of a compound, each as written and as lemma; none for any other word.

        Of several ways to split, the one with the longest last part is taken: the last part
        carries the meaning.
        """
        if word in self._words.splits:
            return tuple((part, part) for part in self._words.splits[word])
        if len(word) < _SHORTEST_COMPOUND or word in self._words.whole:
            return ()
        for at in range(3, len(word) - 2):
            head, first = word[at:], word[:at]
            if min(len(head), len(first)) < _SHORTEST_PART and len(word) < _SHORT_AND_LONG:
                continue
            lemma = self._head_lemma(head)
            if lemma is None:
                continue
            before = self._first_part(first)
            if before:
                return (
                    self._with_linking_s(word, at)
                    or self._with_known_first(first, lemma)
                    or (*before, (head, lemma))
                )
        return self._verb_after_s(word)

    def _with_known_first(self, first: str, lemma: str) -> tuple[tuple[str, str], ...]:
        """The split a part later, where that makes the first a known word: fodbold-klub."""
        inner = self.parts_of(lemma)
        longer = first + inner[0][0] if len(inner) == 2 else ""
        return ((longer, longer), inner[1]) if longer in self._lemmas else ()

    def _with_linking_s(self, word: str, at: int) -> tuple[tuple[str, str], ...]:
        """The split one letter later, where the first part takes a linking s.

        selvmord-s-tanke, not selvmord-stank: compounds and abstract nouns always take it.
        """
        first = word[:at]
        if word[at] != "s" or not (first.endswith(_TAKES_S) or self.parts_of(first)):
            return ()
        lemma = self._head_lemma(word[at + 1 :])
        before = self._first_part(first + "s") if lemma else ()
        return (*before, (word[at + 1 :], lemma)) if lemma and before else ()

    def _head_lemma(self, head: str) -> str | None:
        if not self._long_enough(head) or head in self._words.not_heads:
            return None
        if head in self._words.lemmas:
            return self._words.lemmas[head][0]
        if head in self._words.extra:
            return head
        lemma = head if head in self._lemmas else self._forms.get(head, "")
        # tagning stands in no dictionary by itself, but in beslutningstagning.
        if not lemma and head.endswith("ning") and self.origins_of(head):
            return head
        if not (lemma in self._lemmas and self._long_enough(lemma) and self._may_be_part(lemma)):
            return None
        if lemma in self._words.not_heads:
            return None
        # synshæmmet is a compound of a participle, beskrive none of a verb.
        return lemma if head.endswith(("et", "ede")) or not self.is_only_verb(lemma) else None

    def _verb_after_s(self, word: str) -> tuple[tuple[str, str], ...]:
        """A verb after a noun that takes a linking s: tvangsindlægge, arbejdsprøve."""
        for at in range(_SHORTEST_PART + 1, len(word) - _SHORTEST_PART + 1):
            head = word[at:]
            if word[at - 1] == "s" and head in self._lemmas and self.is_only_verb(head):
                before = self._first_part(word[:at])
                if before and before[0][1] != before[0][0]:
                    return (*before, (head, head))
        return ()

    def unlinked(self, part: str) -> str:
        """The lemma of a first part, as natte- is of nat; `part` itself where there is none."""
        first = self._first_part(part)
        nouns = [lemma for lemma in self.part_lemmas(part) if self._long_enough(lemma)]
        nouns = [lemma for lemma in nouns if not self.is_only_verb(lemma)]
        return nouns[0] if nouns else first[0][1] if len(first) == 1 else part

    def may_begin(self, part: str) -> bool:
        """Whether a compound may begin with `part`, its linking letter included."""
        return bool(self._first_part(part))

    def may_end(self, part: str) -> bool:
        """Whether a compound may end in `part`."""
        return self._head_lemma(part) is not None

    def is_thing(self, word: str) -> bool:
        """Whether a word may be a noun: kræft is, mangler and tilbage are not."""
        return any(
            lemma in self._words.extra
            or lemma.endswith(_NOUN_SUFFIXES)
            or self._is_compound_thing(lemma)
            or self._has_plural(lemma)
            or any(self._forms.get(form) == lemma for form in self._definite_forms(lemma))
            for lemma in self._lemmas_of(word)
        )

    def _is_compound_thing(self, lemma: str) -> bool:
        """A compound is what its last part is: langvarig (long-lasting) is no thing."""
        parts = self.parts_of(lemma)
        return bool(parts) and parts[-1][1] != lemma and self.is_thing(parts[-1][1])

    def may_be_verb(self, word: str) -> bool:
        """Whether a word may be said of what somebody does: hænger, stammer."""
        infinitive = word.removesuffix("r")
        return infinitive.endswith("e") and infinitive + "nde" in self._forms

    def is_filler(self, word: str) -> bool:
        """Whether a word is neither noun nor adjective: verbs, adverbs, small words."""
        lemmas = self._lemmas_of(word)
        return (
            bool(lemmas)
            and not self.is_thing(word)
            and not any(self._is_adjective(lemma) for lemma in lemmas)
        )

    def _definite_forms(self, lemma: str) -> Iterator[str]:
        """hesten, huset, vennen, kaffen: only nouns have them."""
        if not lemma.endswith("e"):
            for ending in ("en", "et", "ene", "erne"):
                yield lemma + ending
                yield lemma + lemma[-1] + ending
        elif lemma + "nde" not in self._forms:
            yield lemma + "n"

    def _is_adjective(self, lemma: str) -> bool:
        if lemma.endswith("et"):
            return self._forms.get(lemma[:-1] + "de") == lemma
        return lemma[-1] != "e" and lemma in (
            self._forms.get(lemma + "t"),
            self._forms.get(lemma + "e"),
        )

    def is_only_verb(self, lemma: str) -> bool:
        """A verb that is no noun too: beskrive is no compound with rive."""
        return lemma + "nde" in self._forms and not self._has_plural(lemma)

    def _has_plural(self, lemma: str) -> bool:
        """A noun in -e: støtterne are støtte, but giverne are giver (givers)."""
        return self._forms.get(lemma + "rne") == lemma

    def _first_part(self, part: str) -> tuple[tuple[str, str], ...]:
        """A first part as one known word with its linking letter, or itself split."""
        if len(part) < 2 or part in self._words.not_parts:
            return ()
        known = [
            lemma
            for lemma in _unlinked(part)
            if lemma in self._lemmas and self._long_enough(lemma) and self._may_be_part(lemma)
        ]
        if known:
            # The first part of a compound is a noun where it can be one.
            nouns = [lemma for lemma in known if not self.is_only_verb(lemma)]
            return ((part, (nouns or known)[0]),)
        lemma = self._forms.get(part, "")
        if lemma in self._lemmas and self._long_enough(part) and self._may_be_part(lemma):
            return ((part, lemma),)
        if len(part) >= _SHORTEST_COMPOUND:
            return self.parts_of(part) or (self.parts_of(part[:-1]) if part[-1] in "se" else ())
        return ()

    def _long_enough(self, part: str) -> bool:
        return (
            len(part) >= _SHORTEST_PART
            or part in self._words.short_parts
            or part in self._words.extra
        )

    def part_lemmas(self, written: str) -> tuple[str, ...]:
        """Every lemma a first part may stand for: stole in stolegymnastik is stole or stol."""
        found = [self._forms.get(written, ""), *_unlinked(written)]
        found += [self._forms.get(name, "") for name in _unlinked(written)]
        # gældsrådgivning is about gæld (debt); no verb gælde (be valid) loses an e there.
        readings = (name for name in found if name in self._lemmas)
        return tuple(
            dict.fromkeys(
                name for name in readings if written.startswith(name) or not self.is_only_verb(name)
            )
        )

    def _may_be_part(self, lemma: str) -> bool:
        return lemma not in self._words.not_parts


def _longer_bases(word: str) -> Iterator[str]:
    """Nouns that lose an e when they are inflected: cykler is a form of cykel, too."""
    for ending in ("ernes", "erne", "ers", "ens", "ets", "ene", "er", "en", "et", "e"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and stem.endswith(("l", "n", "r")):
            yield f"{stem[:-1]}e{stem[-1]}"


def _unlinked(part: str) -> Iterator[str]:
    """A first part without linking s or e, and with the e it may lose: arbejd(e)splads."""
    yield part
    if part.endswith(("s", "e")):
        yield part[:-1]
    if len(part) >= _LONG_ENOUGH_TO_LACK_E:
        yield from (part[:-1] + "e", part + "e") if part.endswith("s") else (part + "e",)


@lru_cache(1)
def _danish_forms() -> Mapping[str, str]:
    return DefaultDictionaryFactory().get_dictionary("da")


def load_lexicon(words: Wordlists) -> Lexicon:
    """The lexicon of simplemma's Danish dictionary and `words`; takes about two seconds."""
    return Lexicon(_danish_forms(), words)
