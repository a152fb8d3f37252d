"""Bytes: every list of parts has its own."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervej.methods.randomisation.encoding import (
    NotAHash,
    NotPlainText,
    encode,
    from_hex,
    keyed,
    plain_text,
    sha256,
)

BYTES = b"\0\0\0\x05label" + b"\0\0\0\x02\xc3\xa6" + b"\0\0\0\x08\0\0\0\0\0\0\x01\x02"


def test_parts_are_preceded_by_their_length() -> None:
    assert encode("label", "æ", 258) == BYTES
    assert encode("label", b"") == b"\0\0\0\x05label\0\0\0\0"


def test_hashes_are_the_standard_ones_of_those_bytes() -> None:
    assert sha256("label", "æ", 258) == hashlib.sha256(BYTES).digest()
    assert keyed(b"key", "label", "æ", 258) == hmac.new(b"key", BYTES, "sha256").digest()


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_texts_give_different_bytes(one: list[str], other: list[str]) -> None:
    assert (encode("label", *one) == encode("label", *other)) == (one == other)


def test_text_is_brought_to_one_form() -> None:
    assert plain_text("a\u030arhus", "a place") == "århus"


@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "bell\a", "x" * 1001, "\ud800"])
def test_text_that_could_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(NotPlainText, match="the reason must"):
        plain_text(text, "the reason")


def test_a_hash_is_read_in_either_case() -> None:
    assert from_hex(" " + "AB" * 32, "--seed") == b"\xab" * 32


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "xy" * 32, "٣" * 64])
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(NotAHash, match="--seed must be 64 hexadecimal digits"):
        from_hex(text, "--seed")
