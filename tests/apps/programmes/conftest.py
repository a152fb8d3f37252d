"""Time stands at one Monday noon; staff need no second factor."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory


@pytest.fixture
def noon(monkeypatch, settings):
    """Requests come in at NOW."""
    settings.DEMO_MODE = True
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)
    return NOW


@pytest.fixture
def clock(monkeypatch, noon):
    """Moves the time of later requests."""

    def set_to(moment):
        monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: moment)

    return set_to


@pytest.fixture
def site(db):
    return SiteFactory(name="Helsingør")


@pytest.fixture
def desk(site, noon):
    """The browser of a coordinator of `site`."""
    client = Client()
    client.force_login(UserFactory(coordinates=site), backend=_BACKEND)
    return client


@pytest.fixture
def other_desk(db, noon):
    """The browser of a coordinator of another town."""
    client = Client()
    client.force_login(UserFactory(coordinates=SiteFactory()), backend=_BACKEND)
    return client


_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
