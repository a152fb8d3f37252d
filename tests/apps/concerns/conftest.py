"""Helsingør at noon: two coordinators, a volunteer, and somebody from another town."""

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from tests.factories.accounts import UserFactory, browser_of
from tests.factories.moments import NOW
from tests.factories.places import AcuteNumberFactory, SiteFactory
from tests.factories.volunteers import VolunteerFactory

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
    AcuteNumberFactory()
    return SiteFactory(name="Helsingør")


@pytest.fixture
def karen(site):
    return UserFactory(name="Karen", coordinates=site)


@pytest.fixture
def bo(site, karen):
    return UserFactory(name="Bo", coordinates=site)


@pytest.fixture
def mette(site):
    return VolunteerFactory(site=site, display_name="Mette")


@pytest.fixture
def phone(mette, clock):
    """Mette's browser."""
    return browser_of(Role.VOLUNTEER, mette.pk, NOW)


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
