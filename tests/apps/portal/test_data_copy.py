"""The copy a person takes along: all that is kept of them, nothing another said in private."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import SignedLink
from peervej.apps.accounts.roles import SESSION_HOLDER
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.telling import record_told
from peervej.apps.allocation.queries import draw_of
from peervej.apps.portal.queries.data_copy import copy_for_helper, copy_of_data
from peervej.apps.programmes.models import ContactWish, Enrolment
from peervej.apps.volunteers.models import (
    CompanionRequest,
    Expense,
    Hours,
    Match,
    MatchAnswer,
    Visit,
)
from tests.factories.allocation import ready, trial_group
from tests.factories.concerns import worry_of
from tests.factories.moments import NOW
from tests.factories.occasions import OccasionFactory
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.programmes import EnrolmentFactory, GroupFactory
from tests.factories.volunteers import VolunteerFactory, ready_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """Somebody with company, both answers given, and a visit."""
    site = SiteFactory()
    person = PersonFactory(site=site, chosen_name="Sol")
    volunteer = VolunteerFactory(site=site, display_name="Mette")
    wish = CompanionRequest.objects.create(
        person=person, site=site, asked_on=NOW.date(), ends_by=NOW.date() + timedelta(days=90),
        purposes=["doctor"], languages=["da"], times=["2-evening"], state="matched",
    )  # fmt: skip
    match = Match.objects.create(
        request=wish, volunteer=volunteer, state="proposed", meets_at=NOW, place="Torvet"
    )
    for side, says in (("person", True), ("volunteer", False)):
        MatchAnswer.objects.create(match=match, side=side, says_yes=says, answered_on=NOW.date())
    Visit.objects.create(match=match, held_on=NOW.date(), kind="walk", minutes=45)
    return person, volunteer


def test_company_is_in_both_copies_with_ones_own_answer_only(pair):
    person, volunteer = pair
    (mine,) = copy_of_data(person)["companionship"]["companionships"]
    (theirs,) = copy_for_helper(volunteer.person)["companionships"]
    assert (mine["with"], mine["your_answer"]) == ("Mette", [True])
    assert (theirs["with"], theirs["your_answer"]) == ("Sol", [False])
    assert mine["visits"] == [{"held_on": str(NOW.date()), "kind": "walk", "minutes": 45}]
    assert copy_of_data(person)["companionship"]["wishes"][0]["purposes"] == ["doctor"]


def test_a_volunteer_finds_approvals_duties_hours_and_worries(pair):
    _person, volunteer = pair
    ready_for(volunteer)
    Hours.objects.create(volunteer=volunteer, worked_on=NOW.date(), minutes=30, kind="travel")
    Expense.objects.create(volunteer=volunteer, spent_on=NOW.date(), amount=4200, kind="food")
    OccasionFactory().duties.create(volunteer=volunteer, role="host")
    GroupFactory(led_by=[volunteer], name="Torsdag")
    worry_of(volunteer, words="Ravnhild virker alene")
    copy = copy_for_helper(volunteer.person)
    helping = copy["helping"]
    assert [one["role"] for one in helping["approvals"]] == ["facilitator"]
    assert [one["minutes"] for one in helping["hours"]] == [30]
    assert [one["amount"] for one in helping["expenses"]] == [4200]
    assert [one["role"] for one in helping["duties"]] == ["host"]
    assert helping["leads"]["groups"] == ["Torsdag"]
    assert len(copy["worries_you_sent"]) == 1
    assert "Ravnhild" not in json.dumps(copy)


def test_a_wish_that_is_not_shared_is_in_ones_own_copy_alone():
    group = GroupFactory()
    sol, kim = (
        EnrolmentFactory(seated_in=group, person=PersonFactory(site=group.site, chosen_name=name))
        for name in ("Sol", "Kim")
    )
    ContactWish.objects.create(wisher=sol, wished=kim, made_at=NOW)
    assert copy_of_data(sol.person)["wants_to_keep_in_touch_with"] == ["Kim"]
    assert "Sol" not in json.dumps(copy_of_data(kim.person))


def test_the_copy_does_not_tell_of_a_draw_before_a_person_has():
    _trial, group = trial_group()
    people = [ready(group), ready(group, now=NOW + timedelta(minutes=1))]
    draw_batch(group, actor="test", now=NOW)
    untold = [copy_of_data(one) for one in people]
    assert [copy["places"][0]["state"] for copy in untold] == ["awaiting_draw", "awaiting_draw"]
    assert [copy["research"]["draw"] for copy in untold] == [None, None]
    assert group.name not in json.dumps(untold)
    for one in people:
        record_told(draw_of(one), actor="test", now=NOW)
    told = [copy_of_data(one) for one in people]
    assert {copy["research"]["draw"]["result"] for copy in told} == {"intervention", "control"}
    assert {copy["places"][0]["state"] for copy in told} == set(
        Enrolment.objects.values_list("state", flat=True)
    )


def test_a_volunteer_opens_the_copy_and_no_time_as_participant_is_in_it(clock):
    volunteer = VolunteerFactory(display_name="Mette")
    group = GroupFactory(name="Hemmelige torsdage")
    EnrolmentFactory(seated_in=group, person=volunteer.person)
    link = SignedLink.objects.create(
        token_hash="v", role=Role.VOLUNTEER, subject=str(volunteer.pk), destination="/frivillig/",
        expires_at=NOW.replace(year=NOW.year + 2),
    )  # fmt: skip
    client = Client()
    session = client.session
    session[SESSION_HOLDER] = {Role.VOLUNTEER.value: link.pk}
    session.save()
    page = client.get("/frivillig/oplysninger/").content.decode()
    copy = client.get("/frivillig/oplysninger/?fil=1").content.decode()
    assert "Mette" in page
    assert "Mette" in copy
    assert "Hemmelige" not in page + copy
    assert "/frivillig/oplysninger/" in client.get("/frivillig/").content.decode()
