"""How heavy a Danish text is to read: LIX."""

import re

from peervej.methods.errors import UnusableInput

LONG_WORD_LETTERS = 6

# A full stop after one of these, or after a number or a single letter, ends no sentence.
# fmt: off
ABBREVIATIONS = frozenset([
    "bl.a", "ca", "dvs", "evt", "f.eks", "fx", "hhv", "inkl", "jf", "kap", "kl", "kr", "maks",
    "max", "m.fl", "m.m", "m.v", "mdr", "min", "mio", "mht", "mv", "nr", "o.l", "osv", "pct",
    "pga", "pkt", "s.u", "stk", "tel", "tlf", "vedr",
])
# fmt: on

_WORD = re.compile(r"\w+(?:[-’'./]\w+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=[\s\"'”»)\]]|$)")
_BLANK_LINE = re.compile(r"\n\s*\n|\n\s*(?=[-*•])")


class NoWords(UnusableInput):
    """The text has no words, so it has no LIX."""


def lix(text: str) -> float:
    """LIX of `text`: words per sentence plus the percentage of words over six letters.

    A sentence ends at a full stop, colon, question or exclamation mark, at a blank line and at
    a list item. Digits are words but never long ones. 25 to 34 reads easily, over 44 is heavy.
    Raises NoWords. Source: Björnsson (1968), Läsbarhet.
    """
    words = 0
    long_words = 0
    sentences = 0
    for block in _BLANK_LINE.split(text):
        found = _WORD.findall(block)
        if not found:
            continue
        words += len(found)
        long_words += sum(_letters(word) > LONG_WORD_LETTERS for word in found)
        sentences += _sentences(block)
    if not words:
        raise NoWords("There are no words in the text; write at least one sentence.")
    return words / sentences + 100 * long_words / words


def _letters(word: str) -> int:
    return sum(letter.isalpha() for letter in word)


def _sentences(block: str) -> int:
    """Sentences in a block that has words; words after the last mark count as one more."""
    count = 0
    start = 0
    for mark in _SENTENCE_END.finditer(block):
        words = _WORD.findall(block, start, mark.start())
        if words and not (mark.group() == "." and _is_abbreviated(words[-1], block, mark.end())):
            count += 1
            start = mark.end()
    return count + bool(_WORD.search(block, start))


def _is_abbreviated(word: str, block: str, after: int) -> bool:
    following = block[after:].lstrip()
    if not following:
        return False
    if word.lower() in ABBREVIATIONS:
        return True
    # "3. gang" and "1. januar": an ordinal, unless a capital follows.
    return (word.isdigit() or len(word) == 1) and following[0].islower()
