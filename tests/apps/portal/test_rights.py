"""Change, see, stop, withdraw, erase: each does what it says and nothing else."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.accounts.models import SignedLink
from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.audit.operations import record_reading
from peervej.apps.audit.retention import run_retention
from peervej.apps.measures.models import Answer, Assessment, AssessmentState
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person, VaultEntry
from peervej.apps.people.operations import (
    change_channel,
    erase_person,
    find_people_by_contact,
    read_contact,
)
from peervej.apps.portal.operations import request_new_link
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.trial.models import Participation, ParticipationState
from peervej.apps.trial.queries import participations_of, person_of
from tests.factories.allocation import joined, ready, trial_group
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import EnrolmentFactory, GroupFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db


def test_the_channel_can_be_changed(own):
    person = PersonFactory(sms="22334455")
    own(person).post("/min-side/kontakt/", {"channel": "email", "contact": "sol@example.org"})
    assert read_contact(Person.objects.get(pk=person.pk)) == "sol@example.org"


def test_a_wrong_number_is_said_at_the_field_and_nothing_changes(own):
    person = PersonFactory(sms="22334455")
    answer = own(person).post("/min-side/kontakt/", {"channel": "sms", "contact": "123"})
    assert "22 33 44 55" in answer.content.decode()
    assert read_contact(person) == "+4522334455"


def test_one_sees_who_looked(own):
    person = PersonFactory()
    other = PersonFactory()
    record_reading(person.pk, "telling", reader="user:1", reader_label="Karen Strand", now=NOW)
    record_reading(other.pk, "telling", reader="user:2", reader_label="Niels Nord", now=NOW)
    page = own(person).get("/min-side/hvem-har-kigget/").content.decode()
    assert "Karen Strand" in page
    assert "Niels Nord" not in page


def test_the_copy_holds_what_is_kept_and_nobody_else(own):
    _trial, group = trial_group()
    person = ready(group, sms="22334455", chosen_name="Sol")
    ready(group, sms="22334456", chosen_name="Ravnhild", now=NOW + timedelta(minutes=1))
    copy = json.loads(own(person).get("/min-side/oplysninger/?fil=1").content)
    assert (copy["name"], copy["contact"]) == ("Sol", "+4522334455")
    assert {consent["purpose"] for consent in copy["consents"]} == {"service", "research"}
    assert len(copy["research"]["answers"]) == Answer.objects.count() // 2
    assert "Ravnhild" not in json.dumps(copy)


def test_stopping_frees_the_seat_and_keeps_the_research(own):
    trial, group = trial_group()
    ready(group)
    ready(group, now=NOW + timedelta(minutes=1))
    draw_batch(group, actor="test", now=NOW)
    seated = Enrolment.objects.get(state=EnrolmentState.SEATED)
    own(seated.person).post("/min-side/stop/", {"act": "stop", "reason": "too_much"})
    seated.refresh_from_db()
    assert (seated.state, seated.stop_reason) == (EnrolmentState.STOPPED, "too_much")
    assert trial.participations.filter(state=ParticipationState.DRAWN).count() == 2


def test_leaving_research_keeps_the_seat_and_cuts_the_link(own):
    _trial, group = trial_group()
    ready(group)
    ready(group, now=NOW + timedelta(minutes=1))
    draw_batch(group, actor="test", now=NOW)
    seated = Enrolment.objects.get(state=EnrolmentState.SEATED)
    links = VaultEntry.objects.count()
    own(seated.person).post("/min-side/stop/", {"act": "research"})
    seated.refresh_from_db()
    assert seated.state == EnrolmentState.SEATED
    assert VaultEntry.objects.count() == links - 2
    assert Participation.objects.filter(state=ParticipationState.WITHDRAWN).count() == 1
    assert Answer.objects.exists()


def test_leaving_with_answers_removes_them(own):
    _trial, group = trial_group()
    person = ready(group)
    own(person).post("/min-side/stop/", {"act": "research_all"})
    assert not Answer.objects.exists()
    assert Assessment.objects.get().state == AssessmentState.WITHDRAWN
    assert Participation.objects.get().state == ParticipationState.LEFT_UNDRAWN
    assert Enrolment.objects.get(person=person).state == EnrolmentState.CANCELLED


def test_erasing_oneself_leaves_answers_nobody_can_be_found_from(own):
    trial, group = trial_group()
    person = ready(group, sms="22334455")
    ready(group, now=NOW + timedelta(minutes=1))
    draw_batch(group, actor="test", now=NOW)
    client = own(person)
    assert "Du er slettet" in client.post("/min-side/stop/", {"act": "erase"}).content.decode()
    assert client.get("/min-side/").status_code == 403
    assert find_people_by_contact("sms", "22334455") == []
    gone = [row for row in trial.participations.all() if person_of(row) is None]
    assert len(gone) == 1
    assert participations_of(person) == []
    assert trial.participations.filter(state=ParticipationState.DRAWN).count() == 2
    assert Draw.objects.count() == 2
    assert Answer.objects.exists()


def test_someone_erased_while_waiting_is_not_drawn():
    trial, group = trial_group()
    gone = joined(group)
    erase_person(gone, actor="retention", now=NOW)
    participation = trial.participations.get()
    assert participation.state == ParticipationState.LEFT_UNDRAWN
    assert person_of(participation) is None


def test_the_timer_does_not_erase_someone_who_still_takes_part():
    group = GroupFactory()
    enrolment = EnrolmentFactory(seated_in=group)
    run_retention(NOW + timedelta(days=60))
    assert Person.objects.get(pk=enrolment.person_id).erased_at is None


def test_a_new_link_goes_to_whoever_has_the_number_and_the_page_tells_nothing(own, client, clock):
    person = PersonFactory(sms="22334455")
    known = client.post("/ny-adgang/", {"contact": "22 33 44 55"}).content.decode()
    unknown = client.post("/ny-adgang/", {"contact": "22 33 44 56"}).content.decode()
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", known) == token.sub("", unknown)
    assert [message.person for message in Message.objects.all()] == [person]


def test_a_phone_cannot_be_flooded_with_links():
    PersonFactory(sms="22334455")
    for minute in range(5):
        request_new_link("22334455", now=NOW + timedelta(minutes=minute))
    assert Message.objects.count() == 1


def test_a_new_channel_closes_the_links_sent_to_the_old_one(own, client, clock):
    """The old phone may be in other hands; the browser in which it was changed stays in."""
    person = PersonFactory(sms="22334455")
    elsewhere, here = own(person), Client()
    address = create_link(Role.PARTICIPANT, person.pk, "/min-side/", now=NOW)
    here.post(address[address.index("/l/") :])
    here.post("/min-side/kontakt/", {"channel": "email", "contact": "sol@example.org"})
    assert elsewhere.get("/min-side/").status_code == 403
    assert client.get(address[address.index("/l/") :]).status_code == 410
    assert here.get("/min-side/").status_code == 200


def test_a_volunteer_who_asks_for_a_link_gets_the_helpers_page():
    volunteer = VolunteerFactory()
    change_channel(volunteer.person, "sms", "22334455", actor="test", now=NOW)
    request_new_link("22334455", now=NOW)
    letter = write_letter(Message.objects.get(), NOW)
    assert letter.text.count("/l/") == 1
    assert SignedLink.objects.get().destination == "/frivillig/"
