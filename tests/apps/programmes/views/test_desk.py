"""The coordinator's pages: what can be done there, and that other towns stay closed."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.audit.models import ReadEvent
from peervej.apps.programmes.enums import EnrolmentState, SignupState
from peervej.apps.programmes.models import Enrolment, Group, IntroMeeting, Signup
from tests.factories.moments import NOW
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
    introduced,
)
from tests.factories.volunteers import VolunteerFactory, ready_for

pytestmark = pytest.mark.django_db


def moment(prefix, day="24", month="9", time="15.00"):
    name = f"{prefix}-" if prefix else ""
    return {
        f"{name}day_day": day,
        f"{name}day_month": month,
        f"{name}day_year": "2026",
        f"{name}time": time,
    }


def pages_of(site):
    """Every desk page that shows rows of a site, with something on it that could leak."""
    period = PeriodFactory(site=site)
    group = GroupFactory(period=period, seated=1)
    signup = SignupFactory(intro=IntroMeetingFactory(site=site), person__chosen_name="Hemmelig")
    enrolment = EnrolmentFactory(period=period)
    session = group.sessions.first()
    read = [
        f"/desk/intro/{signup.intro_id}/",
        f"/desk/tilmeldte/{signup.person_id}/",
        f"/desk/hold/{group.pk}/",
        f"/desk/moede/{session.pk}/",
    ]
    act = [
        *(f"/desk/intro/{signup.intro_id}/{what}/" for what in ("flyt", "aflys", "ledere")),
        *(f"/desk/intro/{signup.intro_id}/{what}/" for what in ("skriv-op", "dukkede-op")),
        *(f"/desk/fremmoede/{signup.pk}/{what}/" for what in ("kom", "kom-ikke", "afbud")),
        *(f"/desk/tilmeldte/{signup.person_id}/{what}/" for what in ("ja", "samtale", "kontakt")),
        f"/desk/plads/{enrolment.pk}/",
        f"/desk/plads/{enrolment.pk}/stop/",
        *(f"/desk/hold/{group.pk}/{what}/" for what in ("ledere", "ret", "aflys")),
        *(f"/desk/moede/{session.pk}/{what}/" for what in ("flyt", "aflys", "noter", "talt")),
    ]
    return read, act


def test_another_towns_rows_do_not_exist(site, other_desk):
    read, act = pages_of(site)
    before = list(Enrolment.objects.values()), list(Signup.objects.values())
    assert {other_desk.get(address).status_code for address in read} == {404}
    assert {other_desk.post(address).status_code for address in act} == {404}
    for address in ("/desk/intro/", "/desk/tilmeldte/", "/desk/hold/"):
        assert "Hemmelig" not in other_desk.get(address).content.decode()
    assert (list(Enrolment.objects.values()), list(Signup.objects.values())) == before
    assert not ReadEvent.objects.exists()


def test_without_a_log_in_one_is_asked_to_log_in(site, noon):
    read, act = pages_of(site)
    for address in (*read, "/desk/intro/", "/desk/tilmeldte/", "/desk/hold/"):
        assert Client().get(address).status_code == 302
    assert {Client().post(address).status_code for address in act} == {302}


def test_reading_a_persons_page_is_noted(site, desk):
    sol = introduced(site, chosen_name="Sol")
    assert "Sol" in desk.get(f"/desk/tilmeldte/{sol.pk}/").content.decode()
    assert ReadEvent.objects.get().person_id == sol.pk


def test_a_meeting_is_planned_moved_and_cancelled(site, desk):
    PeriodFactory(site=site)
    desk.post("/desk/intro/nyt/", {**moment(""), "place": "Havnegade 12"})
    intro = IntroMeeting.objects.get()
    SignupFactory(intro=intro)
    desk.post(f"/desk/intro/{intro.pk}/flyt/", {**moment("move", day="25"), "confirm": "1"})
    intro.refresh_from_db()
    assert intro.starts_at.day == 25
    desk.post(f"/desk/intro/{intro.pk}/aflys/", {"confirm": "1"})
    assert Signup.objects.get().state == SignupState.CANCELLED


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "1", "month": "9"},
        {"day": "31", "month": "9"},
        {"time": "25.00"},
        {"day": "25", "month": "10", "time": "02.30"},
    ],
)
def test_a_moment_that_is_past_or_does_not_exist_is_refused(site, desk, wrong):
    PeriodFactory(site=site)
    response = desk.post("/desk/intro/nyt/", {**moment("", **wrong), "place": "Havnegade 12"})
    assert response.status_code == 200
    assert len(response.context["form"].errors) == 1
    assert not IntroMeeting.objects.exists()


def test_who_called_who_turned_up_and_who_came(site, desk, clock):
    intro = IntroMeetingFactory(site=site)
    desk.post(
        f"/desk/intro/{intro.pk}/skriv-op/",
        {"caller-chosen_name": "Ali", "caller-is_adult": "on", "caller-key": "k"},
    )
    clock(intro.starts_at + timedelta(minutes=10))
    desk.post(f"/desk/intro/{intro.pk}/dukkede-op/", {"walkin-chosen_name": "Kim"})
    ali = Signup.objects.get(person__chosen_name="Ali")
    desk.post(f"/desk/fremmoede/{ali.pk}/kom/")
    rows = Signup.objects.order_by("pk").values_list("person__chosen_name", "way", "state")
    assert list(rows) == [("Ali", "phone", "attended"), ("Kim", "walk_in", "attended")]


def test_a_group_is_planned_after_its_dates_were_shown(site, desk):
    PeriodFactory(site=site)
    wanted = {
        "name": "Torsdag",
        "starts_on_day": "17",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "start_time": "15.00",
        "capacity": "10",
        "place": "Havnegade 12",
        "facilitators": [VolunteerFactory(site=site).pk],
    }
    preview = desk.post("/desk/hold/nyt/", wanted)
    assert len(preview.context["planned"]) == 10
    assert not Group.objects.exists()
    desk.post("/desk/hold/nyt/", {**wanted, "confirm": "1"})
    assert Group.objects.get().sessions.count() == 10


def test_joining_at_the_desk_records_the_consent_and_gives_a_seat(site, desk):
    group = GroupFactory(period=PeriodFactory(site=site))
    sol = introduced(site)
    sol.consents.all().delete()
    desk.post(f"/desk/tilmeldte/{sol.pk}/ja/")
    assert group.enrolments.get().person == sol
    assert sol.consents.get().version == "paper"


def test_a_place_by_agreement_and_a_stop(site, desk):
    group = GroupFactory(period=PeriodFactory(site=site))
    waiting = EnrolmentFactory(period=group.period)
    desk.post(f"/desk/plads/{waiting.pk}/", {"group": group.pk})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision) == (EnrolmentState.SEATED, "coordinator")
    desk.post(f"/desk/plads/{waiting.pk}/stop/", {"reason": "moved"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.stop_reason) == (EnrolmentState.STOPPED, "moved")


def test_a_session_is_moved_put_off_and_noted(site, desk, clock):
    group = GroupFactory(period=PeriodFactory(site=site), seated=1)
    second = group.sessions.get(number=2)
    desk.post(
        f"/desk/moede/{second.pk}/flyt/",
        {**moment("move", day="18"), "move-following": "keep", "confirm": "1"},
    )
    second.refresh_from_db()
    assert second.starts_at.day == 18
    desk.post(f"/desk/moede/{second.pk}/aflys/", {"off-append": "1", "confirm": "1"})
    second.refresh_from_db()
    assert second.number == 10
    first = group.sessions.get(number=1)
    clock(first.ends_at)
    enrolment = group.enrolments.get()
    noted = {f"present_{enrolment.pk}": "on", "headcount": "3", "as_planned": "yes", "key": "k"}
    desk.post(f"/desk/moede/{first.pk}/noter/", noted)
    first.refresh_from_db()
    assert (first.state, first.headcount) == ("held", 3)


def test_lists_cost_the_same_for_one_row_and_three(site, desk, django_assert_max_num_queries):
    IntroMeetingFactory(site=site)
    desk.get("/desk/intro/")
    IntroMeetingFactory.create_batch(3, site=site)
    with django_assert_max_num_queries(14):
        assert desk.get("/desk/intro/").status_code == 200


def test_readiness_stands_beside_each_leader_and_nobody_unapproved_is_overlooked(site, desk):
    group = GroupFactory(period=PeriodFactory(site=site))
    mette = VolunteerFactory(site=site, display_name="Mette")
    ready_for(mette, ends_on=NOW.date() + timedelta(days=400))
    jonas = VolunteerFactory(site=site, display_name="Jonas")
    page = desk.get(f"/desk/hold/{group.pk}/").content.decode()
    assert "Mette · Godkendt til" in page
    assert "Jonas · Ikke klar endnu" in page
    saved = desk.post(
        f"/desk/hold/{group.pk}/ledere/", {"leaders": [mette.pk, jonas.pk]}, follow=True
    ).content.decode()
    assert set(group.facilitators.all()) == {mette, jonas}
    assert "Jonas er ikke godkendt til at lede" in saved
    assert "Mette er ikke godkendt" not in saved
