"""How long one stays let in, the second lock, and forms that stood open too long."""

import pytest
from django.test import Client

from peervej.apps.accounts.sessions import SEEN
from tests.factories.accounts import UserFactory
from tests.factories.places import SiteFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def staff(settings) -> Client:
    settings.DEMO_MODE = True
    client = Client()
    client.force_login(UserFactory(coordinates=SiteFactory()), backend=BACKEND)
    return client


def test_staff_are_warned_before_they_are_signed_out(staff):
    page = staff.get("/i-dag/").text
    assert 'data-session="6900"' in page
    assert 'data-keep-alive="/bliv/"' in page


def test_whoever_is_let_in_nowhere_is_not_warned_and_gets_no_session(client):
    assert "data-session" not in client.get("/").text
    assert "s" not in client.cookies


def test_saying_that_one_is_there_moves_the_end(staff):
    session = staff.session
    session[SEEN] -= 6000
    session.save()
    assert staff.get("/bliv/").status_code == 204
    assert staff.session[SEEN] > session[SEEN]


def test_outside_the_demonstration_staff_set_up_a_second_lock_first(staff, settings):
    settings.DEMO_MODE = False
    answer = staff.get("/i-dag/")
    assert (answer.status_code, answer.url) == (302, "/konto/2fa/totp/activate/")


def test_a_form_that_stood_open_too_long_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/ny-adgang/", {"contact": "x"})
    assert answer.status_code == 403
    assert "Send det en gang til" in answer.text
