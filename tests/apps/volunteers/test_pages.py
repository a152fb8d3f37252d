"""The pages: applying, the desk, the agreement, the two who meet; and who sees what."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peervej.apps.accounts.enums import Role
from peervej.apps.volunteers.enums import MatchState, VolunteerState
from peervej.apps.volunteers.models import (
    Approval,
    CareGroup,
    CompanionRequest,
    Match,
    TrainingPlace,
    TrainingWeekend,
    Volunteer,
)
from peervej.apps.volunteers.operations.companionship import propose_match
from tests.apps.volunteers.test_companionship import BY, MEETS, ask, met
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.occasions import LINE, SiteProgrammeFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import EnrolmentFactory, GroupFactory, PeriodFactory
from tests.factories.volunteers import VolunteerFactory, companion, ready_for

pytestmark = pytest.mark.django_db
APPLICATION = {
    "display_name": "Mette",
    "contact": "mette@example.dk",
    "wants": ["groups"],
    "words": "Jeg vil gerne",
    "key": "k1",
}


def text_of(answer):
    return answer.content.decode()


def without_tokens(answer):
    return re.sub(r'value="\w{64}"', "", text_of(answer))


def test_applying_step_by_step(site, clock):
    browser = Client()
    assert "Du er ikke bisidder" in text_of(browser.get("/bliv-frivillig/"))
    answer = browser.post("/bliv-frivillig/ansoeg/", {**APPLICATION, "words": ""})
    assert "Skriv et par linjer" in text_of(answer)
    sent = {**APPLICATION, "site": site.pk}
    first = browser.post("/bliv-frivillig/ansoeg/", sent, follow=True)
    again = browser.post("/bliv-frivillig/ansoeg/", {**sent, "key": "k2"}, follow=True)
    assert without_tokens(first) == without_tokens(again)
    assert Volunteer.objects.get().display_name == "Mette"


def test_the_desk_takes_a_volunteer_all_the_way(site, desk, clock):
    Client().post("/bliv-frivillig/ansoeg/", {**APPLICATION, "site": site.pk})
    mette = Volunteer.objects.get()
    assert "Venter på svar" in text_of(desk.get("/desk/frivillige/"))
    own = f"/desk/frivillige/{mette.pk}/"
    assert "Jeg vil gerne" in text_of(desk.get(own))
    step = {"step-kind": "talk", "step-outcome": "passed", "step-held_on": "7/9/2026"}
    assert desk.post(f"{own}trin/", step).status_code == 302
    future = desk.post(f"{own}trin/", {**step, "step-held_on": "8/9/2026"})
    assert future.status_code == 422
    assert "ikke kommet endnu" in text_of(future)
    desk.post(f"{own}godkend/", {"role": "facilitator"})
    mette.refresh_from_db()
    assert mette.state == VolunteerState.ACTIVE
    page = text_of(desk.get(own))
    assert "Karen" in page
    assert "Mangler:" in page
    desk.post(f"{own}goer/", {"what": "pause"})
    desk.post(f"{own}goer/", {"what": "resume"})
    desk.post(f"{own}goer/", {"what": "thank"})
    desk.post(f"{own}stop/", {"stop-reason": "time"})
    mette.refresh_from_db()
    assert (mette.state, mette.thanks.count()) == (VolunteerState.STOPPED, 1)


def test_a_past_as_participant_stands_on_no_page_of_the_volunteer(site, desk, clock):
    """V4: the same person has sat in a group, under another name, and asked for company."""
    person = PersonFactory(site=site, chosen_name="Hemmelig", access_needs="Hemmeligt behov")
    group = GroupFactory(period=PeriodFactory(site=site), name="Hemmelig gruppe")
    EnrolmentFactory(person=person, period=group.period, seated_in=group)
    mette = VolunteerFactory(site=site, display_name="Mette", person=person)
    ready_for(mette)
    colleague = VolunteerFactory(site=site)
    phone = browser_of(Role.VOLUNTEER, colleague.pk, NOW)
    pages = [
        desk.get("/desk/frivillige/"),
        desk.get(f"/desk/frivillige/{mette.pk}/"),
        desk.get("/desk/uddannelse/"),
        desk.get("/desk/udveksling/"),
        phone.get("/frivillig/"),
        phone.get("/sammen/"),
        phone.get("/frivillig/aftale/"),
    ]
    assert all("/bekymring/" in text_of(page) for page in pages[4:])
    for page in pages:
        assert page.status_code == 200
        assert "emmelig" not in text_of(page)
    assert not {field.name for field in Volunteer._meta.get_fields()} & {"enrolments", "signups"}


def test_other_towns_rows_do_not_exist(site, other_desk):
    match = met(site)
    weekend = TrainingWeekend.objects.create(
        site=site, title="X", starts_on=NOW.date(), days=2, place="X", capacity=3
    )
    place = TrainingPlace.objects.create(weekend=weekend, volunteer=match.volunteer)
    group = CareGroup.objects.create(
        site=site, name="X", form="supervision", every_days=14, begun_on=NOW.date()
    )
    approval = match.volunteer.approvals.get()
    wish, pk = match.request_id, match.volunteer_id
    for address in (
        f"/desk/frivillige/{pk}/", f"/desk/foelgeskab/{wish}/",
        f"/desk/foelgeskab/sammen/{match.pk}/", f"/desk/foelgeskab/{wish}/foreslaa/{pk}/",
        f"/desk/foelgeskab/ny/{match.request.person_id}/",
    ):  # fmt: skip
        assert other_desk.get(address).status_code == 404, address
    for address in (
        *(f"/desk/frivillige/{pk}/{what}/" for what in
          ("trin", "oevelse", "profil", "godkend", "stop", "goer")),
        f"/desk/godkendelse/{approval.pk}/tilbage/", f"/desk/uddannelse/{weekend.pk}/plads/",
        f"/desk/uddannelse/plads/{place.pk}/", f"/desk/udveksling/{group.pk}/holdt/",
        f"/desk/foelgeskab/{wish}/luk/", f"/desk/foelgeskab/sammen/{match.pk}/goer/",
    ):  # fmt: skip
        assert other_desk.post(address, {"what": "end"}).status_code == 404, address


def test_the_agreement_is_accepted_on_the_phone(site, clock):
    mette = VolunteerFactory(site=site)
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    assert "Jeg siger ja til begge dele" in text_of(phone.get("/frivillig/aftale/"))
    page = text_of(phone.post("/frivillig/aftale/", follow=True))
    assert "Du sagde ja 7. september 2026, version 1." in page
    assert mette.agreements.count() == 2


def test_trainings_and_care_at_the_desk(site, desk):
    mette = VolunteerFactory(site=site, state="in_training")
    sent = {"title": "Weekend", "starts_on": "5/9/2026", "days": 2, "place": "Huset", "capacity": 1}
    assert desk.post("/desk/uddannelse/", sent).status_code == 302
    weekend = TrainingWeekend.objects.get()
    desk.post(f"/desk/uddannelse/{weekend.pk}/plads/", {"volunteer": mette.pk})
    place = TrainingPlace.objects.get()
    desk.post(f"/desk/uddannelse/plads/{place.pk}/", {"came": "ja"})
    assert mette.practice.get().amount == 2
    group = {"name": "Torsdage", "form": "supervision", "every_days": 14, "members": [mette.pk]}
    assert desk.post("/desk/udveksling/", group).status_code == 302
    made = CareGroup.objects.get()
    desk.post(f"/desk/udveksling/{made.pk}/holdt/", {"held_on": "7/9/2026", "came": 3})
    assert made.meetings.get().came == 3
    assert "Torsdage" in text_of(desk.get("/desk/udveksling/"))


def test_company_from_wish_to_goodbye_on_the_pages(site, desk, clock):
    sol = PersonFactory(site=site, chosen_name="Sol", sms="21345678")
    mette = companion(site, display_name="Mette")
    wish = {
        "enrolled_on": "31/8/2026", "purposes": ["doctor"], "languages": ["da"],
        "times": ["2-evening"],
    }  # fmt: skip
    desk.post(f"/desk/foelgeskab/ny/{sol.pk}/", wish)
    request = CompanionRequest.objects.get()
    assert "onsdag aften" in text_of(desk.get(f"/desk/foelgeskab/{request.pk}/"))
    assert "bisidder" in text_of(desk.get("/desk/foelgeskab/"))
    meeting = {"day": "10/9/2026", "time": "12.00", "place": "Cafeen"}
    desk.post(f"/desk/foelgeskab/{request.pk}/foreslaa/{mette.pk}/", meeting)
    match = Match.objects.get()
    clock(MEETS + timedelta(days=1))
    for role, subject in ((Role.PARTICIPANT, sol.pk), (Role.VOLUNTEER, mette.pk)):
        phone = browser_of(role, subject, NOW)
        assert "ikke bisidder" in text_of(phone.get("/sammen/"))
        assert phone.post(f"/sammen/{match.pk}/svar/", {"answer": "ja"}).status_code == 302
    match.refresh_from_db()
    assert match.state == MatchState.ACTIVE
    outing = {"held_on": "11/9/2026", "kind": "walk", "minutes": 30}
    assert phone.post(f"/sammen/{match.pk}/tur/", outing).status_code == 302
    assert phone.post(f"/sammen/{match.pk}/tur/", {}).status_code == 422
    page = f"/desk/foelgeskab/sammen/{match.pk}/"
    assert "30 minutter" in text_of(desk.get(page))
    desk.post(f"{page}goer/", {"what": "plan_end", "day_day": "1"})
    desk.post(f"{page}goer/", {"what": "plan_end", "day": "1/11/2026"})
    match.refresh_from_db()
    assert match.planned_end == date(2026, 11, 1)
    desk.post(f"{page}goer/", {"what": "end"})
    match.refresh_from_db()
    assert match.state == MatchState.ENDED


def test_a_no_is_visible_on_no_page_but_ones_own(site, desk, clock):
    match = met(site)
    clock(MEETS + timedelta(days=1))
    sol = browser_of(Role.PARTICIPANT, match.request.person_id, NOW)
    mette = browser_of(Role.VOLUNTEER, match.volunteer_id, NOW)

    def seen():
        pages = [
            mette.get("/sammen/"),
            desk.get(f"/desk/foelgeskab/sammen/{match.pk}/"),
            desk.get("/desk/foelgeskab/"),
            desk.get(f"/desk/foelgeskab/{match.request_id}/"),
        ]
        return [without_tokens(page) for page in pages]

    before = seen()
    sol.post(f"/sammen/{match.pk}/svar/", {"answer": "nej"})
    assert seen() == before
    assert "Du har svaret nej" in text_of(sol.get("/sammen/"))


def test_nobody_answers_for_others(site, clock):
    match = met(site)
    clock(MEETS + timedelta(days=1))
    stranger = browser_of(Role.VOLUNTEER, companion(site).pk, NOW)
    assert stranger.post(f"/sammen/{match.pk}/svar/", {"answer": "nej"}).status_code == 404
    assert "Sol" not in text_of(stranger.get("/sammen/"))
    assert Client().get("/sammen/").status_code in (302, 403)


def test_lists_cost_the_same_for_one_and_for_three(site, desk):
    def cost(address):
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    def fill():
        propose_match(ask(site, PersonFactory(site=site)), companion(site), meets_at=MEETS, **BY)
        ask(site, PersonFactory(site=site))
        VolunteerFactory(site=site, state="applied")

    fill()
    addresses = ["/desk/frivillige/", "/desk/foelgeskab/"]
    for address in addresses:
        cost(address)
    one = [cost(address) for address in addresses]
    fill()
    fill()
    assert [cost(address) for address in addresses] == one


def test_every_role_of_what_the_site_runs_can_be_approved(site, desk):
    SiteProgrammeFactory(site=site, programme=LINE)
    PeriodFactory(site=site)
    mette = VolunteerFactory(site=site)
    page = f"/desk/frivillige/{mette.pk}/"
    said = text_of(desk.get(page))
    for title in ("Peergruppeleder", "Følgesven", "Rådgiver", "Supervisor i baggrunden"):
        assert title in said, title
    assert "Du noterer det her" in said
    desk.post(f"{page}godkend/", {"programme": LINE, "role": "adviser"})
    approval = Approval.objects.get()
    assert (approval.programme, approval.role) == (LINE, "adviser")
    for wrong in (("adviser", "vejen-til-hverdagslivet"), ("instructor", LINE), ("", "")):
        sent = {"role": wrong[0], "programme": wrong[1]}
        assert desk.post(f"{page}godkend/", sent).status_code == 404
    assert Approval.objects.count() == 1


def test_company_counts_from_the_enrolment_that_is_known(site, desk):
    group = GroupFactory(period=PeriodFactory(site=site))
    enrolment = EnrolmentFactory(
        seated_in=group, asked_at=NOW - timedelta(days=10), person=PersonFactory(site=site)
    )
    page = f"/desk/foelgeskab/ny/{enrolment.person_id}/"
    assert 'name="enrolled_on' not in desk.get(page).content.decode()
    wish = {
        "enrolled_on": "1/9/2026", "purposes": ["doctor"], "languages": ["da"],
        "times": ["2-evening"],
    }  # fmt: skip
    desk.post(page, wish)
    assert CompanionRequest.objects.get().ends_by == date(2027, 2, 28)


def test_without_an_enrolment_the_day_is_asked_for(site, desk):
    person = PersonFactory(site=site)
    wish = {"purposes": ["doctor"], "languages": ["da"], "times": ["2-evening"]}
    desk.post(f"/desk/foelgeskab/ny/{person.pk}/", wish)
    assert not CompanionRequest.objects.exists()
