"""The planned ending, keeping in touch, the calendar, who is there and the flyer."""

import io

import pytest
from django.test import Client
from icalendar import Calendar
from pypdf import PdfReader

from peervej.apps.accounts.enums import Role
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Purpose
from peervej.apps.people.operations import erase_person
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import CalendarFeed, ContactWish
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory, consent_to
from tests.factories.places import SiteFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)
from tests.factories.volunteers import VolunteerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def completed(group, name, number):
    return EnrolmentFactory(
        seated_in=group,
        state=EnrolmentState.COMPLETED,
        person__chosen_name=name,
        person__sms=number,
    )


def phone_of(enrolment):
    return browser_of(Role.PARTICIPANT, enrolment.person_id, NOW)


def main_of(response):
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


@pytest.fixture
def friends():
    group = GroupFactory(finished=True)
    return [
        completed(group, name, number)
        for name, number in (("Sol", "22000001"), ("Ali", "22000002"), ("Ida", "22000003"))
    ]


def test_numbers_are_shared_only_when_both_chose_each_other(friends):
    sol, ali, ida = friends
    for one in (sol, ali):
        phone_of(one).post("/videre/kontakt/ja/")

    phone_of(sol).post("/videre/kontakt/vaelg/", {"wished": [ali.pk, ida.pk]})
    assert "22000002" not in main_of(phone_of(sol).get("/videre/"))
    assert "Ida" not in main_of(phone_of(sol).get("/videre/"))
    assert not Message.objects.exists()

    phone_of(ali).post("/videre/kontakt/vaelg/", {"wished": [sol.pk]})
    assert "22000002" in main_of(phone_of(sol).get("/videre/"))
    assert "22000001" in main_of(phone_of(ali).get("/videre/"))
    assert "2200000" not in main_of(phone_of(ida).get("/videre/"))
    told = Message.objects.filter(kind="programmes.in_touch")
    assert {message.person for message in told} == {sol.person, ali.person}
    assert "22000002" not in write_letter(told.get(person=sol.person), NOW).text


def test_taking_it_back_hides_the_number_at_once(friends):
    sol, ali, _ida = friends
    for one, other in ((sol, ali), (ali, sol)):
        consent_to(one.person, Purpose.CONTACT)
        ContactWish.objects.create(wisher=one, wished=other, made_at=NOW)
    assert "22000001" in main_of(phone_of(ali).get("/videre/"))
    phone_of(sol).post("/videre/kontakt/nej/")
    assert "22000001" not in main_of(phone_of(ali).get("/videre/"))
    assert not ContactWish.objects.exists()


def test_people_of_other_groups_cannot_be_chosen(friends):
    sol = friends[0]
    stranger = completed(GroupFactory(finished=True), "Zenobia", "22000009")
    for one in (sol, stranger):
        consent_to(one.person, Purpose.CONTACT)
    phone_of(sol).post("/videre/kontakt/vaelg/", {"wished": [stranger.pk]})
    assert not ContactWish.objects.exists()
    assert "Zenobia" not in main_of(phone_of(sol).get("/videre/"))


def test_the_ending_belongs_to_those_who_have_completed():
    seated = EnrolmentFactory(seated_in=GroupFactory())
    assert phone_of(seated).get("/videre/").status_code == 404
    assert Client().get("/videre/").status_code == 403


def calendar_address(client, page):
    text = client.post(page).content.decode()
    start = text.index("/kalender/")
    return text[start : text.index(".ics", start) + 4]


def test_the_calendar_is_neutral_secret_and_can_be_replaced():
    group = GroupFactory(name="Psykisk sårbar torsdag")
    sol = EnrolmentFactory(seated_in=group)
    SignupFactory(person=sol.person, intro=IntroMeetingFactory(site=group.site))
    browser = phone_of(sol)
    first = calendar_address(browser, "/min-side/kalender/")

    events = Calendar.from_ical(Client().get(first).content).walk("VEVENT")
    assert len(events) == 11
    assert {str(event["SUMMARY"]) for event in events} == {"Aftale"}
    assert "sårbar" not in Client().get(first).content.decode()

    second = calendar_address(browser, "/min-side/kalender/")
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    browser.post("/min-side/kalender/", {"close": "1"})
    assert Client().get(second).status_code == 404


def test_erasure_closes_the_calendar_and_drops_wishes(friends):
    sol, ali, _ida = friends
    ContactWish.objects.create(wisher=ali, wished=sol, made_at=NOW)
    address = calendar_address(phone_of(sol), "/min-side/kalender/")
    erase_person(sol.person, actor="test", now=NOW)
    assert Client().get(address).status_code == 404
    assert not CalendarFeed.objects.exists()
    assert not ContactWish.objects.exists()


def test_a_drawn_seat_is_not_in_the_calendar_before_it_is_told():
    group = GroupFactory(period=PeriodFactory(trial=True))
    sol = EnrolmentFactory(seated_in=group, told_at=None)
    address = calendar_address(phone_of(sol), "/min-side/kalender/")
    assert b"VEVENT" not in Client().get(address).content


def test_a_group_leader_has_a_calendar_too():
    mette = VolunteerFactory()
    GroupFactory(led_by=[mette], period__site=mette.site)
    browser = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    address = calendar_address(browser, "/frivillig/kalender/")
    assert Client().get(address).content.count(b"BEGIN:VEVENT") == 10


def test_who_is_there_names_those_who_lead_now_and_nobody_else():
    site = SiteFactory()
    PeriodFactory(site=site)
    VolunteerFactory(site=site, display_name="Mette")
    VolunteerFactory(site=site, display_name="Pausen", paused=True)
    VolunteerFactory(display_name="Andetsteds")
    PersonFactory(site=site, chosen_name="Deltager")
    text = main_of(Client().get(f"/hvem/{site.slug}/"))
    assert "Mette" in text
    assert not {"Pausen", "Andetsteds", "Deltager"} & set(text.replace("<", " ").split())


def test_the_flyer_has_the_next_three_meetings_and_is_tagged():
    site = SiteFactory(name="Helsingør #let")
    for days in range(4):
        IntroMeetingFactory(site=site, starts_at=NOW.replace(day=8 + days))
    response = Client().get(f"/folder/{site.slug}.pdf")
    pdf = PdfReader(io.BytesIO(response.content))
    text = pdf.pages[0].extract_text()
    assert len(pdf.pages) == 1
    assert text.count("september kl.") == 3
    assert "11. september kl." not in text
    assert "#let" in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
