"""The verifier: independent of what it checks, finds any damage, and judges every rule."""

import ast
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from benchmarks.randomisation import damage, write_ledger
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.randomisation import (
    VERIFIER_FILE,
    Design,
    Event,
    Kind,
    LedgerUnusable,
    append_all,
    draw_batch,
    simulate_slots,
    verifier,
    verify,
)
from tests.methods.randomisation.trials import (
    SITES,
    make_design,
    person,
    seed_of,
    whole_trial,
)

BATCHES = make_design()
BLOCKS = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
SIMPLE = make_design(Kind.SIMPLE, (), intervention=2, control=1)
DESIGNS = pytest.mark.parametrize(
    "design", [BATCHES, BLOCKS, SIMPLE], ids=["batch", "blocks", "simple"]
)


def write(story: Sequence[Event]) -> tuple[list[bytes], str]:
    data, head = append_all(story)
    return data.splitlines(keepends=True), head.hash


# ---- independent of the program


def test_it_imports_nothing_but_the_standard_library() -> None:
    imported = set()
    for node in ast.walk(ast.parse(VERIFIER_FILE.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).split(".")[0])
    assert imported - {"__future__"} <= sys.stdlib_module_names


def test_it_runs_by_itself_in_another_folder(tmp_path: Path) -> None:
    copy = tmp_path / "verifier.py"
    copy.write_bytes(VERIFIER_FILE.read_bytes())
    ledger = tmp_path / "ledger.jsonl"
    lines, head = write(whole_trial(BATCHES))
    ledger.write_bytes(b"".join(lines))
    run = subprocess.run(
        [sys.executable, "-I", "-S", copy, ledger, "--head", head, "--json"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert json.loads(run.stdout)["valid"] is True
    assert run.stderr == b""


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=4),
    st.integers(1, 30),
    st.binary(min_size=32, max_size=32),
)
@settings(max_examples=50)
def test_it_draws_what_the_program_draws(weights: list[int], size: int, seed: bytes) -> None:
    arms = tuple((f"arm {number}", weight) for number, weight in enumerate(weights))
    total = sum(weights)
    people = [person(number) for number in range(size)]
    batches = Design("t", arms, Kind.BATCH, (30,))
    theirs = verifier.read_design(batches.as_payload())
    assert verifier.draw_batch(theirs, seed, 3, people) == draw_batch(batches, seed, 3, people)
    for kind, sizes, run in (
        (Kind.PERMUTED_BLOCKS, (total, 2 * total), verifier.run_blocks),
        (Kind.SIMPLE, (), verifier.run_simple),
    ):
        design = Design("t", arms, kind, sizes)
        theirs = verifier.read_design(design.as_payload())
        ours = [slot.arm for slot in simulate_slots(design, seed, size)]
        assert list(islice(run(theirs, seed, "all"), size)) == ours


# ---- a sound ledger


@DESIGNS
def test_a_closed_trial_is_sound_and_its_arms_are_counted(design: Design) -> None:
    lines, head = write(whole_trial(design, draws=6))
    found = verify(b"".join(lines), head=head)
    assert (found.valid, found.events, found.first_fault) == (True, len(lines), None)
    assert found.arms is not None
    assert sum(found.arms.values()) == (30 if design is BATCHES else 6)
    assert verify(b"".join(lines), head=head, seed=seed_of(design)) == found


@DESIGNS
def test_before_the_close_arms_need_the_seed(design: Design) -> None:
    lines, head = write(whole_trial(design)[:-1])
    assert verify(b"".join(lines), head=head).arms is None
    assert verify(b"".join(lines), head=head, seed=seed_of(design)).arms is not None


def test_an_older_head_is_a_receipt() -> None:
    lines, head = write(whole_trial(BATCHES))
    receipt = json.loads(lines[7])["hash"]
    assert verify(b"".join(lines), head=head, receipts=[receipt]).valid
    grown = verify(b"".join(lines), head=receipt).first_fault
    assert grown is not None
    assert (grown.line, "receipt" in grown.what) == (9, True)
    foreign = verify(b"".join(lines), receipts=["a" * 64]).first_fault
    assert foreign is not None
    assert "no line has the hash aaaaaaaaaaaa" in foreign.what


# ---- damage


def test_damage_of_every_kind_is_found_at_its_line() -> None:
    data, head, _ = write_ledger(40)
    lines = data.splitlines(keepends=True)
    for at in range(len(lines)):
        for how, line, ledger in damage(lines, at):
            fault = verify(ledger, head=head.hash).first_fault
            assert fault is not None, (how, line)
            assert fault.line == line, (how, line, fault)


@given(st.data())
@settings(max_examples=60)
def test_any_change_of_any_byte_is_found_at_its_line_without_head(data: st.DataObject) -> None:
    ledger = write_ledger(12)[0]
    at = data.draw(st.integers(0, len(ledger) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != ledger[at]))
    fault = verify(ledger[:at] + bytes([byte]) + ledger[at + 1 :]).first_fault
    assert fault is not None
    assert fault.line == ledger[:at].count(b"\n") + 1


def test_a_tail_cut_off_needs_the_head() -> None:
    lines, head = write(whole_trial(BATCHES))
    short = b"".join(lines[:-3])
    assert verify(short).valid
    fault = verify(short, head=head).first_fault
    assert fault is not None
    assert fault.line == len(lines) - 2


def rewrite(story: list[Event], at: int) -> list[bytes]:
    """A ledger whose line at index `at` was rewritten, with a new hash of its own."""
    lines, _ = write(story)
    forged = story.copy()
    forged[at] = Event(story[at].kind, date(2031, 1, 1), story[at].payload)
    return [*lines[:at], write(forged)[0][at], *lines[at + 1 :]]


def test_a_line_rewritten_with_a_new_hash_is_named_not_the_next() -> None:
    story = whole_trial(BATCHES)
    for at in range(len(story) - 1):
        fault = verify(b"".join(rewrite(story, at))).first_fault
        assert fault is not None
        assert (fault.line, "was rewritten" in fault.what) == (at + 1, True)
    last = len(story) - 1
    head = write(story)[1]
    assert verify(b"".join(rewrite(story, last))).valid
    assert not verify(b"".join(rewrite(story, last)), head=head).valid


def test_a_line_forged_to_continue_another_is_named_itself() -> None:
    story = whole_trial(BATCHES)
    lines, _ = write(story)
    elsewhere, _ = write([Event("corrected", date(2026, 1, 1), {"line": 1}), *story[1:]])
    forged = [*lines[:9], elsewhere[9], *lines[10:]]
    fault = verify(b"".join(forged)).first_fault
    assert fault is not None
    assert (fault.line, fault.what) == (10, "the line does not continue the one before it")


def test_an_added_line_that_continues_the_chain_is_named() -> None:
    story = whole_trial(BATCHES)
    lines, _ = write(story)
    extra = Event("corrected", date(2026, 3, 3), {"line": 2, "reason": "slipped in"})
    longer, _ = write([*story[:8], extra])
    fault = verify(b"".join([*lines[:8], longer[8], *lines[8:]])).first_fault
    assert fault is not None
    assert (fault.line, "was added" in fault.what) == (9, True)


def test_a_rewritten_tail_is_found_by_the_head() -> None:
    story = whole_trial(BATCHES)
    _, head = write(story)
    assert not verify(b"".join(write([*story[:-1], story[-2]])[0]), head=head).valid


# ---- what is no ledger


@pytest.mark.parametrize("data", [b"", b"\n\n", b"hello", b"%PDF-1.7\n", b"\xff" * 99, b"{}\n[]\n"])
def test_what_is_no_ledger_is_refused(data: bytes) -> None:
    with pytest.raises(LedgerUnusable, match="is it the right file"):
        verify(data)


def test_a_file_beyond_all_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "MOST_BYTES", 100)
    with pytest.raises(LedgerUnusable, match="larger than 100 bytes"):
        verify(write_ledger(12)[0])


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"\n", b"\r\n", "canonical"),
        (b'"seq":1}', b'"seq":1.0}', "JSON"),
        (b'"seq":1}', b'"seq":NaN}', "JSON"),
        (b'"seq":1}', b'"seq": 1}', "canonical"),
        (b'"seq":1}', b'"seq":1,"seq":1}', "canonical"),
        (b'"seq":1}', b'"seq":true}', "number or hash"),
        (b'"seq":1}', b'"seq":1,"zz":1}', "exactly date"),
        (b'"seq":1}', b'"seq":' + b"[" * 100_000, "JSON"),
        (b'"seq":1}', b'"seq":' + b"1" * 5_000 + b"}", "JSON"),
        (b'"kind":"opened"', b'"kind":""', "kind or date"),
        (b'"date":"2026-03-02"', b'"date":"2026-02-30"', "kind or date"),
        (b'"date":"2026-03-02"', b'"date":"20260302"', "kind or date"),
        (b'"vejen"', b'"\\ud800"', "canonical"),
        (b'"vejen"', b'"vej\xff"', "JSON"),
    ],
)
def test_a_line_in_another_form_is_a_fault(old: bytes, new: bytes, what: str) -> None:
    first, *rest = write(whole_trial(BATCHES))[0]
    assert old in first
    fault = verify(b"".join([first.replace(old, new, 1), *rest])).first_fault
    assert fault is not None
    assert (fault.line, what in fault.what) == (1, True), fault


# ---- the command line


def test_the_result_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = tmp_path / "ledger.jsonl"
    lines, _ = write(whole_trial(BATCHES))
    ledger.write_bytes(b"".join(lines))
    assert verifier.main([str(ledger)]) == 0
    assert f"Sound: {len(lines)} lines" in capsys.readouterr().out
    ledger.write_bytes(b"".join(lines[:-1]))
    assert verifier.main([str(ledger)]) == 0
    assert "The seed is not known" in capsys.readouterr().out
    ledger.write_bytes(b"".join(lines[1:]))
    assert verifier.main([str(ledger)]) == 1
    assert "NOT SOUND. Line 1: the line is number 2" in capsys.readouterr().out


def test_unusable_input_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.jsonl"
    assert verifier.main([str(missing)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(SystemExit) as stopped:
        verifier.main([str(missing), "--seed", "xyz"])
    assert stopped.value.code == 2
    assert "must be 64 hexadecimal digits" in capsys.readouterr().err


def test_the_strata_of_both_are_the_same() -> None:
    assert verifier.read_design(BATCHES.as_payload()).strata == set(BATCHES.stratum_labels)
    assert set(SITES) == set(BATCHES.stratum_labels)
