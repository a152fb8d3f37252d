"""Helsingør at noon: a coordinator's browser, one from another town, and open links."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def clock(monkeypatch, settings):
    """Requests come in at NOW until it is moved."""
    settings.DEMO_MODE = True

    def set_to(moment):
        monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def site(db):
    return SiteFactory(name="Helsingør", slug="helsingoer")


@pytest.fixture
def karen(site):
    return UserFactory(name="Karen", coordinates=site)


def browser(user):
    client = Client()
    client.force_login(user, backend=_BACKEND)
    return client


@pytest.fixture
def desk(karen, clock):
    return browser(karen)


@pytest.fixture
def other_desk(clock, db):
    return browser(UserFactory(name="Ida", coordinates=SiteFactory()))
