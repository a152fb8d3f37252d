"""The stream of numbers: reproducible, apart by purpose, without bias."""

import hashlib
import hmac
from collections import Counter
from itertools import islice
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from peervej.methods.randomisation.generator import Stream

SEED = bytes(range(32))


def test_words_are_cut_from_the_labelled_hmac() -> None:
    def part(raw: bytes) -> bytes:
        return len(raw).to_bytes(4, "big") + raw

    message = b"".join(map(part, (b"peervej/stream/1", b"odd", (7).to_bytes(8, "big"))))
    words: list[int] = []
    for count in range(2):
        block = hmac.new(SEED, message + part(count.to_bytes(8, "big")), hashlib.sha256).digest()
        words += [int.from_bytes(block[at : at + 8], "big") for at in range(0, 32, 8)]
    stream = Stream(SEED, "odd", 7)
    assert [stream.below(2**64) for _ in range(8)] == words


def test_words_above_the_largest_multiple_are_thrown_away() -> None:
    words = iter([2**64 - 1, 2**64 - 2, 5])
    stream = Stream(SEED, "odd", 1)
    with patch.object(stream, "_next_word", lambda: next(words)):
        assert stream.below(2**63 + 1) == 5
    words = iter([2**64 - 1])
    with patch.object(stream, "_next_word", lambda: next(words)):
        assert stream.below(2**63) == 2**63 - 1


def test_streams_for_different_purposes_differ() -> None:
    streams = [
        Stream(SEED, "block", "A", 1),
        Stream(SEED, "block", "A", 2),
        Stream(SEED, "block", "B", 1),
        Stream(SEED, "simple", "A", 1),
        Stream(bytes(32), "block", "A", 1),
    ]
    assert len({stream.below(2**64) for stream in streams}) == 5


@given(st.integers(1, 2**64), st.binary(min_size=32, max_size=32))
def test_numbers_lie_below_their_bound(bound: int, seed: bytes) -> None:
    stream = Stream(seed, "law")
    assert all(0 <= stream.below(bound) < bound for _ in range(5))


def test_numbers_are_uniform() -> None:
    stream = Stream(SEED, "law")
    seen = Counter(stream.below(7) for _ in range(14_000))
    assert stats.chisquare([seen[number] for number in range(7)]).pvalue > 0.001


def test_a_bound_that_does_not_divide_the_range_shows_no_modulo_bias() -> None:
    # Without rejection, numbers below 2**62 would come up twice as often as the rest.
    stream = Stream(SEED, "bias")
    low = sum(stream.below(3 * 2**62) < 2**62 for _ in range(6_000))
    assert stats.binomtest(low, 6_000, 1 / 3).pvalue > 0.001


def test_the_stream_does_not_end() -> None:
    stream = Stream(SEED, "long")
    assert len(set(islice(iter(lambda: stream.below(2**64), None), 500))) == 500
