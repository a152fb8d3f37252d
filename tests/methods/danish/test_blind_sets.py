"""Sets of queries that were written before the word lists were mended for them.

How each did when it was first asked stands at the head of its file.
"""

import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from peervej.data.initiatives import load_initiatives
from peervej.methods.danish.ranking import SearchResult
from tests.methods.danish.conftest import IndexOf, entries_of

SETS: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "blind").glob("*.toml"))
}
FIRST = 10
# A person with little strength is not to read through half the directory.
FEW_ON_AVERAGE = 8

Row = dict[str, Any]


@pytest.fixture(scope="module")
def answers(index_of: IndexOf) -> dict[str, list[tuple[Row, SearchResult]]]:
    """Every query of every set with what it finds."""
    return {
        name: [
            (row, index_of(*asked["corpora"]).search(row["text"], limit=FIRST))
            for row in asked["query"]
        ]
        for name, asked in SETS.items()
    }


def recall(row: Row, result: SearchResult) -> float:
    return len(keys(result) & set(row["finds"])) / len(row["finds"])


def keys(result: SearchResult) -> set[str]:
    return {key for key, _score in result.hits}


@pytest.mark.parametrize("name", SETS)
def test_a_set_names_known_entries(name: str) -> None:
    known = {item.id for item in load_initiatives()}
    known |= {entry["id"] for corpus in SETS[name]["corpora"] for entry in entries_of(corpus)}
    rows: list[Row] = SETS[name]["query"]
    named = {key for row in rows for key in (*row.get("finds", ()), *row.get("misses", ()))}
    assert named <= known, named - known
    assert len({row["text"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", SETS)
def test_what_is_looked_for_is_among_the_first_ten(answers, name: str) -> None:  # type: ignore[no-untyped-def]
    recalls = {row["text"]: recall(row, got) for row, got in answers[name] if "finds" in row}
    assert mean(recalls.values()) >= 0.95, {t: r for t, r in recalls.items() if r < 1}


@pytest.mark.parametrize("name", SETS)
def test_what_must_not_match_does_not(answers, name: str) -> None:  # type: ignore[no-untyped-def]
    wrong = {
        row["text"]: sorted(keys(got) & set(row.get("misses", ()))) for row, got in answers[name]
    }
    assert {text: found for text, found in wrong.items() if found} == {}


def test_no_kind_of_query_is_left_behind(answers) -> None:  # type: ignore[no-untyped-def]
    recalls: dict[str, list[float]] = defaultdict(list)
    for rows in answers.values():
        for row, got in rows:
            if "finds" in row:
                recalls[row["kind"]].append(recall(row, got))
    assert {kind: mean(found) for kind, found in recalls.items() if mean(found) < 0.95} == {}


def test_a_search_shows_few_entries(answers) -> None:  # type: ignore[no-untyped-def]
    totals = [got.total for rows in answers.values() for row, got in rows if "finds" in row]
    assert mean(totals) <= FEW_ON_AVERAGE
