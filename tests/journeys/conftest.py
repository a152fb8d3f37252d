"""What the journeys share: a browser per run, a server per file, pages that are watched."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, find_browser
from tests.journeys.serving import demonstration, drop_template
from tests.journeys.visiting import Visits


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; PEERVEJ_BROWSER names another one."""
    path = find_browser()
    if path is None:
        pytest.fail("the journeys need a browser: install chromium or set PEERVEJ_BROWSER")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running demonstration, served for this file alone: a walked clock never walks back."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    with demonstration(tmp_path_factory.mktemp("home"), shared / "demonstration") as served:
        yield served


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        drop_template()


@pytest.fixture
def visits(browser: Browser, address: str) -> Iterator[Visits]:
    """Opens phones and desks; in the end nothing may have gone wrong on any page."""
    opened = Visits(browser, address)
    yield opened
    opened.close()
    assert opened.troubles == []
