"""The work list shows what waits at one's own site, the most urgent first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.portal.queries.work_list import CALM, SOON, build_work_list
from peervej.apps.portal.queries.work_list import NOW as CANNOT_WAIT
from tests.factories.allocation import ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.programmes import IntroMeetingFactory, SignupFactory

pytestmark = pytest.mark.django_db


def test_nothing_waits_at_a_new_site(desk_of):
    page = desk_of(SiteFactory()).get("/i-dag/").content.decode()
    assert "Der er ikke noget, der venter" in page


def test_people_not_told_rise_after_two_days():
    _trial, group = trial_group()
    ready(group, chosen_name="Sol")
    draw_batch(group, actor="test", now=NOW)
    urgency = {
        days: [
            i.urgency
            for i in build_work_list(group.site, NOW + timedelta(days=days)).waiting
            if "Sol" in i.title
        ]
        for days in (1, 2)
    }
    assert urgency == {1: [SOON], 2: [CANNOT_WAIT]}


def test_a_draw_stands_on_the_list_when_someone_is_ready():
    _trial, group = trial_group()
    address = f"/desk/lodtraekning/{group.pk}/"
    assert address not in [item.url for item in build_work_list(group.site, NOW).waiting]
    ready(group)
    found = [item for item in build_work_list(group.site, NOW).waiting if item.url == address]
    assert [item.urgency in (SOON, CALM) for item in found] == [True]


def test_a_meeting_that_was_held_asks_who_came():
    signup = SignupFactory()
    later = signup.intro.ends_at + timedelta(hours=1)
    assert len(build_work_list(signup.intro.site, later).waiting) == 1


def test_uncertain_messages_are_shown_without_their_text(desk_of):
    person = PersonFactory(sms="22334455", chosen_name="Sol")
    Message.objects.create(
        person=person, kind="portal.new_link", key="k", due_at=NOW, finished_at=NOW,
        state=MessageState.UNCERTAIN,
    )  # fmt: skip
    items = build_work_list(person.site, NOW).waiting
    assert [item.url for item in items] == ["/desk/beskeder/"]
    page = desk_of(person.site).get("/desk/beskeder/").content.decode()
    assert "Sol" in page
    assert "22334455" not in page


def test_another_town_is_not_on_the_list(desk_of):
    signup = SignupFactory()
    other = SiteFactory()
    later = signup.intro.ends_at + timedelta(hours=1)
    assert build_work_list(other, later).waiting == []
    assert signup.person.chosen_name not in desk_of(other).get("/i-dag/").content.decode()


def test_the_list_costs_the_same_for_one_meeting_and_for_three(django_assert_max_num_queries):
    from django.db import connection

    site = SiteFactory()

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            build_work_list(site, NOW + timedelta(days=30))
        return len(queries)

    build_work_list(site, NOW)
    IntroMeetingFactory(site=site)
    one = cost()
    IntroMeetingFactory(site=site, starts_at=NOW + timedelta(days=4))
    IntroMeetingFactory(site=site, starts_at=NOW + timedelta(days=5))
    assert cost() == one


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("researcher", "/forskning/"),
        ("national", "/tal/"),
        ("municipal", "/tal/"),
        ("editor", "/redaktion/"),
        ("interviewer", "/interview/"),
    ],
)
def test_everyone_begins_where_their_work_is(clock, role, start):
    client = Client()
    client.force_login(
        staff(role, site=SiteFactory() if role == "municipal" else None),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert client.get("/i-dag/")["Location"] == start
    assert client.get(start).status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": MessageState.UNCERTAIN, "attempts": 1}, "så ingen ved, om den kom frem"),
        ({"state": MessageState.FAILED, "attempts": 6}, "prøvet 6 gange"),
        ({"state": MessageState.QUEUED, "attempts": 2}, "Vi prøver igen tirsdag den 8. september"),
        ({"state": MessageState.QUEUED}, "Den sendes tirsdag den 8. september"),
        ({"state": MessageState.SENT, "attempts": 1}, "Sendt"),
    ],
)
def test_the_log_says_in_words_what_became_of_a_message(desk_of, fields, said):
    person = PersonFactory(sms="22334455", chosen_name="Sol")
    due = NOW + timedelta(days=1)
    Message.objects.create(person=person, kind="portal.new_link", key="k", due_at=due, **fields)
    page = desk_of(person.site).get("/desk/beskeder/").content.decode()
    assert said in page
    is_troubled = fields["state"] in (MessageState.UNCERTAIN, MessageState.FAILED)
    assert (f"/desk/tilmeldte/{person.pk}/" in page) == is_troubled
