"""The main path where nothing is drawn: intro meeting, one consent, a seat, ten meetings."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.visiting import Visits, come_back, next_week, open_letter
from tests.journeys.walking import (
    WEEKS_AT_MOST,
    mark_came,
    note_session,
    open_intro_at_desk,
    sign_up,
    unfold,
)

TOWN = "Rødovre"
COORDINATOR = "koordinator.roedovre@example.org"
WALKER, WALKER_CONTACT = "Vandrer", "vandrer@example.org"
DOOR, CALLER = "Gæst ved døren", "Den der ringede"


def test_a_person_walks_from_the_front_page_to_the_end_of_the_road(visits: Visits) -> None:
    phone, desk = visits.phone(), visits.desk(COORDINATOR)
    meeting = sign_up(phone, TOWN, name=WALKER, contact=WALKER_CONTACT)
    link = see_the_meeting_on_own_page(phone)
    write_down_a_caller(desk, meeting)
    next_week(desk)
    note_who_came(desk, meeting)
    join_with_one_consent(phone)
    enrol_at_the_desk(desk, DOOR)
    group = group_of(desk, WALKER)
    hold_ten_meetings(phone, desk, group)
    see_the_end_of_the_road(phone)
    see_that_the_old_link_has_run_out(phone, link)


def see_the_meeting_on_own_page(phone: Page) -> str:
    """Returns the address of the link that led there."""
    link = open_letter(phone, WALKER_CONTACT)
    expect(phone).to_have_url(re.compile("/min-side/$"))
    expect(phone.get_by_role("heading", name=f"Hej {WALKER}")).to_be_visible()
    expect(phone.get_by_text("Introduktionsmøde ·")).to_be_visible()
    expect(phone.get_by_role("button", name="Jeg kan ikke komme")).to_be_visible()
    return link


def write_down_a_caller(desk: Page, meeting: str) -> None:
    open_intro_at_desk(desk, meeting)
    form = unfold(desk, "En har ringet")
    form.get_by_label("Hvad skal vi kalde vedkommende?").fill(CALLER)
    form.get_by_label("De har selv ringet og er fyldt 18").check()
    form.get_by_role("button", name="Skriv på listen").click()
    expect(desk.get_by_role("link", name=CALLER)).to_be_visible()
    expect(desk.get_by_text("Ringede selv")).to_be_visible()


def note_who_came(desk: Page, meeting: str) -> None:
    open_intro_at_desk(desk, meeting)
    mark_came(desk, WALKER, CALLER)
    form = unfold(desk, "En dukkede op")
    form.get_by_label("Hvad skal vi kalde vedkommende?").fill(DOOR)
    form.get_by_role("button", name="Sig velkommen").click()
    expect(desk.get_by_role("link", name=DOOR)).to_be_visible()
    expect(desk.get_by_text("Dukkede op · Kom")).to_be_visible()


def join_with_one_consent(phone: Page) -> None:
    phone.goto("/min-side/")
    phone.get_by_role("link", name="Læs mere, og bestem dig").click()
    expect(phone.locator("input[name=research]")).to_have_count(0)
    phone.get_by_role("button", name="Ja, jeg vil være med").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.locator("input[name=service]").check()
    phone.get_by_role("button", name="Ja, jeg vil være med").click()
    expect(phone).to_have_url(re.compile("/min-side/$"))
    expect(phone.get_by_text("Møde 1 af 10")).to_be_visible()


def enrol_at_the_desk(desk: Page, name: str) -> None:
    """Someone without a channel says yes on paper."""
    desk.get_by_role("link", name=name).click()
    expect(desk.get_by_text("Ingen beskeder").first).to_be_visible()
    desk.get_by_role("button", name="De siger ja til at være med").click()
    expect(desk.get_by_text("Har en plads").first).to_be_visible()


def group_of(desk: Page, name: str) -> str:
    """The address of the group that has `name` in it."""
    desk.goto("/desk/hold/")
    for address in {
        link.get_attribute("href") or ""
        for link in desk.locator("main a[href^='/desk/hold/']").all()
    }:
        if not re.fullmatch(r"/desk/hold/\d+/", address):
            continue
        desk.goto(address)
        if desk.get_by_role("heading", name=re.compile(name)).count():
            return address
    raise AssertionError(f"no group has {name} in it")


def hold_ten_meetings(phone: Page, desk: Page, group: str) -> None:
    """Week by week: the meeting is noted as soon as it has been; the walker skips one."""
    noted = 0
    for _week in range(WEEKS_AT_MOST):
        next_week(desk)
        desk.goto(group)
        for number in range(noted + 1, held_by_now(phone) + 1):
            present = [DOOR] if number == 3 else [WALKER, DOOR]
            note_session(desk, number, present=present, headcount=2 + len(present))
            desk.goto(group)
            noted = number
        if noted == 10:
            return
        if noted == 2:
            phone.goto("/min-side/")
            phone.get_by_role("button", name="Ikke i dag").click()
            expect(phone.get_by_text("Du har sagt, at du ikke kan komme.")).to_be_visible()
    raise AssertionError(f"only {noted} meetings were held in {WEEKS_AT_MOST} weeks")


def held_by_now(phone: Page) -> int:
    """How many meetings lie behind, as the walker's own page says it."""
    come_back(phone, WALKER_CONTACT)
    said = re.search(r"Møde (\d+) af 10", phone.locator("main").inner_text())
    return int(said[1]) - 1 if said else 10


def see_the_end_of_the_road(phone: Page) -> None:
    come_back(phone, WALKER_CONTACT)
    expect(phone.get_by_role("heading", name="Du har gået hele vejen")).to_be_visible()
    phone.goto("/videre/")
    expect(phone.get_by_text("Du har gået hele vejen.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Andre steder at gå hen")).to_be_visible()


def see_that_the_old_link_has_run_out(phone: Page, link: str) -> None:
    answer = phone.goto(link)
    assert answer and answer.status == 410
    expect(phone.get_by_role("link", name="Få et nyt link")).to_be_visible()
