"""Steps several journeys take: signing up, joining, answering, marking, noting, telling."""

import re

from playwright.sync_api import Locator, Page, expect

WEEKS_AT_MOST = 20


def find_intro(page: Page, town: str) -> None:
    """From the front page to the sign-up of the next intro meeting in `town`."""
    page.goto("/")
    page.get_by_role("link", name="Se næste introduktionsmøde").click()
    page.get_by_role("link", name=town, exact=True).click()
    page.get_by_role("link", name=re.compile(f"^Jeg kommer.*{town}")).first.click()
    expect(page.get_by_role("heading", name="Kom forbi")).to_be_visible()


def fill_sign_up(page: Page, *, name: str, contact: str, adult: bool = True) -> None:
    """Fill in the sign-up form and send it."""
    page.get_by_label("Hvad skal vi kalde dig?").fill(name)
    page.get_by_label("Hvordan kan vi få fat i dig?").fill(contact)
    if adult:
        page.get_by_label("Jeg er fyldt 18").check()
    page.get_by_role("button", name="Jeg kommer").click()


def sign_up(page: Page, town: str, *, name: str, contact: str) -> str:
    """The whole way in; returns the address of the intro meeting's sign-up page."""
    find_intro(page, town)
    address = page.url
    fill_sign_up(page, name=name, contact=contact)
    expect(page.get_by_role("heading", name="Vi glæder os til at se dig")).to_be_visible()
    return address


def open_intro_at_desk(desk: Page, sign_up_address: str) -> None:
    """The same meeting as the coordinator sees it."""
    number = re.search(r"/intro/(\d+)/", sign_up_address)
    assert number, sign_up_address
    desk.goto(f"/desk/intro/{number[1]}/")


def unfold(desk: Page, words: str) -> Locator:
    """Open one of the folded forms of a desk page."""
    fold = desk.locator("details", has=desk.locator("summary", has_text=words))
    fold.locator("summary").click()
    return fold


def mark_came(desk: Page, *names: str) -> None:
    """Note each as having come to the intro meeting on the page."""
    for name in names:
        desk.get_by_role("button", name=f"Kom {name}", exact=True).click()
        row = desk.get_by_role("listitem").filter(has_text=name)
        expect(row.get_by_text("· Kom", exact=False)).to_be_visible()


def answer_questions(phone: Page, *, skip: int = 0, value: int = 3) -> int:
    """Answer every open question, skipping number `skip`; returns how many there were."""
    phone.goto("/spoergsmaal/?start=1")
    phone.locator("main a.primary").click()
    progress = phone.locator("progress#progress")
    total = int(progress.get_attribute("max") or "0")
    for number in range(1, total + 1):
        expect(progress).to_have_attribute("value", str(number))
        if number == skip:
            phone.locator("button[name=skip]").click()
        else:
            phone.locator("input[name=answer]").nth(value).check()
            phone.locator("form .actions button.primary").click()
    phone.wait_for_url("**/spoergsmaal/faerdig/")
    phone.locator("main form button.primary").click()
    expect(phone.locator("main a[href='/min-side/']")).to_be_visible()
    return total


def note_session(desk: Page, number: int, *, present: list[str], headcount: int) -> None:
    """From the group's page: note who came to one session."""
    desk.get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
    for name in present:
        desk.get_by_label(name, exact=True).check()
    desk.get_by_label("Hvor mange var I?").fill(str(headcount))
    desk.get_by_role("button", name="Gem", exact=True).first.click()
    expect(desk.get_by_text(f"{headcount} i rummet").first).to_be_visible()
