"""A first contact for somebody else: only where the definition allows it, and as they wish."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.audit.models import AuditEvent
from peervej.apps.audit.retention import run_retention
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Channel, Contact, Person
from peervej.apps.volunteers.enums import ContactState
from peervej.apps.volunteers.models import FirstContact, MatchProgramme
from peervej.apps.volunteers.operations.contacting import (
    MOST_WAITING,
    ContactRefused,
    begin_match_programme,
    confirm_contact,
    end_match_programme,
    make_first_contact,
    note_called,
    refuse_contact,
)
from peervej.data.programmes import load_programmes
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.programmes import PeriodFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}
PILOTS = "trivselspiloter"


@pytest.fixture
def open_site(site):
    begin_match_programme(site, PILOTS, **BY)
    return site


def asked(site, *, programme=PILOTS, made_by="relative", contact="21345678", key="k1", **fields):
    given = {"chosen_name": "Sol", "channel": Channel.SMS, "has_agreed": True, **fields}
    return make_first_contact(site, programme, made_by, contact=contact, key=key, **given, **BY)


def form_at(site, programme=PILOTS, **fields):
    address = f"/for-en-anden/{site.slug}/{programme}/"
    sent = {
        "made_by": "professional", "chosen_name": "Sol", "contact": "21 34 56 78",
        "has_agreed": "on", "key": "k1",
    }  # fmt: skip
    return Client().post(address, {**sent, **fields})


def test_only_definitions_that_say_so_take_a_contact_from_others():
    allowed = {
        one.id
        for one in load_programmes()
        if one.entry.contact_by_professional or one.entry.contact_by_relative
    }
    assert "vejen-til-hverdagslivet" not in allowed
    assert PILOTS in allowed


def test_the_road_to_everyday_life_takes_nobody_from_others(open_site, clock):
    PeriodFactory(site=open_site)
    MatchProgramme.objects.create(
        site=open_site, programme="vejen-til-hverdagslivet", begun_on=NOW.date()
    )
    assert form_at(open_site, "vejen-til-hverdagslivet").status_code == 404
    with pytest.raises(ContactRefused):
        asked(open_site, programme="vejen-til-hverdagslivet")
    with pytest.raises(ContactRefused):
        begin_match_programme(open_site, "vejen-til-hverdagslivet", **BY)
    assert not Person.objects.exists()


def test_a_site_that_does_not_run_it_takes_none(open_site, clock):
    other = SiteFactory()
    assert form_at(other).status_code == 404
    with pytest.raises(ContactRefused):
        asked(other)
    end_match_programme(open_site, PILOTS, **BY)
    assert form_at(open_site).status_code == 404


def test_without_the_persons_agreement_nothing_is_kept(open_site, clock):
    assert "sagt ja" in form_at(open_site, has_agreed="").content.decode()
    with pytest.raises(ContactRefused):
        asked(open_site, has_agreed=False)
    with pytest.raises(ContactRefused):
        asked(open_site, made_by="neighbour")
    assert not Person.objects.exists()


def test_the_form_has_no_room_for_words_and_says_what_is_kept(open_site, clock):
    page = Client().get(f"/for-en-anden/{open_site.slug}/{PILOTS}/").content.decode()
    assert "<textarea" not in page
    assert "Intet om helbred" in page
    assert form_at(open_site)["Location"] == "/for-en-anden/tak/"
    made = FirstContact.objects.get()
    assert (made.made_by, made.state, made.person.chosen_name) == ("professional", "asked", "Sol")


def test_sent_twice_is_asked_once_and_a_known_person_is_not_told_of(open_site, clock):
    for _twice in range(2):
        assert form_at(open_site)["Location"] == "/for-en-anden/tak/"
    assert form_at(open_site, key="k2")["Location"] == "/for-en-anden/tak/"
    assert (FirstContact.objects.count(), Message.objects.count()) == (1, 1)


def test_a_flood_is_stopped(open_site):
    for number in range(MOST_WAITING):
        asked(open_site, contact=f"213456{number:02}", key=f"k{number}")
    with pytest.raises(ContactRefused):
        asked(open_site, contact="22222222", key="last")


def test_the_person_says_yes_by_a_button_and_is_called(open_site, desk, clock):
    made = asked(open_site)
    letter = write_letter(Message.objects.get(), NOW)
    assert "/l/" in letter.text
    assert "TrivselsPilot" not in letter.text + letter.subject
    phone = browser_of(Role.PARTICIPANT, made.person_id, NOW)
    assert "Er det i orden?" in phone.get("/for-en-anden/svar/").content.decode()
    made.refresh_from_db()
    assert made.state == ContactState.ASKED
    phone.post("/for-en-anden/svar/", {"answer": "ja"})
    made.refresh_from_db()
    assert made.state == ContactState.AGREED
    assert "Sol" in desk.get("/desk/foelgeskab/").content.decode()
    called = desk.post(f"/desk/kontakt/{made.pk}/", {"what": "called"})
    assert called["Location"] == f"/desk/foelgeskab/ny/{made.person_id}/"
    assert "Sol" not in desk.get("/desk/foelgeskab/").content.decode()
    with pytest.raises(ContactRefused):
        refuse_contact(made, **BY)


def test_a_no_erases_at_once(open_site, clock):
    made = asked(open_site)
    phone = browser_of(Role.PARTICIPANT, made.person_id, NOW)
    assert "slettet" in phone.post("/for-en-anden/svar/", {"answer": "nej"}).content.decode()
    assert not FirstContact.objects.exists()
    assert not Contact.objects.exists()
    assert Person.objects.get().chosen_name == "–"


def test_no_answer_erases_after_two_weeks_and_a_yes_keeps(open_site):
    silent = asked(open_site)
    willing = asked(open_site, contact="22334455", key="k2", chosen_name="Kim")
    confirm_contact(willing, **BY)
    run_retention(NOW + timedelta(days=14))
    assert FirstContact.objects.count() == 2
    run_retention(NOW + timedelta(days=15))
    assert list(FirstContact.objects.values_list("pk", flat=True)) == [willing.pk]
    silent.person.refresh_from_db()
    assert silent.person.erased_at is not None


def test_another_towns_coordinator_sees_and_does_nothing(open_site, other_desk, clock):
    made = asked(open_site)
    assert "Sol" not in other_desk.get("/desk/foelgeskab/").content.decode()
    assert other_desk.post(f"/desk/kontakt/{made.pk}/", {"what": "called"}).status_code == 404


def test_the_record_holds_nothing_of_who_asked(open_site):
    made = asked(open_site)
    note_called(made, **BY)
    note_called(made, **BY)
    verbs = AuditEvent.objects.filter(subject_kind="volunteers.FirstContact")
    assert sorted(verbs.values_list("verb", flat=True)) == ["make_first_contact", "note_called"]
    assert {str(row.detail) for row in verbs} == {"{}"}


def test_someone_without_a_contact_made_for_them_has_no_such_page(open_site, clock):
    person = PersonFactory(site=open_site)
    phone = browser_of(Role.PARTICIPANT, person.pk, NOW)
    assert phone.get("/for-en-anden/svar/").status_code == 404
