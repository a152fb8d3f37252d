"""Every page a citizen meets: reachable for all, light, without scripts, kind to bad input."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from tests.journeys.visiting import Visits, ask_for_link, open_letter
from tests.journeys.walking import fill_sign_up, find_intro, sign_up

BYTES_AT_MOST = 60_000
PUBLIC = {
    "front": "/",
    "list": "/find/?q=Helsing%C3%B8r",
    "whole list": "/find/",
    "map": "/find/kort/",
    "intro meetings": "/intro/",
    "the programme": "/grupper/",
    "who one meets": "/hvem-moeder-jeg/",
    "who one meets in a town": "/hvem/roedovre/",
    "for professionals": "/fagfolk/",
    "what is kept": "/gemmes/",
    "accessibility": "/was/",
    "help now": "/hjaelp-nu/",
    "a new link": "/ny-adgang/",
    "a trial": "/forsoeg/vejen-effekt/",
    "knowledge": "/viden/",
}
OWN = {
    "own page": "/min-side/",
    "how to reach": "/min-side/kontakt/",
    "who looked": "/min-side/hvem-har-kigget/",
    "what is kept about me": "/min-side/oplysninger/",
    "stop": "/min-side/stop/",
}
DESKS = {
    "koordinator.fredericia@example.org": [
        "/i-dag/",
        "/desk/lodtraekning/",
        "/desk/besked/",
        "/desk/hold/",
        "/desk/intro/",
        "/desk/tilmeldte/",
    ],
    "forsker@example.org": ["/forskning/", "/forskning/vejen-effekt/"],
}


class Weigher:
    """Adds up what comes over the wire to a page, headers left out."""

    def __init__(self, page: Page) -> None:
        self.answers: list[Response] = []
        page.on("response", self.add)

    def add(self, answer: Response) -> None:
        self.answers.append(answer)

    def weigh(self) -> int:
        return sum(answer.request.sizes()["responseBodySize"] for answer in self.answers)


def violations(page: Page) -> list[str]:
    """What axe finds, one line per rule with the first place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def check_page(visits: Visits, path: str) -> list[str]:
    """A first visit on a phone: axe, weight, width."""
    phone = visits.phone()
    weigher = Weigher(phone)
    phone.goto(path)
    phone.wait_for_load_state("networkidle")
    faults = violations(phone)
    weight = weigher.weigh()
    if weight > BYTES_AT_MOST:
        faults.append(f"{weight} bytes over the wire")
    if phone.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("wider than the phone")
    return faults


@pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC.keys())
def test_a_public_page_is_for_everyone(visits: Visits, path: str) -> None:
    assert check_page(visits, path) == []


def test_an_entry_and_a_sign_up_are_for_everyone(visits: Visits) -> None:
    phone = visits.phone()
    phone.goto("/find/?q=Helsing%C3%B8r")
    entry = phone.locator("main h2 a[href^='/find/'], main h3 a[href^='/find/']").first
    assert check_page(visits, entry.get_attribute("href") or "") == []
    find_intro(phone, "Rødovre")
    assert check_page(visits, phone.url) == []
    fill_sign_up(phone, name="", contact="", adult=False)
    assert violations(phone) == []


@pytest.fixture
def participant(visits: Visits) -> Iterator[Page]:
    """The phone of someone who has signed up and opened their own page."""
    phone = visits.phone()
    sign_up(phone, "Gladsaxe", name="Egen side", contact="egen.side@example.org")
    open_letter(phone, "egen.side@example.org")
    yield phone


def test_own_pages_are_for_everyone(participant: Page) -> None:
    for path in OWN.values():
        weigher = Weigher(participant)
        participant.goto(path)
        participant.wait_for_load_state("networkidle")
        assert violations(participant) == [], path
        assert weigher.weigh() <= BYTES_AT_MOST, path


def test_signing_up_needs_no_script(visits: Visits) -> None:
    phone = visits.phone(scripts=False)
    sign_up(phone, "Rødovre", name="Uden script", contact="uden.script@example.org")
    open_letter(phone, "uden.script@example.org")
    expect(phone.get_by_role("heading", name="Hej Uden script")).to_be_visible()
    phone.get_by_role("button", name="Jeg kan ikke komme").click()
    expect(phone.get_by_text("Det er helt fint.")).to_be_visible()


@pytest.mark.parametrize("email", DESKS)
def test_pages_at_the_desk_are_for_everyone(visits: Visits, email: str) -> None:
    desk = visits.desk(email)
    for path in DESKS[email]:
        desk.goto(path)
        assert violations(desk) == [], path
        inside = desk.locator(f"main a[href^='{path}']:not([href='{path}'])").last
        if inside.count():
            inside.click()
            assert violations(desk) == [], desk.url


def test_whoever_is_under_18_is_told_where_to_go(visits: Visits) -> None:
    phone = visits.phone()
    find_intro(phone, "Rødovre")
    fill_sign_up(phone, name="Ung", contact="ung@example.org", adult=False)
    expect(phone.get_by_role("alert")).to_contain_text("fyldt 18")
    assert letters_to(phone, "ung@example.org") == 0


def test_signing_up_twice_counts_once(visits: Visits) -> None:
    phone = visits.phone()
    for _time in range(2):
        meeting = sign_up(phone, "Rødovre", name="To gange", contact="to.gange@example.org")
    assert letters_to(phone, "to.gange@example.org") == 1
    desk = visits.desk("koordinator.roedovre@example.org")
    desk.goto(meeting.replace("/intro/", "/desk/intro/"))
    expect(desk.get_by_role("link", name="To gange")).to_have_count(1)


def test_an_online_meeting_needs_a_channel(visits: Visits) -> None:
    phone = visits.phone()
    phone.goto("/intro/?sted=online")
    phone.get_by_role("link", name=re.compile("^Jeg kommer")).first.click()
    fill_sign_up(phone, name="Uden kanal", contact="")
    expect(phone.get_by_role("alert")).to_contain_text("Mødet er på nettet")


def test_a_past_meeting_points_to_the_next(visits: Visits) -> None:
    phone = visits.phone()
    answer = phone.goto("/intro/1/")
    assert answer and answer.status == 410
    expect(phone.get_by_role("heading", name="Mødet er slut")).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("^Jeg kommer")).first).to_be_visible()
    assert violations(phone) == []


def test_an_altered_link_says_how_to_get_a_new_one(visits: Visits) -> None:
    phone = visits.phone()
    sign_up(phone, "Rødovre", name="Brudt link", contact="brudt.link@example.org")
    phone.goto("/postkasse/?til=brudt.link@example.org")
    link = phone.get_by_role("link", name="Åbn linket").first.get_attribute("href") or ""
    answer = phone.goto(link.rstrip("/")[:-1] + "/")
    assert answer and answer.status == 410
    phone.get_by_role("link", name="Få et nyt link").click()
    ask_for_link(phone, "brudt.link@example.org")
    open_letter(phone, "brudt.link@example.org")
    expect(phone.get_by_role("heading", name="Hej Brudt link")).to_be_visible()


def test_a_draw_with_nobody_ready_cannot_be_made(visits: Visits) -> None:
    desk = visits.desk("koordinator.gladsaxe@example.org")
    desk.goto("/desk/lodtraekning/")
    desk.locator("main a[href^='/desk/lodtraekning/']").last.click()
    expect(desk.locator("main")).to_contain_text("Der kan ikke trækkes lod endnu")
    expect(desk.locator("main form button")).to_have_count(0)


def letters_to(page: Page, contact: str) -> int:
    page.goto(f"/postkasse/?til={contact}")
    return page.locator("main article").count()
