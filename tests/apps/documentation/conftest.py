"""A place with an owner, another place with theirs, and kits in situations."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.forms import TICKETS
from peervej.apps.documentation.operations import open_kit, take_sheet
from tests.factories.accounts import UserFactory, browser_of
from tests.factories.directory import InitiativeFactory, OwnerFactory
from tests.factories.places import AcuteNumberFactory, SiteFactory

ITEMS = [f"q{n}" for n in range(1, 7)]


@pytest.fixture
def entry(db):
    return OwnerFactory(initiative__name="Huset").initiative


@pytest.fixture
def owner(entry, now):
    return browser_of(Role.OWNER, entry.pk, now)


@pytest.fixture
def stranger(db, now):
    """The owner of another entry, who must see nothing."""
    other = OwnerFactory(initiative=InitiativeFactory(name="Et andet sted"), email="b@example.dk")
    return browser_of(Role.OWNER, other.initiative.pk, now)


@pytest.fixture
def karen(db, monkeypatch):
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)
    site = SiteFactory(name="Havnen")
    client = Client()
    client.force_login(UserFactory(coordinates=site))
    client.site = site
    return client


@pytest.fixture
def phone(db):
    AcuteNumberFactory()
    return Client()


@pytest.fixture
def make_kit(entry, now):
    def make(asking=Asking.LINKED, *, place=None, weeks=12, **changes):
        return open_kit(
            place or entry,
            place_name="Huset",
            asking=asking,
            instruments=["demo-hope"],
            closes_on=now.date() + timedelta(weeks=weeks),
            actor="test",
            now=now,
            **changes,
        )

    return make


def sheet_of(kit, now, *, value=2, code="", later=False, ticket="t"):
    """One sheet with the same answer to every question."""
    from peervej.data.instruments import load_instrument

    items = load_instrument("demo-hope").items
    return take_sheet(
        kit,
        {"demo-hope": {item.id: value for item in items}},
        ticket=ticket,
        is_later=later,
        code=code,
        now=now,
    )


def posted(**changes):
    """What a phone sends: first time, a code, six answers."""
    data = {"ticket": TICKETS.sign("ab" * 16), "round": "first", "code": "MA 14", "address": ""}
    return data | dict.fromkeys(ITEMS, "3") | changes
