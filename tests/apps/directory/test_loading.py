"""The shipped entries come in once, and what others changed stays."""

from dataclasses import replace
from datetime import datetime

import pytest

from peervej.apps.directory.enums import Facet, Listing
from peervej.apps.directory.models import EntryFacet, Fact, Initiative, Version
from peervej.apps.directory.operations import load_initiatives, unlist_entry
from peervej.apps.places.models import AcuteNumber, Municipality, Region
from peervej.apps.places.operations import load_places
from peervej.data.initiatives import load_initiatives as shipped

pytestmark = pytest.mark.django_db


def test_places_load_once(places: None, now: datetime) -> None:
    load_places(now=now)
    assert Municipality.objects.count() == 98
    assert Region.objects.count() == 6
    assert not AcuteNumber.objects.filter(number="").exists()


def test_an_operators_number_survives_a_load(places: None, now: datetime) -> None:
    AcuteNumber.objects.filter(number="112").update(number="113")
    load_places(now=now)
    numbers = set(AcuteNumber.objects.values_list("number", flat=True))
    assert "113" in numbers
    assert "112" not in numbers


def test_every_shipped_entry_is_public_with_source_and_date(places: None, now: datetime) -> None:
    counts = load_initiatives(now=now)
    assert counts == {"loaded": len(shipped()), "unchanged": 0, "kept": 0, "left_out": 0}
    assert Initiative.objects.filter(listing=Listing.PUBLIC).count() == len(shipped())
    assert not Fact.objects.filter(source=None).exists()
    assert not Fact.objects.filter(as_of="").exists()


def test_loading_twice_changes_nothing(places: None, now: datetime) -> None:
    rows = shipped()[:5]
    load_initiatives(now=now, rows=rows)
    counts = load_initiatives(now=now, rows=rows)
    assert counts == {"loaded": 0, "unchanged": 5, "kept": 0, "left_out": 0}
    assert Version.objects.count() == 5


def test_facts_become_facets_and_columns(places: None, now: datetime) -> None:
    row = next(row for row in shipped() if row.id == "godt-begyndt")
    load_initiatives(now=now, rows=[row])
    entry = Initiative.objects.get(slug="godt-begyndt")
    assert (entry.kind, entry.status, entry.since) == ("match", "ended", "2010-09-01")
    assert (entry.training, entry.lasting_money) == ("yes", "no")
    facets = set(EntryFacet.objects.filter(facet=Facet.TERMS).values_list("value", flat=True))
    assert facets == {"hourly_paid"}


def test_an_entry_others_took_over_is_kept(places: None, now: datetime) -> None:
    row = shipped()[0]
    load_initiatives(now=now, rows=[row])
    entry = Initiative.objects.get()
    Version.objects.create(
        initiative=entry, number=2, content={}, approved_at=now, approved_by="user:1"
    )
    counts = load_initiatives(now=now, rows=[replace(row, summary="Andre ord.")])
    entry.refresh_from_db()
    assert counts["kept"] == 1
    assert entry.summary == row.summary


def test_who_does_not_want_to_be_listed_does_not_come_back(places: None, now: datetime) -> None:
    row = shipped()[0]
    load_initiatives(now=now, rows=[row])
    unlist_entry(Initiative.objects.get(), actor="user:1", now=now)
    counts = load_initiatives(now=now, rows=[replace(row, summary="Andre ord.")])
    assert counts["left_out"] == 1
    assert Initiative.objects.get().listing == Listing.UNLISTED
