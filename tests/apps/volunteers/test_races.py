"""The same button pressed in two windows at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Channel, Person
from peervej.apps.volunteers.models import FirstContact, Volunteer
from peervej.apps.volunteers.operations.contacting import begin_match_programme, make_first_contact
from peervej.apps.volunteers.operations.way_in import apply_as_volunteer, approve_volunteer
from peervej.data.programmes import load_programme
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db(transaction=True)
BY = {"actor": "test", "now": NOW}
PROGRAMME = "vejen-til-hverdagslivet"


def eight_times(act):
    """Do the same in eight threads; nothing may be raised."""

    def once(_number):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(once, range(8)))


def test_one_approval_one_message():
    site = SiteFactory()
    person = PersonFactory(site=site, sms="22345678")
    mette = VolunteerFactory(site=site, person=person)
    rule = load_programme(PROGRAMME).readiness("facilitator")
    eight_times(lambda: approve_volunteer(mette, PROGRAMME, "facilitator", rule, user=None, **BY))
    assert mette.approvals.count() == 1
    assert Message.objects.filter(kind="volunteers.welcome").count() == 1


def test_one_application():
    site = SiteFactory()
    fields = {
        "display_name": "Mette", "channel": Channel.SMS, "contact": "22345678", "words": "Hej",
        "wants_groups": True, "wants_companionship": False, "key": "k",
    }  # fmt: skip
    eight_times(lambda: apply_as_volunteer(site, **fields, **BY))
    assert (Volunteer.objects.count(), Person.objects.count()) == (1, 1)
    assert Message.objects.count() == 1


def test_one_first_contact():
    site = SiteFactory()
    begin_match_programme(site, "trivselspiloter", **BY)
    fields = {
        "chosen_name": "Sol", "channel": Channel.SMS, "contact": "22345678", "has_agreed": True,
        "key": "k",
    }  # fmt: skip
    eight_times(lambda: make_first_contact(site, "trivselspiloter", "relative", **fields, **BY))
    assert (FirstContact.objects.count(), Person.objects.count()) == (1, 1)
