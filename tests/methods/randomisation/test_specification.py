"""docs/allocation.md: what the page says is what the program computes."""

import re
from pathlib import Path

import pytest

from peervej.methods.randomisation import verify
from peervej.methods.randomisation.verifier import KINDS
from tests.methods.randomisation.vectors import compute_ledger, compute_vectors

PAGE = Path(__file__).parents[3].joinpath("docs/allocation.md").read_text("utf-8")


def fenced(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(block)


def test_the_vectors_are_what_the_program_computes() -> None:
    printed = dict(line.split(" = ", 1) for line in fenced("ini").splitlines())
    assert printed == compute_vectors()


def test_the_ledger_is_what_the_program_writes_and_is_sound() -> None:
    ledger = fenced("jsonl").encode()
    assert ledger == compute_ledger()
    found = verify(ledger)
    assert found.valid
    assert found.arms is not None
    assert sum(found.arms.values()) == 3


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_line_and_its_payload_is_on_the_page(kind: str) -> None:
    (row,) = re.findall(rf"^\| `{kind}` \|.*$", PAGE, re.MULTILINE)
    assert {name.rstrip("?") for name in KINDS[kind]} <= set(re.findall(r"`(\w+)`", row))


def test_the_example_design_is_read() -> None:
    from peervej.methods.randomisation import read_design

    design = read_design(fenced("toml"))
    assert design.stratum_labels == ("Fredericia", "Helsingør")
