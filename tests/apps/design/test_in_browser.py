"""The style guide in a real browser: no accessibility violation, stops that never touch."""

import mimetypes
import os
import shutil

import pytest
from django.utils.translation import override

from peervej.apps.design.styleguide import QuestionForm, styleguide_context
from tests.apps.design.rendering import DESIGN, page, render_page

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
HOST = "http://peervej.test/"
POLICY = "default-src 'none'; " + "; ".join(
    f"{kind}-src 'self'" for kind in ("style", "script", "img", "connect")
)
ACUTE = [{"label": "Akut fare", "number": "112"}]
TOUCHING = """() => [...document.querySelectorAll('.path svg')].filter(svg => {
  const discs = [...svg.querySelectorAll('.stop')].map(stop =>
    stop.querySelector('.stop-halo, .stop-disc').getBoundingClientRect()).filter(box => box.width);
  return discs.some((a, i) => discs.slice(i + 1).some(b => Math.hypot(
    a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2)
    <= (a.width + b.width) / 2));
}).length"""
WORK = '{% include "design/components/work_item.html" with level=2 urgency="now" title="A worry" %}'
DESK = (
    '{% extends "design/desk.html" %}{% block main %}<h1>Good morning</h1>'
    f'<ul class="work">{WORK}</ul>{{% endblock %}}'
)
FILTER = (
    '{% extends "design/base.html" %}{% block main %}<form action="filter" data-autosubmit>'
    '<select name="region" id="region"><option>nord<option>syd</select></form>'
    '<form action="filter" data-confirm="Stop now?"><button name="stop">Stop</button></form>'
    "{% endblock %}"
)
DRAWN = """() => [...document.querySelectorAll('.path')].map(path =>
  [...path.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width).length)"""


def made_pages():
    with override("en"):
        question = {"form": QuestionForm({}), "question_number": 4, "question_total": 15}
        return {
            "styleguide": page("styleguide", **styleguide_context(), acute_numbers=ACUTE),
            "question": page("question", **question, acute_numbers=ACUTE),
            "session": page("base", session_expires_in=1),
            "filter": render_page(FILTER),
            "desk": render_page(DESK, desk_nav=[{"label": "Today", "url": "#", "current": True}]),
        }


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        try:
            started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except playwright.Error as problem:
            pytest.skip(f"left out: no browser to look with ({problem.message.splitlines()[0]})")
        yield started
        started.close()


def open_page(browser, name, *, bypass_csp=False, **options):
    pages = made_pages()

    def answer(route):
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path in pages:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(
                body=pages[path], content_type="text/html; charset=utf-8", headers=headers
            )
            return
        file = DESIGN / "static" / path.partition("/")[2]
        kind = mimetypes.guess_type(file.name)[0] or "text/plain"
        route.fulfill(body=file.read_bytes(), content_type=kind)

    tab = browser.new_context(bypass_csp=bypass_csp, **options).new_page()
    tab.route("**/*", answer)
    tab.complaints = []
    tab.on("console", lambda message: tab.complaints.append(message.text))
    tab.goto(HOST + name)
    return tab


def sized(width):
    return {"viewport": {"width": width, "height": 860}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["styleguide", "question", "desk"])
def test_no_accessibility_violation(browser, name, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab = open_page(browser, name, bypass_csp=True, color_scheme=scheme, **sized(width))
    found = axe.run(tab).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_stops_never_touch_on_screen_and_nothing_sticks_out(browser, width):
    tab = open_page(browser, "styleguide", **sized(width))
    assert tab.evaluate(TOUCHING) == 0
    assert set(tab.evaluate(DRAWN)) == {1}
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_strict_policy_stops_nothing(browser):
    tab = open_page(browser, "styleguide", **sized(1280))
    assert tab.complaints == []
    assert tab.evaluate("getComputedStyle(document.querySelector('.button')).borderRadius") != "0px"


def test_pressing_escape_twice_leaves_the_site(browser):
    tab = open_page(browser, "question", **sized(390))
    left = []
    tab.route("https://www.dmi.dk/", lambda route: (left.append(1), route.fulfill(body="vejr")))
    tab.keyboard.press("Escape")
    assert left == []
    tab.keyboard.press("Escape")
    tab.wait_for_url("https://www.dmi.dk/")
    assert left == [1]


def test_everything_is_there_without_script(browser):
    tab = open_page(browser, "styleguide", java_script_enabled=False, **sized(390))
    assert tab.locator("[data-leave]").is_visible()
    tab.locator("details.nav-small summary").click()
    assert tab.locator("details.nav-small a").first.is_visible()


def test_before_the_session_ends_one_is_asked_and_can_stay(browser):
    tab = open_page(browser, "session", **sized(390))
    stay = tab.locator("[data-stay]")
    stay.wait_for(state="visible")
    with tab.expect_request(HOST + "session"):
        stay.click()
    assert not stay.is_visible()
    assert tab.complaints == []


def test_a_filter_is_sent_at_once_and_keeps_its_place(browser):
    tab = open_page(browser, "filter", **sized(390))
    with tab.expect_navigation():
        tab.select_option("#region", "syd")
    assert tab.url == HOST + "filter?region=syd"
    assert tab.evaluate("document.activeElement.id") == "region"


@pytest.mark.parametrize(("answer", "address"), [("accept", "filter?stop="), ("dismiss", "filter")])
def test_what_cannot_be_undone_is_asked_about(browser, answer, address):
    tab = open_page(browser, "filter", **sized(390))
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, answer)()))
    tab.get_by_role("button", name="Stop").click()
    tab.wait_for_load_state()
    assert asked == ["Stop now?"]
    assert tab.url == HOST + address
