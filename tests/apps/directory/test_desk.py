"""The editor finishes a draft alone: writes, adds facts, publishes, invites."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from peervej.apps.directory.enums import Listing, OwnerState, Part
from peervej.apps.directory.models import Draft, Initiative, Owner
from peervej.apps.directory.operations.mapping import load_mapping
from peervej.apps.messaging.models import Message
from peervej.methods.mapping import Entry, Mapping
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(places: None, now: datetime, at: Callable[[datetime], None]) -> Draft:
    at(now)
    entry = Entry(
        "Holdet",
        "Region Syddanmark",
        "questionnaire",
        sections={1: "Vi mødes.", 2: "To leder.", 4: "Alle."},
    )
    load_mapping(Mapping((), (entry,)), title="Kortlægning", actor="command", now=now)
    return Draft.objects.get()


def test_from_a_document_to_a_public_entry(draft: Draft, editor: Client, client: Client) -> None:
    there = f"/redaktion/udkast/{draft.pk}/"
    editor.post(there + "godkend/", {"seen_at": draft.changed_at.isoformat()})
    assert client.get("/find/holdet/").status_code == 404
    for part, text in ((Part.SUMMARY, "Et hold."), (Part.WHO_MAY_COME, "Alle.")):
        editor.post(f"{there}del/{part.value}/", {"text": text, "edition": "0"})
    editor.post(
        "/redaktion/tilbud/holdet/fakta/",
        {"kind": "course", "target_group": "seniors", "municipality": "vejle", "since": "9 2012"},
    )
    draft.refresh_from_db()
    editor.post(there + "godkend/", {"seen_at": draft.changed_at.isoformat()})
    entry = Initiative.objects.get()
    assert (entry.listing, entry.kind, entry.since) == (Listing.PUBLIC, "course", "2012-09")
    assert entry.confirmed_at is None
    page = client.get("/find/holdet/").content.decode()
    assert "Et hold." in page
    assert "Vejle" in page


def test_a_reason_is_asked_for(draft: Draft, editor: Client) -> None:
    answer = editor.post(f"/redaktion/udkast/{draft.pk}/retur/", {"reason": ""})
    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.state == "open"


def test_wrong_dates_are_refused_in_the_form(draft: Draft, editor: Client) -> None:
    there = "/redaktion/tilbud/holdet/fakta/"
    assert editor.post(there, {"since": "2015", "until": "2012"}).status_code == 200
    for nonsense in ("31 februar", "31 2 2014", "13 2014", "0000"):
        assert editor.post(there, {"since": nonsense}).status_code == 200
    assert not Initiative.objects.get().facts.filter(key__in=["since", "until"]).exists()


def test_an_invitation_sends_a_link(places: None, editor: Client) -> None:
    InitiativeFactory(slug="holdet")
    editor.post("/redaktion/tilbud/holdet/inviter/", {"email": "ikke en adresse"})
    assert not Owner.objects.exists()
    editor.post("/redaktion/tilbud/holdet/inviter/", {"email": "anna@example.dk"})
    assert Owner.objects.get().state == OwnerState.VERIFIED
    assert Message.objects.get().kind == "directory.owner_link"


def test_an_entry_can_be_opened_for_writing_and_taken_away(places: None, editor: Client) -> None:
    InitiativeFactory(slug="holdet")
    answer = editor.post("/redaktion/tilbud/holdet/ret/")
    assert answer["Location"] == f"/redaktion/udkast/{Draft.objects.get().pk}/"
    editor.post("/redaktion/tilbud/holdet/afmeld/")
    assert Initiative.objects.get().listing == Listing.UNLISTED


def test_names_of_persons_are_published_only_by_choice(draft: Draft, editor: Client) -> None:
    there = f"/redaktion/udkast/{draft.pk}/"
    for part, text in ((Part.SUMMARY, "Ledes af Jens Jensen."), (Part.WHO_MAY_COME, "Alle.")):
        editor.post(f"{there}del/{part.value}/", {"text": text, "edition": "0"})
    facts = {"kind": "course", "target_group": "seniors", "municipality": "vejle"}
    editor.post("/redaktion/tilbud/holdet/fakta/", facts)
    draft.refresh_from_db()
    assert "Jens Jensen</p>" in editor.get(there).content.decode()
    seen = {"seen_at": draft.changed_at.isoformat()}
    editor.post(there + "godkend/", seen)
    assert Initiative.objects.get().listing == Listing.WAITING
    editor.post(there + "godkend/", {**seen, "names_seen": "1"})
    assert Initiative.objects.get().listing == Listing.PUBLIC
