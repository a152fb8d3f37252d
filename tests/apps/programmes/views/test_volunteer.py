"""A group leader's pages: what is needed, and nothing of how to reach anyone."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.programmes.models import Attendance
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.programmes import EnrolmentFactory, GroupFactory, IntroMeetingFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mette(site):
    return VolunteerFactory(site=site, display_name="Mette")


@pytest.fixture
def phone(mette, noon):
    return browser_of(Role.VOLUNTEER, mette.pk, NOW)


@pytest.fixture
def group(mette):
    group = GroupFactory(period__site=mette.site, led_by=[mette])
    EnrolmentFactory(
        seated_in=group, person__chosen_name="Sol", person__email="hemmelig@example.dk"
    )
    return group


def test_the_next_meeting_comes_first_with_place_and_back_up(phone, group):
    IntroMeetingFactory(site=group.site, starts_at=NOW + timedelta(days=30)).leaders.add(
        group.facilitators.get()
    )
    response = phone.get("/frivillig/")
    assert response.context["next"].session == group.sessions.first()
    assert response.context["later"][-1].intro or len(response.context["later"]) == 10
    assert "Karen" in response.content.decode()


def test_no_page_shows_how_to_reach_anyone(phone, group, clock):
    first = group.sessions.first()
    clock(first.starts_at)
    for address in (
        "/frivillig/",
        f"/frivillig/moede/{first.pk}/",
        f"/frivillig/moede/{first.pk}/noter/",
    ):
        text = phone.get(address).content.decode()
        assert "hemmelig" not in text


def test_noting_who_came_counts_once(phone, group, clock):
    first, sol = group.sessions.first(), group.enrolments.get()
    clock(first.ends_at)
    form = {f"present_{sol.pk}": "on", "headcount": "4", "as_planned": "yes", "key": "samme"}
    address = f"/frivillig/moede/{first.pk}/noter/"
    assert phone.post(address, form).url == "/frivillig/"
    phone.post(address, {**form, "headcount": "9"})
    first.refresh_from_db()
    assert (first.headcount, Attendance.objects.get().presence) == (4, "present")


def test_a_phone_that_keeps_the_form_hears_that_it_was_noted(phone, group, clock):
    first = group.sessions.first()
    clock(first.ends_at)
    form = {"headcount": "4", "as_planned": "yes", "key": "k"}
    address = f"/frivillig/moede/{first.pk}/noter/"
    page = phone.get(address).content.decode()
    assert 'data-keep="/frivillig/"' in page
    assert "gemt på telefonen" in page
    refused = phone.post(address, {**form, "headcount": "x"}, headers={"x-kept": "1"})
    assert refused.status_code == 200
    assert phone.post(address, form, headers={"x-kept": "1"}).status_code == 204
    assert "noteret" in phone.get("/frivillig/").content.decode()


def test_too_early_or_too_few_is_said(phone, group, clock):
    first, sol = group.sessions.first(), group.enrolments.get()
    form = {f"present_{sol.pk}": "on", "headcount": "0", "as_planned": "yes", "key": "k"}
    address = f"/frivillig/moede/{first.pk}/noter/"
    assert phone.post(address, form).context["form"].errors
    clock(first.ends_at)
    assert phone.post(address, form).context["form"].errors
    assert not Attendance.objects.exists()


def test_calling_off_names_the_coordinator_and_can_be_taken_back(phone, group):
    first = group.sessions.first()
    for what, away in (("kan-ikke", 1), ("kan-godt", 0)):
        phone.post(f"/frivillig/moede/{first.pk}/{what}/")
        assert first.away.count() == away


def test_other_groups_and_other_people_are_closed(phone, group, noon):
    other = GroupFactory(led_by=[VolunteerFactory()]).sessions.first()
    for address in (f"/frivillig/moede/{other.pk}/", f"/frivillig/moede/{other.pk}/noter/"):
        assert phone.get(address).status_code == 404
    assert phone.post(f"/frivillig/moede/{other.pk}/kan-ikke/").status_code == 404
    assert Client().get("/frivillig/").status_code == 403


def test_a_leader_who_has_stopped_comes_no_further(phone, mette):
    mette.state = "stopped"
    mette.save()
    assert phone.get("/frivillig/").status_code == 404
