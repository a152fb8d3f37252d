"""People with their own devices: a citizen's phone, a desk, and what goes wrong on a page."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    expect,
)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
MILLISECONDS = 20_000

expect.set_options(timeout=MILLISECONDS)


@dataclass
class Visits:
    """Browsers of several people at one server, watched while they walk."""

    browser: Browser
    address: str
    troubles: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def phone(self, *, scripts: bool = True) -> Page:
        """A citizen's phone, where nobody has been before."""
        return self._open(PHONE, scripts)

    def desk(self, email: str = "") -> Page:
        """A screen at a desk, signed in as a made-up member of staff where one is named."""
        page = self._open(DESK, scripts=True)
        if email:
            sign_in(page, self.address, email)
        return page

    def _open(self, size: dict[str, int], scripts: bool) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": size["width"], "height": size["height"]},
            java_script_enabled=scripts,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            accept_downloads=True,
        )
        context.set_default_timeout(MILLISECONDS)
        self.contexts.append(context)
        page = context.new_page()
        page.on("dialog", _agree)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self._watch_request)
        page.on("response", self._watch_response)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium also writes a line for a page answered with 4xx; those are asked for.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _watch_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and not request.url.startswith(f"{self.address}/"):
            self.troubles.append(f"third party: {request.url}")

    def _watch_response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.troubles.append(f"{response.status}: {response.url}")


def _agree(dialog: Dialog) -> None:
    dialog.accept()


def sign_in(page: Page, address: str, email: str) -> None:
    """With the e-mail and the demonstration's password, as a member of staff would."""
    page.goto(f"{address}/konto/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("peervej-demonstration")
    page.locator("form[action$='/login/'] button[type=submit]").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def next_week(page: Page) -> None:
    """Let a week pass with the button in the demonstration's band."""
    page.get_by_role("button", name="Næste uge").click()
    expect(page.get_by_text("Der er gået en uge.")).to_be_visible()


def open_letter(page: Page, contact: str) -> str:
    """Go in by the link of the newest letter to `contact`: a button, then a page.

    Returns the link.
    """
    page.goto(f"/postkasse/?til={contact}")
    page.get_by_role("link", name="Åbn linket").first.click()
    expect(page.get_by_role("heading", name="Velkommen")).to_be_visible()
    link = page.url
    page.get_by_role("button", name="Åbn min side").click()
    page.wait_for_url(lambda url: "/l/" not in url)
    return link


def come_back(page: Page, contact: str) -> None:
    """One's own page again; when the old link has run out, by asking for a new one."""
    page.goto("/min-side/")
    if not page.get_by_role("heading", name="Åbn siden fra dit eget link").count():
        return
    page.get_by_role("link", name="Få et nyt link").click()
    ask_for_link(page, contact)
    open_letter(page, contact)


def ask_for_link(page: Page, contact: str) -> None:
    """Ask for a new link on the page that gives them."""
    page.get_by_label("Dit telefonnummer eller din e-mail").fill(contact)
    page.locator("main form button.primary").click()
    expect(page.get_by_role("heading", name="Kig i dine beskeder")).to_be_visible()
