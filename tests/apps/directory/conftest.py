"""The directory's cast: places loaded, an editor, an owner with a link."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.accounts.models import Membership, User
from peervej.apps.directory.index import ENTRY_INDEX
from peervej.apps.directory.models import Initiative
from peervej.apps.places.operations import load_places

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_index() -> None:
    """An index without the entries of the test before, which had the same keys."""
    ENTRY_INDEX.forget()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def places(db: None) -> None:
    load_places(now=NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let requests come in at another moment."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: moment)

    return move


@pytest.fixture
def editor(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    user = User.objects.create_user("red@example.dk", "en lang adgangskode", name="Rie")
    Membership.objects.create(user=user, role=Role.EDITOR)
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner_client(db: None) -> Callable[[Initiative, datetime], Client]:
    """A browser that opened the link of an entry."""

    def open_link(initiative: Initiative, moment: datetime) -> Client:
        address = create_link(Role.OWNER, initiative.pk, "/mit-tilbud/", now=moment)
        client = Client()
        client.post("/l/" + address.split("/l/")[1])
        return client

    return open_link
