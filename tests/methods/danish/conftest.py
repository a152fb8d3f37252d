"""The analyser with the shipped word lists, made once, and indexes of entries to search in."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from peervej.data.initiatives import load_initiatives
from peervej.data.search.documents import (
    label_words,
    load_analyser,
    new_search_index,
    search_document,
)
from peervej.data.search.places import load_place_names
from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.documents import Document
from peervej.methods.danish.index import SearchIndex
from peervej.methods.danish.places import PlaceNames

HERE = Path(__file__).parent
MADE_UP = {
    "made-up": "corpus.toml",
    "topics": "corpus_topics.toml",
    "others": "corpus_others.toml",
}

IndexOf = Callable[..., SearchIndex]


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return load_analyser()


@pytest.fixture(scope="session")
def places() -> PlaceNames:
    return load_place_names()


@pytest.fixture(scope="session")
def index_of() -> IndexOf:
    """An index of the shipped entries and of made-up ones, by the name of their file."""

    @cache
    def made(*corpora: str) -> SearchIndex:
        index = new_search_index()
        index.put_all(search_document(item) for item in load_initiatives())
        for corpus in corpora:
            index.put_all(made_up(entry) for entry in entries_of(corpus))
        return index

    return made


def entries_of(corpus: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((HERE / MADE_UP[corpus]).read_text("utf-8"))[
        "entry"
    ]
    return entries


def made_up(entry: dict[str, Any]) -> Document:
    places = [f"m:{code}" for code in entry["places"]]
    if entry.get("nationwide"):
        places.append("dk")
    fields = {"name": entry["name"], "summary": entry["text"]}
    if entry.get("online"):
        fields["labels"] = label_words(online=True)
    return Document(entry["id"], fields, tuple(places))
