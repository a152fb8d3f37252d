"""What people type finds what it should, and not what only looks alike."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from peervej.data.initiatives import load_initiatives
from peervej.data.search.documents import label_words, new_search_index, search_document
from peervej.methods.danish.documents import Document
from peervej.methods.danish.index import SearchIndex

HERE = Path(__file__).parent
QUERIES: list[dict[str, Any]] = tomllib.loads((HERE / "queries.toml").read_text("utf-8"))["query"]
CORPUS: list[dict[str, Any]] = tomllib.loads((HERE / "corpus.toml").read_text("utf-8"))["entry"]
FIRST = 10


def made_up(entry: dict[str, Any]) -> Document:
    places = [f"m:{code}" for code in entry["places"]]
    if entry.get("nationwide"):
        places.append("dk")
    fields = {"name": entry["name"], "summary": entry["text"]}
    if entry.get("online"):
        fields["labels"] = label_words(online=True)
    return Document(entry["id"], fields, tuple(places))


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = new_search_index()
    index.put_all(search_document(item) for item in load_initiatives())
    index.put_all(made_up(entry) for entry in CORPUS)
    return index


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
