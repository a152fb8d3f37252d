"""Place names in a query: municipalities, their towns, regions and parts of the country."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peervej.methods.danish.documents import PLACE_MARK
from peervej.methods.danish.folding import fold

# An entry in the place itself stands before one that covers the whole region, and that
# before one for the whole country.
HERE_WEIGHT = 1.0
REGION_WEIGHT = 0.35
COUNTRY_WEIGHT = 0.2

COUNTRY = "dk"
_BEFORE_A_PLACE = frozenset(["i", "ved", "naer", "omkring", "fra", "paa"])
_LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A place asked for: the place terms of the entries there, each with a weight."""

    name: str
    terms: tuple[tuple[str, float], ...]


def place_of(
    name: str, municipalities: Iterable[str], regions: Iterable[str], *, country: bool = True
) -> Place:
    """A place made up of municipality codes, lying in regions by slug."""
    here = [(f"{PLACE_MARK}m:{code}", HERE_WEIGHT) for code in municipalities]
    around = [(f"{PLACE_MARK}r:{slug}", REGION_WEIGHT) for slug in regions]
    everywhere = [(f"{PLACE_MARK}{COUNTRY}", COUNTRY_WEIGHT)] if country else []
    return Place(name, (*here, *around, *everywhere))


class PlaceNames:
    """Finds place names among the words of a query, however they are spelt or inflected."""

    def __init__(self, names: Mapping[str, Place], ambiguous: Iterable[str] = frozenset()) -> None:
        self._names: dict[tuple[str, ...], Place] = {}
        for name, place in names.items():
            folded = fold(name)
            for spelling in (folded, _without_danish_letters(name), folded.replace("aa", "a")):
                self._names.setdefault(tuple(_name_words(spelling)), place)
        self._words = {word for name in names for word in _name_words(name.lower())}
        self._ambiguous = {tuple(_name_words(fold(name))) for name in ambiguous}

    def words(self) -> set[str]:
        """Every word of every name in small letters, for spelling help."""
        return self._words

    def find(self, words: Sequence[str], at: int) -> tuple[Place, int] | None:
        """The place named from `words[at]` on and how many words name it; None for no place.

        A name that is also an everyday word is a place only after "i" or "ved", before
        "kommune", or when it is all there is.
        """
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            folded = [fold(word) for word in words[at : at + length]]
            key = tuple(part for word in folded for part in _name_words(word))
            for name in (key, _without_genitive(key)):
                place = self._names.get(name)
                if place and not (name in self._ambiguous and self._is_word(words, at, length)):
                    return place, length
        return None

    def find_ambiguous(self, word: str) -> Place | None:
        """The place that an everyday word is the name of, too; None for any other word."""
        name = tuple(_name_words(fold(word)))
        return self._names.get(name) if name in self._ambiguous else None

    def _is_word(self, words: Sequence[str], at: int, length: int) -> bool:
        after = fold(words[at + length]) if at + length < len(words) else ""
        before = fold(words[at - 1]) if at else ""
        alone = len(words) == length
        return not (alone or before in _BEFORE_A_PLACE or after.startswith("kommune"))


def _name_words(folded: str) -> list[str]:
    return folded.replace("-", " ").split()


def _without_danish_letters(name: str) -> str:
    """København as kobenhavn, the way it is typed abroad."""
    plain = name.lower().replace("ø", "o").replace("å", "a").replace("æ", "ae")
    return fold(plain)


def _without_genitive(key: tuple[str, ...]) -> tuple[str, ...]:
    return (*key[:-1], key[-1].removesuffix("s")) if key else key
