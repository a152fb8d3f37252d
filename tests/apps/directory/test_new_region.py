"""The night two regions become one, with the clock on each side of it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from peervej.apps.directory.models import Initiative
from peervej.apps.directory.operations.searches import (
    confirm_search,
    save_search,
    send_saved_searches,
)
from peervej.apps.directory.publishing.content import gather_publication
from peervej.apps.directory.queries.filters import Filters
from peervej.apps.directory.search_links import sign_search
from peervej.apps.places.models import Municipality, Region
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db
LAST_EVENING = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
CAST = {"roskilde-hold", "hele-sjaelland", "koebenhavn-hold", "vejle-hold"}
EAST = CAST - {"vejle-hold"}
# The address, who stands under it the evening before, and who after midnight.
WALK = (
    ("/find/", CAST, CAST),
    ("/find/region/hovedstaden/", {"koebenhavn-hold"}, EAST),
    ("/find/region/sjaelland/", {"roskilde-hold", "hele-sjaelland"}, EAST),
    ("/find/region/oestdanmark/", EAST, EAST),
    ("/find/region/nordjylland/", set(), set()),
    ("/find/?region=hovedstaden", {"koebenhavn-hold"}, EAST),
    ("/find/?region=sjaelland&form=course", {"roskilde-hold"}, {"roskilde-hold"}),
    ("/find/?region=oestdanmark", EAST, EAST),
    ("/find/?region=sjaelland&q=hold", {"roskilde-hold", "hele-sjaelland"}, EAST),
    ("/find/nyt.atom?region=hovedstaden", {"koebenhavn-hold"}, EAST),
    ("/find/nyt.atom?region=oestdanmark", EAST, EAST),
    ("/find/indlejret/?region=sjaelland", {"roskilde-hold", "hele-sjaelland"}, EAST),
)


@pytest.fixture
def cast(places: None) -> None:
    def place(slug: str) -> list[Municipality]:
        return [Municipality.objects.get(slug=slug)]

    InitiativeFactory(
        slug="roskilde-hold",
        name="Roskilde-hold",
        places=place("roskilde"),
        facts={"kind": "course"},
    )
    InitiativeFactory(slug="koebenhavn-hold", name="København-hold", places=place("koebenhavn"))
    InitiativeFactory(slug="vejle-hold", name="Vejle-hold", places=place("vejle"))
    wide = InitiativeFactory(slug="hele-sjaelland", name="Hold på hele Sjælland")
    wide.regions.add(Region.objects.get(slug="sjaelland"))
    cache.clear()


def shown(client: Client, address: str) -> set[str]:
    page = client.get(address, follow=True).content.decode()
    return {slug for slug in CAST if f"/find/{slug}/" in page}


def test_every_way_to_look_holds_the_right_ones_on_each_side(
    cast: None, client: Client, at: Callable[[datetime], None]
) -> None:
    for moment, column in ((LAST_EVENING, 1), (NEW_YEAR, 2)):
        at(moment)
        found = {row[0]: shown(client, row[0]) for row in WALK}
        assert found == {row[0]: row[column] for row in WALK}


def test_addresses_lead_on_after_the_night_and_a_coming_region_is_explained(
    cast: None, client: Client, at: Callable[[datetime], None]
) -> None:
    at(LAST_EVENING)
    page = client.get("/find/region/oestdanmark/").content.decode()
    begins = "Region Østdanmark begynder 1. januar 2027. Indtil da er det Region Hovedstaden og"
    assert begins in page
    assert '<option value="oestdanmark" selected' in page
    assert client.get("/find/region/sjaelland/").status_code == 200
    at(NEW_YEAR)
    answer = client.get("/find/region/sjaelland/")
    assert (answer.status_code, answer["Location"]) == (301, "/find/region/oestdanmark/")
    answer = client.get("/find/?q=hold&region=hovedstaden")
    assert (answer.status_code, answer["Location"]) == (301, "/find/?q=hold&region=oestdanmark")
    page = client.get("/find/region/oestdanmark/").content.decode()
    assert "Indtil 1. januar 2027 var det Region Hovedstaden og Region Sjælland" in page


def test_regions_are_called_what_they_are_on_each_side(
    cast: None, client: Client, at: Callable[[datetime], None]
) -> None:
    old, new = {"Region Hovedstaden", "Region Sjælland"}, {"Region Østdanmark"}
    addresses = {
        "/find/": 'region"',
        "/find/kort/": "links",
        "/find/sammenlign/?valgt=hele-sjaelland&valgt=vejle-hold": "<td>",
        "/find/hele-sjaelland/": "eyebrow",
        "/find/print/?region=sjaelland": "lead",
        "/find/gem/?region=sjaelland": "lead",
        "/api/hsds/services": "service_areas",
        "/api/hsds/services.csv": "Hold",
    }
    for moment, wanted, never in ((LAST_EVENING, old, new), (NEW_YEAR, new, old)):
        at(moment)
        for address, mark in addresses.items():
            answer = client.get(address)
            page = answer.content.decode()
            page = answer.json().__str__() if "json" in answer["Content-Type"] else page
            assert mark in page, address
            assert any(name in page for name in wanted), (address, moment)
            assert not any(name in page for name in never), (address, moment)
        listed = set(
            re.findall(r"/find/region/([a-z]+)/", client.get("/sitemap.xml").content.decode())
        )
        both = {"midtjylland", "nordjylland", "syddanmark"}
        assert listed - both == ({"hovedstaden", "sjaelland"} if wanted == old else {"oestdanmark"})


def test_the_published_mapping_has_a_chapter_per_region_of_the_day(cast: None) -> None:
    for moment, regions in (
        (LAST_EVENING, {"Region Hovedstaden": 1, "Region Sjælland": 2}),
        (NEW_YEAR, {"Region Østdanmark": 3}),
    ):
        chapters = {part.title: len(part.entries) for part in gather_publication(moment).chapters}
        others = {"Region Midtjylland": 0, "Region Nordjylland": 0, "Region Syddanmark": 1}
        assert chapters == regions | others


def test_a_saved_search_goes_on_under_the_new_name(cast: None, client: Client) -> None:
    asked = LAST_EVENING - timedelta(days=20)
    search = save_search(
        Filters(region="hovedstaden"), email="a@example.dk", actor="public", now=asked
    )
    confirm_search(search, actor="public", now=asked)
    Initiative.objects.update(published_at=asked - timedelta(days=1))
    new = {"slug": "nyt-hold", "published_at": NEW_YEAR, "name": "Nyt hold"}
    InitiativeFactory(places=[Municipality.objects.get(slug="roskilde")], **new)
    assert send_saved_searches(now=NEW_YEAR + timedelta(hours=1)) == 1
    page = client.get(f"/find/svar/{sign_search(search)}/").content.decode()
    assert "?region=hovedstaden" in page


def test_a_place_nobody_knows_is_said_and_never_means_everywhere(
    cast: None, client: Client
) -> None:
    for asked in ("region=atlantis", "kommune=narnia"):
        page = client.get(f"/find/?{asked}")
        assert page.status_code == 200
        assert "Det sted kender vi ikke" in page.content.decode()
        assert shown(client, f"/find/indlejret/?{asked}") == set()
        assert client.get(f"/find/print/?{asked}").status_code == 404
        assert client.get(f"/find/nyt.atom?{asked}").status_code == 404
