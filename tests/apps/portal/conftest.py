"""Time stands at one Monday noon; a person may be let in without pressing a link."""

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import SignedLink
from peervej.apps.accounts.roles import SESSION_HOLDER
from tests.factories.accounts import UserFactory
from tests.factories.moments import NOW


@pytest.fixture
def clock(monkeypatch, settings):
    """Requests come in at NOW, or at what it is set to."""
    settings.DEMO_MODE = True

    def set_to(moment):
        monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def own(clock, db):
    """The browser of a person who has opened their link."""

    def enter(person) -> Client:
        link = SignedLink.objects.create(
            token_hash=f"own-{person.pk}",
            role=Role.PARTICIPANT,
            subject=str(person.pk),
            destination="/min-side/",
            expires_at=NOW.replace(year=NOW.year + 2),
        )
        client = Client()
        session = client.session
        session[SESSION_HOLDER] = {Role.PARTICIPANT.value: link.pk}
        session.save()
        return client

    return enter


@pytest.fixture
def desk_of(clock, db):
    """The browser of a coordinator of a site."""

    def enter(site) -> Client:
        client = Client()
        client.force_login(
            UserFactory(coordinates=site),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return enter
