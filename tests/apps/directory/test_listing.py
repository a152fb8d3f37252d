"""Filters by place and date, and what is near."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from peervej.apps.directory.describing import say_status
from peervej.apps.directory.index import ENTRY_INDEX
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.queries import SearchResult, entries_near, search_entries
from peervej.apps.directory.queries.entry import has_run_out
from peervej.apps.places.models import Municipality, Region
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db
LAST_EVENING = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


def place(slug: str) -> Municipality:
    return Municipality.objects.get(slug=slug)


def names(result: SearchResult) -> tuple[set[str], set[str]]:
    by_key = dict(Initiative.objects.values_list("pk", "name"))
    return {by_key[hit.key] for hit in result.hits}, {by_key[hit.key] for hit in result.wider}


@pytest.fixture
def cast(places: None) -> None:
    InitiativeFactory(name="I Vejle", places=[place("vejle")], facts={"kind": "course"})
    InitiativeFactory(
        name="I Fredericia",
        places=[place("fredericia")],
        facts={"kind": "match", "status": "ended", "terms": "fleksjob"},
    )
    InitiativeFactory(name="I Roskilde", places=[place("roskilde")])
    InitiativeFactory(name="I København", places=[place("koebenhavn")], online=True)
    InitiativeFactory(name="Hele landet", nationwide=True)
    InitiativeFactory(name="Hele Syd").regions.set([Region.objects.get(slug="syddanmark")])
    InitiativeFactory(name="Skjult udkast", places=[place("vejle")], waiting=True)


def test_a_region_holds_its_own_and_shows_the_nationwide_apart(cast: None, now: datetime) -> None:
    found = names(search_entries("", region="syddanmark", now=now))
    assert found == ({"I Vejle", "I Fredericia", "Hele Syd"}, {"Hele landet"})


def test_a_municipality_and_its_neighbours(cast: None, now: datetime) -> None:
    alone = names(search_entries("", municipality="vejle", now=now))
    near = names(search_entries("", municipality="vejle", within_km=25, now=now))
    assert alone == ({"I Vejle"}, {"Hele landet", "Hele Syd"})
    assert near == ({"I Vejle", "I Fredericia"}, {"Hele landet", "Hele Syd"})


def test_facets_status_and_online(cast: None, now: datetime) -> None:
    assert names(search_entries("", kind="match", now=now))[0] == {"I Fredericia"}
    assert names(search_entries("", terms="fleksjob", now=now))[0] == {"I Fredericia"}
    assert names(search_entries("", status="ended", now=now))[0] == {"I Fredericia"}
    assert names(search_entries("", online=True, now=now))[0] == {"I København"}


@pytest.mark.parametrize(
    ("region", "moment", "expected"),
    [
        ("sjaelland", LAST_EVENING, {"I Roskilde"}),
        ("hovedstaden", LAST_EVENING, {"I København"}),
        ("sjaelland", NEW_YEAR, {"I Roskilde", "I København"}),
        ("oestdanmark", NEW_YEAR, {"I Roskilde", "I København"}),
    ],
)
def test_regions_on_both_sides_of_the_night(
    cast: None, region: str, moment: datetime, expected: set[str]
) -> None:
    assert names(search_entries("", region=region, now=moment))[0] == expected


def test_a_region_wide_entry_follows_its_region_into_the_new_one(cast: None) -> None:
    InitiativeFactory(name="Hele Sjælland").regions.set([Region.objects.get(slug="sjaelland")])
    found = names(search_entries("", region="oestdanmark", now=NEW_YEAR))
    assert "Hele Sjælland" in found[0]


def test_near_is_nearest_first_and_never_what_has_ended(cast: None) -> None:
    found = entries_near(place("kolding"), day=date(2026, 11, 20), limit=5)
    assert [entry.name for entry in found] == ["I Vejle", "Hele Syd", "Hele landet"]
    without = entries_near(
        place("kolding"), day=date(2026, 11, 20), limit=5, exclude_kinds=["course"]
    )
    assert [entry.name for entry in without] == ["Hele Syd", "Hele landet"]


@pytest.mark.parametrize(
    ("until", "today", "is_out"),
    [
        ("2026", date(2026, 12, 31), False),
        ("2026", date(2027, 1, 1), True),
        ("2026-11", date(2026, 11, 30), False),
        ("2026-11", date(2026, 12, 1), True),
        ("2026-11-19", date(2026, 11, 19), False),
        ("2026-11-19", date(2026, 11, 20), True),
        ("", date(2026, 11, 20), False),
    ],
)
def test_what_was_to_end_before_today_is_not_called_running(
    places: None, until: str, today: date, is_out: bool
) -> None:
    entry = InitiativeFactory(nationwide=True, facts={"status": "running", "until": until})
    moment = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    assert has_run_out(entry, today) == is_out
    assert bool(search_entries("", status="running", now=moment).hits) != is_out
    assert not search_entries("", status="ended", now=moment).hits
    assert bool(entries_near(place("vejle"), day=today, limit=5)) != is_out
    assert say_status(entry, today).startswith("Skulle slutte") == is_out


NARROWED: list[dict[str, Any]] = [
    {},
    {"region": "sjaelland"},
    {"region": "syddanmark", "kind": "course"},
    {"municipality": "vejle"},
    {"municipality": "vejle", "within_km": 25},
    {"municipality": "roskilde", "within_km": 50, "online": True},
    {"terms": "fleksjob"},
    {"status": "running"},
    {"status": "ended"},
]


def test_words_are_narrowed_as_the_list_is(cast: None) -> None:
    InitiativeFactory(name="Hele Sjælland").regions.set([Region.objects.get(slug="sjaelland")])
    for until in ("2026", "2027-03"):
        InitiativeFactory(name=until, facts={"status": "running", "until": until}, nationwide=True)
    Initiative.objects.update(summary="Vi sejler.")
    ENTRY_INDEX.forget()
    for moment in (LAST_EVENING, NEW_YEAR):
        for filters in NARROWED:
            listed = names(search_entries("", now=moment, **filters))
            assert names(search_entries("sejle", now=moment, **filters)) == listed, filters
            assert any(listed), filters
    ENTRY_INDEX.forget()
