"""A text as words, and a word as the pieces between its hyphens."""

import re
import unicodedata

PARAGRAPH = "§"
HYPHENS = re.compile("[-‐‑]")

_APOSTROPHES = "'’´`"
# A paragraph of a law is one word: § 18 is not the age of 18.
_TOKEN = re.compile(rf"(?:§+|\bparagraf)\s*\d+|[^\W_]+(?:[-‐‑{_APOSTROPHES}][^\W_]+)*")
_PARAGRAPH_WRITTEN = re.compile(r"^(?:§+|paragraf)\s*(?=\d)")
_ENDINGS_AFTER_APOSTROPHE = frozenset(
    ["s", "e", "en", "et", "er", "ere", "eren", "erne", "ne", "n"]
)

NO_APOSTROPHES = {ord(mark): None for mark in _APOSTROPHES}
NO_MARKS = NO_APOSTROPHES | {ord(mark): None for mark in "-‐‑"}


def split_words(text: str) -> list[str]:
    """The words of `text` in small letters; hyphens and apostrophes inside a word are kept."""
    found = _TOKEN.findall(unicodedata.normalize("NFC", text).lower())
    return [_PARAGRAPH_WRITTEN.sub(PARAGRAPH, word) for word in found]


def without_apostrophe(part: str) -> str:
    """LAP's and MB'ere as lap and mb; an apostrophe elsewhere is only dropped."""
    for mark in _APOSTROPHES:
        base, found, ending = part.partition(mark)
        if found and ending in _ENDINGS_AFTER_APOSTROPHE:
            return base
    return part.translate(NO_APOSTROPHES)
