"""`peervej search` answers with the JSON that others rely on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from typer.testing import CliRunner

from peervej.apps.directory.index import ENTRY_INDEX
from peervej.apps.directory.operations import load_initiatives
from peervej.apps.places.operations import load_places
from peervej.cli import directory
from peervej.cli.directory import UnknownFilter, find_entries
from peervej.cli.main import app
from peervej.methods.errors import UnusableInput
from tests.keeping import kept_for_a_file

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_file(django_db_blocker):
        ENTRY_INDEX.forget()
        load_places(now=NOW)
        load_initiatives(now=NOW)
        yield


def test_search_prints_one_json_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "start_django", lambda: None)
    answer = CliRunner().invoke(app, ["search", "depresion", "--json"])
    found = json.loads(answer.stdout)
    assert (found["query"], found["did_you_mean"]) == ("depresion", "depression")
    assert found["count"] == len(found["results"])
    assert set(found["results"][0]) == {"id", "name", "municipality", "score"}
    assert found["results"][0]["id"] == "laer-at-tackle-angst-og-depression"


def test_filters_by_name_code_or_address() -> None:
    for municipality in ("Vejle", "vejle kommune", "0630"):
        found = find_entries("unge", "", municipality, "", 100)
        assert found["results"][0]["id"] == "peer-model-for-unge-vejle"
    assert find_entries("", "Syddanmark", "", "", 1)["count"] > 1


@pytest.mark.parametrize("filters", [("atlantis", "", ""), ("", "narnia", ""), ("", "", "alle")])
def test_unknown_filters_are_refused_by_name(filters: tuple[str, str, str]) -> None:
    with pytest.raises(UnknownFilter, match=next(word for word in filters if word)):
        find_entries("x", *filters, 10)


def test_the_ending_says_the_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "start_django", lambda: None)
    directory.publish(tmp_path / "kortlaegning.JSON")
    assert json.loads((tmp_path / "kortlaegning.JSON").read_text(encoding="utf-8"))["chapters"]
    with pytest.raises(UnusableInput, match=r"\.odt"):
        directory.publish(tmp_path / "kortlaegning.odt")
    with pytest.raises(UnusableInput, match="cannot be written"):
        directory.publish(tmp_path / "no" / "kortlaegning.json")
