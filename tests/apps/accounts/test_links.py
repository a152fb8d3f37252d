"""A link opens nothing by being looked at, and nothing at all once it is over."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link, find_link, hash_token, revoke_links
from peervej.apps.accounts.models import SignedLink
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_now(monkeypatch, now):
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: now)
    return now


def path_of(address: str) -> str:
    return address.removeprefix(settings.PUBLIC_URL)


def link_for(person, now, **more) -> str:
    return path_of(create_link(Role.PARTICIPANT, person.pk, "/min-side/kontakt/", now=now, **more))


def test_the_token_is_not_stored(now):
    token = link_for(PersonFactory(), now).rstrip("/").rsplit("/", 1)[1]
    link = SignedLink.objects.get()
    assert token not in str(vars(link))
    assert link.token_hash == hash_token(token)
    assert find_link(token, now) == link
    assert find_link(token[:-1], now) is None


def test_looking_changes_nothing_and_the_button_opens(real_now):
    path = link_for(PersonFactory(sms="22334455"), real_now)
    client = Client()
    assert "form" in client.get(path).content.decode()
    assert client.get("/min-side/kontakt/").status_code == 403
    opened = client.post(path)
    assert opened["Location"] == "/min-side/kontakt/"
    assert client.get("/min-side/kontakt/").status_code == 200


def test_an_altered_or_expired_link_says_how_to_get_a_new_one(real_now):
    person = PersonFactory()
    altered = link_for(person, real_now)[:-3] + "x/"
    expired = link_for(person, real_now - timedelta(days=61))
    for path in (altered, expired):
        answer = Client().get(path)
        assert answer.status_code == 410
        assert "/ny-adgang/" in answer.content.decode()
        assert Client().post(path).status_code == 410


def test_revoking_ends_the_session_too(real_now):
    person = PersonFactory()
    client = Client()
    client.post(link_for(person, real_now))
    assert client.get("/min-side/kontakt/").status_code == 200
    revoke_links(Role.PARTICIPANT, person.pk, now=real_now)
    assert client.get("/min-side/kontakt/").status_code == 403


def test_the_session_gets_a_new_key_when_a_link_is_used(real_now):
    client = Client()
    client.get("/")
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post(link_for(PersonFactory(), real_now))
    assert client.session.session_key != before


def test_a_link_for_one_role_opens_no_other(real_now):
    client = Client()
    client.post(link_for(PersonFactory(), real_now))
    assert client.get("/observatoer/").status_code == 403
    assert client.get("/i-dag/").status_code == 302


def test_a_page_one_was_let_into_is_kept_in_no_store(real_now):
    client = Client()
    client.post(link_for(PersonFactory(), real_now))
    assert "no-store" in client.get("/min-side/")["Cache-Control"]
    assert "no-store" in client.get("/min-side/samtykke/")["Cache-Control"]
    assert "no-store" not in Client().get("/grupper/").get("Cache-Control", "")


def test_a_link_beside_a_log_in_does_not_spare_the_second_factor(real_now):
    """A route open to both would otherwise let a password alone act for the staff."""
    site = SiteFactory()
    client = Client()
    client.force_login(UserFactory(coordinates=site), backend=settings.AUTHENTICATION_BACKENDS[0])
    address = path_of(
        create_link(Role.VOLUNTEER, VolunteerFactory(site=site).pk, "/bekymring/", now=real_now)
    )
    client.post(address)
    assert "2fa" in client.get("/bekymring/")["Location"]
