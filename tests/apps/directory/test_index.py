"""The index follows the database, and the shipped queries hold on the pages' own search."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from peervej.apps.directory.index import ENTRY_INDEX, warm_up
from peervej.apps.directory.models import Fact, Initiative
from peervej.apps.directory.operations import load_initiatives, unlist_entry
from peervej.apps.directory.operations.publishing import publish_entry, touch_catalogue
from peervej.apps.directory.queries import search_entries
from peervej.apps.places.models import Municipality
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db
QUERIES = Path(__file__).parents[2] / "methods" / "danish" / "queries.toml"


@pytest.fixture(autouse=True)
def fresh_index() -> None:
    ENTRY_INDEX.forget()


def found(text: str, now: datetime, **filters: str) -> list[str]:
    result = search_entries(text, now=now, **filters)  # type: ignore[arg-type]
    by_key = dict(Initiative.objects.values_list("pk", "slug"))
    return [by_key[hit.key] for hit in result.hits]


def test_what_is_published_is_found_and_what_leaves_is_not(places: None, now: datetime) -> None:
    entry = InitiativeFactory(slug="ridning", summary="Vi rider sammen på heste.")
    touch_catalogue()
    assert found("heste", now) == ["ridning"]
    entry.summary = "Vi sejler sammen."
    publish_entry(entry, actor="user:1", now=now + timedelta(minutes=1))
    assert found("hest", now) == []
    assert found("sejle", now) == ["ridning"]
    unlist_entry(entry, actor="user:1", now=now)
    assert found("sejle", now) == []


def test_words_nobody_approved_are_not_searched(places: None, now: datetime) -> None:
    entry = InitiativeFactory(slug="ridning", summary="Vi rider.")
    Fact.objects.create(initiative=entry, key="detail", value="Hemmelig sejlads", state="proposed")
    Fact.objects.create(initiative=entry, key="detail", value="Privat klatring", private=True)
    touch_catalogue()
    assert found("sejlads", now) == []
    assert found("klatring", now) == []


def test_words_and_filters_together(places: None, now: datetime) -> None:
    for slug in ("vejle", "aarhus"):
        place = Municipality.objects.get(slug=slug)
        InitiativeFactory(slug=slug, summary="Vi sejler.", places=[place])
    touch_catalogue()
    assert set(found("sejle", now)) == {"vejle", "aarhus"}
    assert found("sejle", now, municipality="aarhus") == ["aarhus"]


def test_a_typing_error_is_mended_and_said(places: None, now: datetime, client: Client) -> None:
    load_initiatives(now=now)
    result = search_entries("depresion", now=now)
    assert result.did_you_mean == "depression"
    assert result.hits
    assert search_entries("depression", now=now).did_you_mean is None
    assert "depression</a>" in client.get("/find/?q=depresion").content.decode()


def test_words_nobody_knows_and_things_nobody_has_are_said(
    places: None, now: datetime, client: Client
) -> None:
    load_initiatives(now=now)

    def page(words: str) -> str:
        return client.get("/find/", {"q": words}).content.decode()

    assert "ikke ordet »xyzzyq«" in page("xyzzyq angst")
    assert "ikke ordet" not in page("angst") + page("xyzzyq")
    empty = page("ridning for unge")
    assert "nævner »ridning«" in empty and "Søg på »for unge«" in empty
    assert "?q=for+unge" in empty
    assert "Søg på" not in page("ridning")


def test_recall_on_the_curated_queries_through_the_database(places: None, now: datetime) -> None:
    load_initiatives(now=now)
    shipped = set(Initiative.objects.values_list("slug", flat=True))
    queries = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["query"]
    recalls = []
    for row in queries:
        wanted = set(row["finds"]) & shipped
        first = set(found(row["text"], now)[:10])
        assert not set(row.get("misses", [])) & first, row["text"]
        if wanted:
            recalls.append(len(wanted & first) / len(wanted))
    assert len(recalls) >= 80
    assert sum(recalls) / len(recalls) >= 0.95


def test_the_index_is_made_before_anyone_asks(
    places: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peervej.apps.directory.index.connection.close", lambda: None)
    ENTRY_INDEX.forget()
    warm_up()
    monkeypatch.setattr("peervej.apps.directory.index.new_search_index", lambda: pytest.fail())
    assert search_entries("bisidder", now=datetime(2026, 11, 20, tzinfo=UTC)).count == 0
