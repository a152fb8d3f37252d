"""A group leader notes who came while the line is down: kept, sent once, counted once."""

import pytest
from django.contrib.staticfiles import finders
from django.utils.html import escape
from playwright.sync_api import Browser, Page, Route, expect

SCRIPT = "programmes/record.js"
PAGE = """<!doctype html><html lang="da"><body><main>
<div data-waits hidden role="status">Gemt på telefonen</div>
<form method="post" data-keep="/frivillig/">
<input type="hidden" name="csrfmiddlewaretoken" value="t">
<input type="hidden" name="key" value="{key}">
<input type="checkbox" name="present_1" id="a"><input type="checkbox" name="present_2" id="b">
<input name="headcount" id="n"><button>Send</button></form></main>
<script src="/record.js"></script></body></html>"""


class Desk:
    """A stand-in for the server: the page, and a book of what was noted, by key."""

    def __init__(self) -> None:
        self.pages = 0
        self.received: list[str] = []
        self.answer = 204

    def handle(self, route: Route) -> None:
        request = route.request
        if request.url.endswith("/record.js"):
            route.fulfill(path=finders.find(SCRIPT), content_type="text/javascript")
        elif request.method == "POST":
            self.received.append(request.post_data or "")
            body = "" if self.answer == 204 else "<h1>Linket er udløbet</h1>"
            route.fulfill(status=self.answer, body=body, content_type="text/html; charset=utf-8")
        elif request.url.endswith("/frivillig/"):
            route.fulfill(body="<h1>Det er noteret</h1>", content_type="text/html")
        else:
            self.pages += 1
            body = PAGE.format(key=escape(f"key{self.pages}"))
            route.fulfill(body=body, content_type="text/html; charset=utf-8")


@pytest.fixture
def phone(browser: Browser):
    """A phone and the stand-in it talks to."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    page, desk = context.new_page(), Desk()
    page.route("http://peervej.test/**", desk.handle)
    page.goto("http://peervej.test/noter/")
    yield page, desk
    context.close()


def tick_without_line(page: Page) -> None:
    page.route("**/noter/", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)
    page.locator("#a").check()
    page.locator("#n").fill("5")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_be_visible()


def line_is_back(page: Page) -> None:
    page.unroute("**/noter/")
    page.context.set_offline(False)


def test_what_is_ticked_without_a_line_is_sent_once_when_it_is_back(phone) -> None:
    page, desk = phone
    tick_without_line(page)
    page.get_by_role("button", name="Send").click()
    assert desk.received == []
    line_is_back(page)
    expect(page.get_by_role("heading", name="Det er noteret")).to_be_visible()
    (sent,) = desk.received
    assert 'name="present_1"' in sent
    assert 'name="present_2"' not in sent
    page.goto("http://peervej.test/noter/")
    expect(page.get_by_role("status")).to_be_hidden()
    assert len(desk.received) == 1


def test_a_page_that_was_closed_still_has_it_under_the_first_key(phone) -> None:
    page, desk = phone
    tick_without_line(page)
    line_back_elsewhere = page.context.new_page()
    page.close()
    line_back_elsewhere.context.set_offline(False)
    line_back_elsewhere.route("http://peervej.test/**", desk.handle)
    line_back_elsewhere.goto("http://peervej.test/noter/")
    expect(line_back_elsewhere.get_by_role("heading", name="Det er noteret")).to_be_visible()
    (sent,) = desk.received
    assert "key1" in sent
    assert "key2" not in sent


def test_a_link_that_has_run_out_does_not_lose_what_was_ticked(phone) -> None:
    page, desk = phone
    desk.answer = 403
    page.locator("#a").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Linket er udløbet")).to_be_visible()
    kept = page.evaluate("localStorage.getItem('peervej-record:/noter/')")
    assert "present_1" in kept
