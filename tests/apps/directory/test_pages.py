"""The public pages: what they show, what they never show, and old addresses."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from peervej.apps.directory.models import Correction, Fact, Initiative
from peervej.apps.places.models import Municipality
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def vejle(places: None) -> Initiative:
    return InitiativeFactory(
        slug="vejle-hold",
        name="Vejle-holdet",
        places=[Municipality.objects.get(slug="vejle")],
        facts={"kind": "course", "status": "running", "since": "2014-01"},
        sections={1: "Vi mødes <script>alert(1)</script> hver uge."},
    )


def test_an_entry_shows_facts_answers_source_and_date(client: Client, vejle: Initiative) -> None:
    page = client.get("/find/vejle-hold/").content.decode()
    assert "januar 2014" in page
    assert "En kilde" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_structured_data_cannot_be_broken_out_of(client: Client, vejle: Initiative) -> None:
    Initiative.objects.update(summary="</script><b>x")
    page = client.get("/find/vejle-hold/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["description"] == "</script><b>x"


def test_private_and_proposed_facts_stay_away(client: Client, vejle: Initiative) -> None:
    Fact.objects.create(
        initiative=vejle, key="email", value="privat@example.dk", private=True, state="accepted"
    )
    Fact.objects.create(initiative=vejle, key="peers_note", value="Ikke set", state="proposed")
    page = client.get("/find/vejle-hold/").content.decode()
    assert "privat@example.dk" not in page
    assert "Ikke set" not in page


@pytest.mark.parametrize("listing", ["waiting", "unlisted"])
def test_what_is_not_public_is_nowhere(client: Client, vejle: Initiative, listing: str) -> None:
    Initiative.objects.update(listing=listing)
    assert client.get("/find/vejle-hold/").status_code == 404
    for address in ("/find/", "/find/nyt.atom", "/sitemap.xml", "/find/indlejret/"):
        page = client.get(address).content.decode()
        assert "Vejle-holdet" not in page
        assert "vejle-hold" not in page


def test_a_hidden_entry_is_kept_under_its_address_only(client: Client, vejle: Initiative) -> None:
    Initiative.objects.update(listing="hidden")
    assert client.get("/find/vejle-hold/").status_code == 200
    assert "Vejle-holdet" not in client.get("/find/").content.decode()


def test_an_empty_region_says_so_and_invites(client: Client, vejle: Initiative) -> None:
    page = client.get("/find/region/nordjylland/").content.decode()
    assert "Region Nordjylland" in page
    assert "/find/fortael/" in page


@pytest.mark.parametrize(
    "address",
    [
        "/find/?region=atlantis&kommune=narnia&form=x&km=9999999999999999999&page=-3",
        "/find/?q=%00%00&kommune=%F0%9F%98%80",
        "/find/sammenlign/?valgt=x&valgt=vejle-hold",
        "/find/print/?q=" + "a" * 5000,
    ],
)
def test_nonsense_in_an_address_is_no_error(
    client: Client, vejle: Initiative, address: str
) -> None:
    assert client.get(address, follow=True).status_code == 200


def test_a_municipality_that_does_not_exist_is_said(client: Client, vejle: Initiative) -> None:
    assert "Det sted kender vi ikke" in client.get("/find/?kommune=narnia").content.decode()
    assert "Det sted kender vi ikke" not in client.get("/find/?kommune=vejle").content.decode()


def test_feed_and_sitemap_are_well_formed(client: Client, vejle: Initiative) -> None:
    feed = ET.fromstring(client.get("/find/nyt.atom").content)
    assert feed.find("{http://www.w3.org/2005/Atom}entry") is not None
    pages = client.get("/sitemap.xml").content.decode()
    assert "/find/vejle-hold/" in pages


def test_the_list_costs_the_same_for_one_and_for_three(client: Client, vejle: Initiative) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/find/")
    with CaptureQueriesContext(connection) as one:
        client.get("/find/")
    for _turn in range(2):
        InitiativeFactory(places=[Municipality.objects.get(slug="aarhus")], facts={"kind": "shift"})
    client.get("/find/")
    with CaptureQueriesContext(connection) as three:
        client.get("/find/")
    assert len(three) == len(one)


def test_a_correction_is_kept_without_a_name_and_robots_are_not(
    client: Client, vejle: Initiative
) -> None:
    client.post("/find/vejle-hold/ret/", {"text": "De er flyttet.", "homepage": ""})
    client.post("/find/vejle-hold/ret/", {"text": "Køb nu", "homepage": "http://x"})
    assert list(Correction.objects.values_list("text", flat=True)) == ["De er flyttet."]


def test_an_embedded_list_is_for_named_hosts_only(client: Client, vejle: Initiative) -> None:
    answer = client.get("/find/indlejret/")
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
