"""`peervej allocation`, as another program calls it."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from peervej.methods.randomisation import append_all, arm_of_slot, read_design
from tests.methods.randomisation.trials import make_design, seed_of, whole_trial

DESIGN = """
[trial]
id = "vejen"
[arms]
intervention = 1
control = 1
[method]
kind = "permuted_blocks"
block_sizes = [4, 6]
batch_sizes = [10, 3]
[strata]
site = ["Fredericia", "Helsingør"]
"""


def peervej(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "peervej.cli.main", "allocation", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def design(tmp_path: Path) -> Path:
    path = tmp_path / "design.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(append_all(whole_trial(make_design()))[0])
    return path


def test_a_simulation_is_the_slots_of_every_stratum(design: Path) -> None:
    done = peervej("simulate", design, "--seed", "ab" * 32, "--n", 12, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert set(document) == {"slots"}
    seed, read = b"\xab" * 32, read_design(DESIGN)
    assert document["slots"] == [
        {"stratum": site, "slot": slot, "arm": arm_of_slot(read, seed, site, slot)}
        for site in ("Fredericia", "Helsingør")
        for slot in range(1, 13)
    ]


def test_a_batch_design_is_simulated_too(design: Path) -> None:
    design.write_text(DESIGN.replace("permuted_blocks", "batch"), encoding="utf-8")
    done = peervej("simulate", design, "--seed", "1", "--n", 10, "--json")
    slots = json.loads(done.stdout)["slots"]
    arms = Counter((slot["stratum"], slot["arm"]) for slot in slots)
    assert set(arms.values()) == {5}


def test_a_short_seed_is_the_same_number_written_out(design: Path) -> None:
    short = peervej("simulate", design, "--seed", "2A", "--n", 9)
    assert short.stdout == peervej("simulate", design, "--seed", f"{42:064x}", "--n", 9).stdout
    assert short.stdout.splitlines()[0].startswith("Fredericia\t1\t")


def test_a_sound_ledger(ledger: Path) -> None:
    seed = seed_of(make_design()).hex()
    done = peervej("verify", ledger, "--seed", seed, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    lines = ledger.read_bytes().count(b"\n")
    assert (found["valid"], found["events"], found["first_fault"]) == (True, lines, None)
    assert sum(found["arms"].values()) == 15
    head = peervej("verify", ledger, "--head", found["head"].upper(), "--receipt", found["head"])
    assert head.returncode == 0
    assert head.stdout.startswith(f"Sound: {lines} lines")


def test_a_faulty_ledger_is_a_result_and_exit_1(ledger: Path) -> None:
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines)[:-9])
    done = peervej("verify", ledger, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout) == {
        "valid": False,
        "events": len(lines),
        "first_fault": {"line": len(lines), "what": "the line breaks off before its end"},
        "head": None,
        "arms": None,
    }
    ledger.write_bytes(b"".join(lines[:-1]))
    cut = peervej("verify", ledger, "--json", "--head", json.loads(lines[-1])["hash"])
    assert json.loads(cut.stdout)["first_fault"]["line"] == len(lines)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--seed", "xyz", "--n", 3], "hexadecimal"),
        (["--seed", "", "--n", 3], "--seed is empty"),
        (["--seed", "a" * 65, "--n", 3], "64 hexadecimal digits"),
        (["--seed", "1", "--n", 0], "the slots must number 1"),
        (["--seed", "1", "--n", -4], "the slots must number 1"),
        (["--seed", "1", "--n", 10**9], "1000000 over all strata"),
    ],
)
def test_unusable_options_are_one_line_and_exit_2(
    design: Path, options: list[object], words: str
) -> None:
    done = peervej("simulate", design, *options, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "content", "words"),
    [
        (["simulate", "--seed", "1", "--n", 3], b"", "is empty"),
        (["simulate", "--seed", "1", "--n", 3], b"\xff\xfe", "not UTF-8"),
        (["simulate", "--seed", "1", "--n", 3], b"[trial\n", "not valid TOML"),
        (["simulate", "--seed", "1", "--n", 3], b"[trial]\nid = 3", "must be a text"),
        (["simulate", "--seed", "1", "--n", 3], None, "cannot be read"),
        (["verify"], b"", "empty"),
        (["verify"], b"%PDF-1.7\n%\xe2\xe3", "is it the right file"),
        (["verify", "--seed", "12"], b"{}\n", "--seed must be 64 hexadecimal digits"),
        (["verify", "--head", "nothing"], b"{}\n", "--head must be 64 hexadecimal digits"),
        (["verify", "--receipt", "x"], b"{}\n", "--receipt must be 64 hexadecimal digits"),
        (["verify"], None, "cannot be read"),
    ],
)
def test_unusable_files_are_one_line_and_exit_2(
    tmp_path: Path, command: list[object], content: bytes | None, words: str
) -> None:
    path = tmp_path / "file"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    done = peervej(command[0], path, *command[1:], "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_starts_without_django() -> None:
    code = (
        "import sys, peervej.cli.allocation\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'numpy')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
