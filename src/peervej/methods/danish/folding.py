"""One spelling for search: æ, ø and å written out, accents dropped, small letters."""

import itertools
import unicodedata
from collections.abc import Iterator

# Swedish and German keyboards write ä and ö for æ and ø.
_WRITTEN_OUT = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "y", "ß": "ss", "ð": "d"}
)

# What people type for a Danish letter on a keyboard without it, longest first.
_TYPED_FOR = {"aa": "å", "ae": "æ", "oe": "ø", "o": "ø", "a": "åæ"}
_MOST_SPOTS = 6


def fold(text: str) -> str:
    """`text` in small letters with æ, ø, å as ae, oe, aa and every other accent dropped.

    The same for Ærø, AERO typed Aeroe, and for Århus and Aarhus.
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(_WRITTEN_OUT)
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def danish_spellings(word: str) -> Iterator[str]:
    """Ways `word` may be spelt with Danish letters, if it was typed without them.

    A word with more than six doubtful spots gives those of its first six.
    """
    pieces: list[tuple[str, ...]] = []
    spots = 0
    position = 0
    while position < len(word):
        for typed, letters in _TYPED_FOR.items():
            if spots < _MOST_SPOTS and word.startswith(typed, position):
                pieces.append((typed, *letters))
                position += len(typed)
                spots += 1
                break
        else:
            pieces.append((word[position],))
            position += 1
    for choice in itertools.islice(itertools.product(*pieces), 1, None):
        yield "".join(choice)
