"""Text squeezed to bare letters and digits, so that spacing, hyphens and spelling of æøå agree."""

import re

_FOLD = str.maketrans(
    {
        "å": "a", "á": "a", "à": "a", "â": "a", "ä": "ae", "æ": "ae",
        "ø": "o", "ö": "o", "ó": "o", "ô": "o",
        "é": "e", "è": "e", "ê": "e", "ë": "e",
        "ü": "u", "ú": "u", "í": "i", "ï": "i", "ç": "c", "ñ": "n",
    }
)  # fmt: skip
_NO_LETTERS = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Return the letters and digits of text, lower-case, æøå and accents folded."""
    letters = _NO_LETTERS.sub("", text.lower())
    # the ASCII spellings of å and ø
    return letters.replace("aa", "a").replace("oe", "o").translate(_FOLD)


def places(text: str) -> list[int]:
    """Return for each character of squeeze(text) the index in text it came from."""
    found: list[int] = []
    before = ""
    for index, character in enumerate(text):
        for low in character.lower():
            if not low.isalnum():
                continue
            if before + low in ("aa", "oe"):
                before = ""
                continue
            before = low
            found += [index] * len(low.translate(_FOLD))
    return found
