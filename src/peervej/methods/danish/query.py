"""A search as people type it, taken apart into what an entry must have."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from peervej.methods.danish.analyser import ORIGIN_WEIGHT, STEM_MARK, Analyser
from peervej.methods.danish.folding import fold
from peervej.methods.danish.places import Place, PlaceNames
from peervej.methods.danish.splitting import split_words

PHRASE_APART_WEIGHT = 0.7
JOINED_WEIGHT = 0.9
PARTS_WEIGHT = 0.45
# The first part of a compound says what it is about: a musikværksted is about music.
TOPIC_WEIGHT = 0.3
PLACE_AS_WORD_WEIGHT = 0.6
# Of "personlig assistent", the first word alone is no answer.
QUALITY_SHARE = 0.5
# Of a compound of three parts with many synonyms each, the first are enough.
MOST_WAYS = 150


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to answer a group: an entry with all of `terms`, counted at `weight`."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Group:
    """A word, phrase or place of the query with every way to answer it.

    `fallbacks` are tried in turn when no entry at all answers it otherwise. A group that is not
    required adds to the score alone. `share` says how much a required one counts where an entry
    has not all of them: a quality is less than a thing.
    """

    words: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    required: bool = True
    fallbacks: tuple[tuple[Alternative, ...], ...] = ()
    place: Place | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """The groups of a query in the order they were typed."""

    words: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places named in the query."""
        return tuple(group.place for group in self.groups if group.place)


def parse_query(text: str, analyser: Analyser, places: PlaceNames) -> Query:
    """Take a query apart: places first, then phrases with synonyms, then single words.

    Stop words are left out, unless there is nothing else.
    """
    words = split_words(text)
    groups: list[Group] = []
    perhaps: dict[int, Place] = {}
    at = 0
    while at < len(words):
        found = places.find(words, at)
        if found:
            place, length = found
            groups.append(_place_group(place, tuple(words[at : at + length]), analyser))
        elif (known := analyser.thesaurus.phrase_at(words, at))[0]:
            phrase, length = known
            groups.append(_phrase_group(phrase, tuple(words[at : at + length]), analyser))
        else:
            length = 1
            if not analyser.is_stop(words[at]):
                place_too = places.find_ambiguous(words[at])
                if place_too:
                    perhaps[len(groups)] = place_too
                groups.append(word_group(words[at], analyser, _neighbours(words, at, analyser)))
        at += length
    if not groups:
        groups = [word_group(word, analyser, ()) for word in words]
    for number, place in perhaps.items():
        if _telling(groups, but=number):
            groups[number] = _place_too(groups[number], place)
    for number, group in enumerate(groups):
        if _is_form(group, analyser) and _telling(groups, but=number, analyser=analyser):
            groups[number] = replace(group, required=False)
    if not any(group.required for group in groups):
        groups = [replace(group, required=True) for group in groups]
    return Query(tuple(words), tuple(groups))


def _telling(groups: Sequence[Group], *, but: int, analyser: Analyser | None = None) -> bool:
    """Whether a group beside that at `but` says what is looked for; with `analyser`, no form."""
    return any(
        group.required and not group.place and not (analyser and _is_form(group, analyser))
        for number, group in enumerate(groups)
        if number != but
    )


def _is_form(group: Group, analyser: Analyser) -> bool:
    return len(group.words) == 1 and not group.place and analyser.is_form(group.words[0])


def _place_too(group: Group, place: Place) -> Group:
    """A word that may be a place as well, as in a search for barrels or for Tønder."""
    there = [Alternative((term,), PLACE_AS_WORD_WEIGHT * weight) for term, weight in place.terms]
    return replace(group, alternatives=(*group.alternatives, *there))


def word_group(word: str, analyser: Analyser, neighbours: Sequence[str] = ()) -> Group:
    """The group of a single word; `neighbours` are compounds it makes with words beside it."""
    names = analyser.names_of(word)
    alternatives = [Alternative((term,), weight) for term, weight in names.items()]
    alternatives += [
        Alternative((term,), JOINED_WEIGHT)
        for joined in neighbours
        for term in analyser.names_of(joined)
        if not term.startswith(STEM_MARK)
    ]
    for joined in neighbours:
        alternatives += _synonyms(analyser, [analyser.base_of(joined)])
    apart = analyser.spelt_apart(word)
    alternatives += [Alternative((apart,), 1.0)] if apart else []
    alternatives += _synonyms(analyser, [*names, apart])
    alternatives += _by_parts_unsettled(word, analyser)
    alternatives += _by_topic(word, analyser)
    return Group(
        (word,),
        tuple(alternatives),
        required=not analyser.is_weak(word),
        fallbacks=(*_by_parts(word, analyser), *_by_parts_joined(word, analyser)),
        share=1.0 if analyser.means_something(word) else QUALITY_SHARE,
    )


def _by_parts_unsettled(word: str, analyser: Analyser) -> list[Alternative]:
    """A compound made up as Danes do is written apart as well: lektiecafé, café med lektier."""
    parts = analyser.parts_of(word)
    telling = [part for part in parts if not analyser.is_weak_term(part)]
    if analyser.lexicon.lists(word) or len(telling) < 2 or analyser.spelt_apart(word):
        return []
    return [Alternative(tuple(dict.fromkeys(telling)), PARTS_WEIGHT)]


def _by_topic(word: str, analyser: Analyser) -> list[Alternative]:
    """A compound by what it is about, and by what that means: a sorggruppe is about grief."""
    topics = analyser.topics_of(word)
    return [alternative for topic in topics for alternative in _meant_by(topic, analyser)]


def _meant_by(part: str, analyser: Analyser) -> list[Alternative]:
    """A part of a compound by itself, or by a word that means much the same."""
    return [
        Alternative((term,), TOPIC_WEIGHT * weight) for term, weight in _meanings(part, analyser)
    ]


def _by_parts(word: str, analyser: Analyser) -> Iterator[tuple[Alternative, ...]]:
    """A compound by all its parts that matter, then by what it is a kind of: slidgigt, gigt.

    A compound nobody wrote down before by the part that says something: livsplan.
    """
    parts = analyser.parts_of(word)
    telling = [part for part in parts if not analyser.is_weak_term(part)]
    settled = analyser.lexicon.lists(word)
    if len(telling) > 1 or (telling and not settled):
        yield tuple(_together(telling, analyser))
    kind = analyser.kind_of(word)
    if kind:
        yield tuple(_meant_by(kind, analyser))


def _by_parts_joined(word: str, analyser: Analyser) -> Iterator[tuple[Alternative, ...]]:
    """A word with a hyphen as if it had none: peer-støttenetværk."""
    joined = word.replace("-", "")
    if joined != word:
        topic = _by_topic(joined, analyser)
        if topic:
            yield tuple(topic)
        yield from _by_parts(joined, analyser)


def _together(parts: Sequence[str], analyser: Analyser) -> Iterator[Alternative]:
    """All of some parts, each as itself or as a word that means much the same."""
    ways = itertools.product(*(_meanings(part, analyser) for part in parts))
    for chosen in itertools.islice(ways, MOST_WAYS):
        terms = tuple(dict.fromkeys(term for term, _weight in chosen))
        yield Alternative(terms, PARTS_WEIGHT * min(weight for _term, weight in chosen))


def _meanings(term: str, analyser: Analyser) -> list[tuple[str, float]]:
    found = {term: 1.0}
    for other, weight in analyser.thesaurus.synonyms_of(term).items():
        found.setdefault(other, weight)
    for origin in analyser.lexicon.origins_of(term):
        found.setdefault(fold(origin), ORIGIN_WEIGHT)
    return list(found.items())


def _neighbours(words: Sequence[str], at: int, analyser: Analyser) -> list[str]:
    """What the word makes when written together with the one before or after it.

    Never with a stop word: "for mænd" (for men) is no "formænd" (chairmen).
    """
    pairs = [(at - 1, at)] if at else []
    pairs += [(at, at + 1)] if at + 1 < len(words) else []
    return [
        words[first] + words[second]
        for first, second in pairs
        if not (analyser.is_stop(words[first]) or analyser.is_stop(words[second]))
    ]


def _phrase_group(phrase: str, words: tuple[str, ...], analyser: Analyser) -> Group:
    apart = tuple(analyser.base_of(word) for word in words if not analyser.is_stop(word))
    alternatives = [Alternative((phrase,), 1.0)]
    if len(apart) > 1:
        alternatives.append(Alternative(apart, PHRASE_APART_WEIGHT))
    return Group(words, (*alternatives, *_synonyms(analyser, [phrase])))


def _place_group(place: Place, words: tuple[str, ...], analyser: Analyser) -> Group:
    alternatives = [Alternative((term,), weight) for term, weight in place.terms]
    named = tuple(fold(word) for word in words)
    alternatives.append(Alternative(named, PLACE_AS_WORD_WEIGHT))
    if len(words) == 1:
        alternatives += [
            Alternative((term,), PLACE_AS_WORD_WEIGHT * weight)
            for term, weight in analyser.names_of(words[0]).items()
        ]
    return Group(words, tuple(alternatives), place=place)


def _synonyms(analyser: Analyser, terms: Sequence[str]) -> list[Alternative]:
    return [
        Alternative((synonym,), weight)
        for term in terms
        for synonym, weight in analyser.thesaurus.synonyms_of(term).items()
    ]
