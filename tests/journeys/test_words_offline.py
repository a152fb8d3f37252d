"""An initiative writes its answer: saved by itself, kept without a line, never over others'."""

import json
from urllib.parse import parse_qs

import pytest
from django.contrib.staticfiles import finders
from django.utils.html import escape
from playwright.sync_api import Browser, Page, Route, expect

SCRIPT = "directory/words.js"
HERE = "http://peervej.test/mit-tilbud/1/"
PAGE = """<!doctype html><html lang="da"><body><main>
<div data-waits hidden>Ingen forbindelse</div><div data-found hidden>Ikke gemt endnu</div>
<div data-over hidden>Ikke længere</div><p data-said hidden></p>
<form method="post" data-words><input type="hidden" name="edition" value="{edition}">
<textarea name="text">{text}</textarea><button>Gem</button></form></main>
<script src="/words.js"></script></body></html>"""


class Entry:
    """A stand-in for the server: the words that are saved, and what was sent."""

    def __init__(self) -> None:
        self.text, self.edition = "Det gamle.", 1
        self.sent: list[str] = []
        self.by_itself: list[str] = []
        self.refusal: tuple[int, str] | None = None

    def handle(self, route: Route) -> None:
        if route.request.url.endswith("/words.js"):
            route.fulfill(path=finders.find(SCRIPT), content_type="text/javascript")
            return
        if route.request.method == "POST" and "x-saves-by-itself" in route.request.headers:
            self.save_by_itself(route)
            return
        if route.request.method == "POST":
            self.sent.append(route.request.post_data or "")
            self.text, self.edition = "Det nye.", self.edition + 1
        body = PAGE.format(text=escape(self.text), edition=self.edition)
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def save_by_itself(self, route: Route) -> None:
        text = parse_qs(route.request.post_data or "")["text"][0]
        self.by_itself.append(text)
        if self.refusal:
            status, kind = self.refusal
            route.fulfill(status=status, content_type=kind, body='{"said": "Nej."}')
            return
        self.text, self.edition = text, self.edition + 1
        body = json.dumps({"edition": self.edition, "said": "Gemt kl. 10.32."})
        route.fulfill(body=body, content_type="application/json")


@pytest.fixture
def phone(browser: Browser):
    """A phone and the stand-in it talks to."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    page, entry = context.new_page(), Entry()
    page.route("http://peervej.test/**", entry.handle)
    page.goto(HERE)
    yield page, entry
    context.close()


def save_without_line(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("textarea").fill("Det nye.")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("[data-waits]")).to_be_visible()


def test_words_wait_for_the_line_and_are_sent_once(phone) -> None:
    page, entry = phone
    save_without_line(page)
    assert entry.sent == []
    page.context.set_offline(False)
    expect(page.locator("input[name=edition]")).to_have_value("2")
    assert len(entry.sent) == 1
    page.goto(HERE)
    expect(page.locator("[data-found]")).to_be_hidden()
    expect(page.locator("textarea")).to_have_value("Det nye.")


def test_unsaved_words_come_back_on_top_of_the_edition_they_were_written_on(phone) -> None:
    page, entry = phone
    page.locator("textarea").fill("Mine ord.")
    entry.text, entry.edition = "En andens ord.", 5
    page.goto(HERE)
    expect(page.locator("[data-found]")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("Mine ord.")
    expect(page.locator("input[name=edition]")).to_have_value("1")


def test_words_are_saved_by_themselves_and_the_button_goes_on_from_there(phone) -> None:
    page, entry = phone
    page.locator("textarea").fill("Det nye.")
    expect(page.locator("[data-said]")).to_have_text("Gemt kl. 10.32.")
    expect(page.locator("input[name=edition]")).to_have_value("2")
    assert entry.by_itself == ["Det nye."]
    page.locator("textarea").blur()
    page.reload()
    assert entry.by_itself == ["Det nye."]
    expect(page.locator("[data-found]")).to_be_hidden()
    expect(page.locator("textarea")).to_have_value("Det nye.")


def test_words_are_saved_when_the_page_is_left_at_once(phone) -> None:
    page, entry = phone
    page.locator("textarea").press_sequentially("Mere. ")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(page.locator("input[name=edition]")).to_have_value("2")
    assert entry.by_itself == ["Mere. Det gamle."]


def test_someone_elses_words_stop_the_saving_by_itself(phone) -> None:
    page, entry = phone
    entry.refusal = (409, "application/json")
    page.locator("textarea").fill("Det nye.")
    page.locator("textarea").blur()
    expect(page.locator("[data-said]")).to_have_text("Nej.")
    page.locator("textarea").fill("Det nyeste.")
    page.locator("textarea").blur()
    expect(page.locator("[data-said]")).to_have_text("Nej.")
    assert entry.by_itself == ["Det nye."]


def test_a_link_that_ended_is_said_and_the_words_are_back_with_a_new_one(phone) -> None:
    page, entry = phone
    entry.refusal = (403, "text/html")
    page.locator("textarea").fill("Det nye.")
    page.locator("textarea").blur()
    expect(page.locator("[data-over]")).to_be_visible()
    entry.refusal = None
    page.goto(HERE)
    expect(page.locator("[data-found]")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("Det nye.")
