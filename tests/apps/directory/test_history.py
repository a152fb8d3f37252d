"""What was public before can be read again, by those who take care of it and the editor alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from peervej.apps.directory.enums import FactState, OwnerState
from peervej.apps.directory.models import Fact, Initiative, Version
from peervej.apps.directory.operations import (
    accept_draft,
    decide_fact,
    invite_owner,
    open_draft,
    save_section,
)
from peervej.apps.directory.queries.history import read_version
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(places: None, now: datetime, at: Callable[[datetime], None]) -> Initiative:
    """Two versions: the second says Tuesday instead of Monday, and since when."""
    at(now)
    entry = InitiativeFactory(
        slug="holdet",
        nationwide=True,
        facts={"kind": "course", "target_group": "seniors"},
        sections={1: "At ses.", 3: "To.", 4: "Alle."},
    )
    for day, text in enumerate(("Vi ses hver mandag.", "Vi ses hver tirsdag.")):
        moment = now + timedelta(days=day)
        draft = open_draft(entry, actor="owner", now=moment)
        edition = draft.sections.get(number=2).edition
        save_section(draft, 2, text, edition=edition, actor="owner", now=moment)
        draft.refresh_from_db()
        accept_draft(draft, seen_at=draft.changed_at, actor="editor", now=moment)
    return entry


def propose(entry: Initiative, key: str, value: str, *, private: bool = False) -> Fact:
    state = FactState.PROPOSED
    return Fact.objects.create(initiative=entry, key=key, value=value, private=private, state=state)


def test_an_old_version_shows_its_own_words(entry: Initiative, editor: Client) -> None:
    first, second = Version.objects.order_by("number")
    page = editor.get(f"/redaktion/tilbud/holdet/version/{first.number}/").content.decode()
    assert "Vi ses hver mandag." in page
    assert "tirsdag" not in page
    page = editor.get(f"/redaktion/tilbud/holdet/version/{second.number}/").content.decode()
    assert "<del>mandag.</del><ins>tirsdag.</ins>" in page


def test_changed_facts_stand_beside_what_they_were(entry: Initiative, now: datetime) -> None:
    decide_fact(propose(entry, "since", "2012"), accepted=True, actor="editor", now=now)
    old = read_version(Version.objects.first())
    assert [part.text for part in old.changed_facts] == ["2012"]
    assert not any(part.changed for part in old.parts)


def test_private_facts_are_in_no_version(entry: Initiative, now: datetime) -> None:
    private = propose(entry, "phone", "12345678", private=True)
    decide_fact(private, accepted=True, actor="editor", now=now)
    assert "12345678" not in str([version.content for version in Version.objects.all()])


def test_the_owner_reads_only_their_own(
    entry: Initiative, owner_client: Callable[[Initiative, datetime], Client], now: datetime
) -> None:
    other = InitiativeFactory(slug="andet")
    for one in (entry, other):
        owner = invite_owner(one, email="anna@example.dk", actor="editor", now=now)
        assert owner.state == OwnerState.VERIFIED
    number = Version.objects.first().number
    client = owner_client(entry, now)
    assert f"/mit-tilbud/version/{number}/" in client.get("/mit-tilbud/").content.decode()
    assert client.get(f"/mit-tilbud/version/{number}/").status_code == 200
    assert owner_client(other, now).get(f"/mit-tilbud/version/{number}/").status_code == 404
    assert Client().get(f"/mit-tilbud/version/{number}/").status_code != 200
    assert Client().get(f"/redaktion/tilbud/holdet/version/{number}/").status_code != 200
