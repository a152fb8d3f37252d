"""Unbiased whole numbers from HMAC-SHA256 in counter mode, one stream per purpose."""

from peervej.methods.randomisation.encoding import keyed

_WORD = 8
_RANGE = 1 << (8 * _WORD)


class Stream:
    """Whole numbers that anyone with the seed computes again.

    `parts` say what the stream is for (a block of a stratum, a slot, a batch), so
    that no number is used for two things and none depends on those before it.
    """

    def __init__(self, seed: bytes, purpose: str, *parts: str | int) -> None:
        self._seed = seed
        self._parts = (purpose, *parts)
        self._counter = 0
        self._bytes = b""

    def below(self, bound: int) -> int:
        """Draw one of 0 … bound-1, each equally likely; bound from 1 to 2**64.

        64-bit words at or above the largest multiple of `bound` are thrown away,
        so there is no modulo bias (Lemire 2019, section 2).
        """
        limit = _RANGE - _RANGE % bound
        while True:
            word = self._next_word()
            if word < limit:
                return word % bound

    def _next_word(self) -> int:
        if not self._bytes:
            self._bytes = keyed(self._seed, "peervej/stream/1", *self._parts, self._counter)
            self._counter += 1
        word, self._bytes = self._bytes[:_WORD], self._bytes[_WORD:]
        return int.from_bytes(word, "big")
