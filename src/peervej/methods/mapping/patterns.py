"""How far a run of letters is print of the form: wordings compared letter by letter."""

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from peervej.methods.mapping.questionnaire import WORDINGS, Wording
from peervej.methods.mapping.squeeze import squeeze

# Shares of letters that may differ. Measured on generated documents: print with one letter in
# twenty damaged stays below .2, the nearest sentences people write of their own lie above .25.
_STRICT = 0.16
_LENIENT = 0.32
_SHORT_CORE = 0.5  # of a short core, directly below print and with its tail
_TAIL = 0.36
_RUINED = 0.35  # of a whole line that asks, directly below print
_TAIL_LIKE = 0.6
SHORT = 24  # squeezed letters; a shorter core is also what people say of their own accord
_HEAD = 14
_HEAD_DAMAGE = 8
_SHIFT = 3  # letters between a core and its tail when damage blurs where the core ends
WINDOW = 240  # squeezed letters; the longest wording has some 190


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wording squeezed to its letters."""

    wording: Wording
    core: str
    tails: tuple[str, ...]

    @property
    def is_question(self) -> bool:
        """Tell a question's own sentence from a sub-question."""
        return self.wording.part == 0


@dataclass(frozen=True, slots=True)
class Match:
    """A wording found at the beginning of a window of squeezed letters."""

    pattern: Pattern
    damage: float  # share of the core's letters that differ
    length: int  # squeezed letters used


_PATTERNS = tuple(
    Pattern(wording, squeeze(wording.core), tuple(squeeze(tail) for tail in wording.tails))
    for wording in WORDINGS
)
_BY_HEAD = {
    head: tuple(pattern for pattern in _PATTERNS if pattern.core.startswith(head))
    for head in dict.fromkeys(pattern.core[:_HEAD] for pattern in _PATTERNS)
}
_PRINT = {
    question: "".join(
        pattern.core + "".join(pattern.tails[:1])
        for pattern in _PATTERNS
        if pattern.wording.question == question
    )
    for question in range(1, 9)
}


def best_match(window: str, lenient: bool) -> Match | None:
    """Return the wording the window begins with, or None."""
    head = window[:_HEAD]
    if len(head) < _HEAD // 2:
        return None
    best: Match | None = None
    for start, patterns in _BY_HEAD.items():
        if Levenshtein.distance(start, head) > _HEAD_DAMAGE:
            continue
        for pattern in patterns:
            match = _fit(pattern, window, lenient)
            if match and (best is None or match.damage < best.damage):
                best = match
    return best


def _fit(pattern: Pattern, window: str, lenient: bool) -> Match | None:
    short = len(pattern.core) < SHORT and lenient
    allowed = int((_SHORT_CORE if short else _LENIENT) * len(pattern.core)) + 1
    errors, length = _prefix(pattern.core, window, allowed)
    if errors > allowed:
        return None
    damage = errors / len(pattern.core)
    tail = _tail(pattern, window[length:])
    if tail:
        fits = damage <= _LENIENT or short
        return Match(pattern, damage, length + tail) if fits else None
    long_enough = len(pattern.core) >= SHORT
    if damage <= _STRICT and (long_enough or lenient):
        return Match(pattern, damage, length)
    if damage <= _LENIENT and lenient and not pattern.is_question and long_enough:
        return Match(pattern, damage, length)
    return None


def _tail(pattern: Pattern, window: str) -> int:
    """Return how many letters of the window are the best-fitting tail; 0 for none."""
    best, best_damage = 0, _TAIL
    for tail in pattern.tails:
        for shift in range(_SHIFT + 1):
            errors, length = _prefix(tail, window[shift:], int(best_damage * len(tail)))
            if errors / len(tail) < best_damage:
                best, best_damage = shift + length, errors / len(tail)
    return best


def _prefix(pattern: str, window: str, allowed: int) -> tuple[int, int]:
    """Return (errors, length) of the prefix of window nearest to the pattern."""
    size = len(pattern)
    slack = max(3, size // 8)
    if Levenshtein.distance(pattern, window[:size], score_cutoff=2 * allowed + 2) > 2 * allowed + 2:
        return allowed + 1, 0
    best = (allowed + 1, 0, 0)
    for length in range(max(1, size - slack), min(len(window), size + slack) + 1):
        errors = Levenshtein.distance(pattern, window[:length], score_cutoff=best[0])
        best = min(best, (errors, abs(length - size), length))
    return best[0], best[2]


def is_within(letters: str, question: int) -> bool:
    """Tell whether letters are a piece of a question's print, with one in six wrong."""
    print_ = _PRINT[question]
    return any(
        Levenshtein.distance(
            letters, print_[begin : begin + len(letters)], score_cutoff=len(letters) // 6
        )
        <= len(letters) // 6
        for begin in range(max(1, len(print_) - len(letters) + 1))
    )


def is_tail(letters: str, question: int) -> bool:
    """Tell whether a parenthesis is one of the question's own, however it is spelt."""
    tails = [
        tail
        for pattern in _PATTERNS
        if pattern.wording.question == question and not pattern.is_question
        for tail in pattern.tails
    ]
    return any(
        Levenshtein.normalized_similarity(letters, tail[: len(letters) + 2]) >= _TAIL_LIKE
        for tail in tails
    )


def is_ruined(letters: str) -> bool:
    """Tell whether a whole line is a sub-question too damaged for its beginning to match."""
    return len(letters) >= SHORT and any(
        Levenshtein.normalized_distance(letters, pattern.core + "".join(pattern.tails)) <= _RUINED
        for pattern in _PATTERNS
        if not pattern.is_question
    )
