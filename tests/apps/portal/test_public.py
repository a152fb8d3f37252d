"""Pages anyone can see, and the demonstration's own."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.audit.models import DemonstrationClock
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.portal.operations import request_new_link
from peervej.apps.portal.timer import run_everything
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.places import AcuteNumberFactory
from tests.factories.programmes import IntroMeetingFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/grupper/",
    "/hvem-moeder-jeg/",
    "/fagfolk/",
    "/gemmes/",
    "/was/",
    "/hjaelp-nu/",
    "/ny-adgang/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_acute_numbers_and_a_way_out(client, path):
    ProgrammeFactory(slug="vejen-til-hverdagslivet")
    AcuteNumberFactory(label="Akut fare for liv", number="112", region=None)
    page = client.get(path).content.decode()
    assert "112" in page
    assert "Forlad" in page
    assert '<html lang="da"' in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_english(client, path):
    ProgrammeFactory(slug="vejen-til-hverdagslivet")
    client.cookies["sprog"] = "en"
    assert '<html lang="en"' in client.get(path).content.decode()


def test_the_front_page_shows_meetings_still_to_come(client, clock):
    IntroMeetingFactory(site__name="Helsingør")
    IntroMeetingFactory(site__name="Svundborg", past=True)
    page = client.get("/").content.decode()
    assert "Helsingør" in page
    assert "Svundborg" not in page


def test_no_page_takes_a_citizens_data_from_a_professional(client):
    page = client.get("/fagfolk/").content.decode()
    assert "<input" not in page.replace('<input type="hidden"', "")


def test_health_answers(client):
    assert client.get("/sundhed").content == b"ok"


def test_the_mailbox_shows_what_was_sent_and_its_link(clock, settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    person = PersonFactory(sms="22334455")
    request_new_link("22334455", now=NOW)
    monkeypatch.setattr("peervej.apps.portal.views.demonstration.current_time", lambda: NOW)
    page = Client().get("/postkasse/").content.decode()
    assert Message.objects.get().state == MessageState.SENT
    assert "/l/" in page
    assert "+4522334455" in page
    assert person.chosen_name in page


def test_next_week_moves_the_clock_a_week(clock):
    Client().post("/naeste-uge/")
    moved = DemonstrationClock.objects.get().offset
    assert moved == timedelta(days=7)


def test_one_app_that_fails_does_not_keep_messages_back(monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    PersonFactory(sms="22334455")
    request_new_link("22334455", now=NOW)

    def fail(_now):
        raise RuntimeError("broken")

    monkeypatch.setattr("peervej.apps.programmes.tasks.run_timer", fail)
    run_everything(NOW)
    assert Message.objects.get().state == MessageState.SENT
