"""Lines: one form, chained."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervej.methods.randomisation import (
    Event,
    Head,
    LedgerUnusable,
    LineUnusable,
    append,
    append_all,
    read_lines,
)
from peervej.methods.randomisation.verifier import Line, attempt
from tests.methods.randomisation.trials import make_design, whole_trial

ON = date(2026, 3, 2)
PAYLOADS = st.dictionaries(
    st.text(st.characters(codec="utf-8")),
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
)


def test_the_first_line_to_the_byte() -> None:
    line, head = append(Head(), Event("withdrawn", ON, {"person": "å"}))
    rest = '"kind":"withdrawn","payload":{"person":"å"},"prev":"' + "0" * 64 + '","seq":1}'
    own = hashlib.sha256(('{"date":"2026-03-02",' + rest).encode()).hexdigest()
    assert line == f'{{"date":"2026-03-02","hash":"{own}",{rest}\n'.encode()
    assert head == Head(1, own)


def test_each_line_holds_the_hash_of_the_one_before() -> None:
    data, head = append_all(whole_trial(make_design()))
    lines = read_lines(data)
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.prev for line in lines[1:]] == [line.hash for line in lines[:-1]]
    assert head == Head(lines[-1].seq, lines[-1].hash)


@given(PAYLOADS)
def test_whatever_is_written_is_read_by_the_verifier(payload: dict[str, Any]) -> None:
    from peervej.methods.randomisation.verifier import read_line

    line, head = append(Head(6, "a" * 64), Event("amended", ON, payload))
    read = read_line(line)
    assert read == Line(7, "amended", "a" * 64, head.hash, payload)


@given(PAYLOADS, st.data())
def test_any_changed_byte_of_a_line_is_noticed(payload: dict[str, Any], data: Any) -> None:
    line, _ = append(Head(), Event("amended", ON, payload))
    at = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))
    assert not isinstance(attempt(line[:at] + bytes([byte]) + line[at + 1 :]), Line)


@pytest.mark.parametrize("value", [1.5, {1}, b"x", {1: "x"}, [float("nan")], ON])
def test_what_json_can_write_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(LineUnusable, match="cannot hold"):
        append(Head(), Event("amended", ON, {"value": value}))


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(LineUnusable, match="half of a character"):
        append(Head(), Event("amended", ON, {"value": "\ud800"}))


@pytest.mark.parametrize("data", [b"not json\n", b"[]\n", b'{"seq":1}\n', b"\xff\n"])
def test_other_files_are_not_read(data: bytes) -> None:
    with pytest.raises(LedgerUnusable, match="not a ledger"):
        read_lines(data)


def test_a_line_is_plain_json() -> None:
    line, _ = append(Head(), Event("amended", ON, {"reason": 'said "no"\t'}))
    assert json.loads(line)["payload"] == {"reason": 'said "no"\t'}
