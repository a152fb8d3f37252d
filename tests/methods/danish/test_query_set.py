"""What people type finds what it should, and not what only looks alike."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from peervej.data.initiatives import load_initiatives
from peervej.methods.danish.index import SearchIndex
from tests.methods.danish.conftest import IndexOf, entries_of

HERE = Path(__file__).parent
QUERIES: list[dict[str, Any]] = tomllib.loads((HERE / "queries.toml").read_text("utf-8"))["query"]
CORPUS: list[dict[str, Any]] = entries_of("made-up")
FIRST = 10


@pytest.fixture(scope="module")
def index(index_of: IndexOf) -> SearchIndex:
    return index_of("made-up")


def first_ten(index: SearchIndex, text: str) -> set[str]:
    return {key for key, _score in index.search(text, limit=FIRST).hits}


def test_the_set_is_large_enough_and_names_known_entries() -> None:
    known = {item.id for item in load_initiatives()} | {entry["id"] for entry in CORPUS}
    named = {key for row in QUERIES for key in [*row["finds"], *row.get("misses", [])]}
    assert named <= known, named - known
    assert len([row for row in QUERIES if row["finds"]]) >= 120
    assert len({row["text"] for row in QUERIES}) == len(QUERIES)
    assert sum(len(row.get("misses", [])) for row in QUERIES) >= 30


def test_recall_in_the_first_ten(index: SearchIndex) -> None:
    recalls = {}
    for row in QUERIES:
        if row["finds"]:
            found = first_ten(index, row["text"])
            recalls[row["text"]] = len(found & set(row["finds"])) / len(row["finds"])
    mean = sum(recalls.values()) / len(recalls)
    short = {text: round(recall, 2) for text, recall in recalls.items() if recall < 1}
    assert mean >= 0.95, (mean, short)


def test_what_must_not_match_does_not(index: SearchIndex) -> None:
    wrong = {
        row["text"]: sorted(first_ten(index, row["text"]) & set(row["misses"]))
        for row in QUERIES
        if first_ten(index, row["text"]) & set(row.get("misses", []))
    }
    assert wrong == {}
