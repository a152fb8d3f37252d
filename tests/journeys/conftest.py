"""What the journeys share: a browser per run, a server per file, pages that are watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, find_browser
from tests.journeys.serving import demonstration
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
    """The running demonstration, built for this file alone: a walked clock never walks back."""
    home: Path = tmp_path_factory.mktemp("home")
    with demonstration(home) as served:
        yield served


@pytest.fixture
def visits(browser: Browser, address: str) -> Iterator[Visits]:
    """Opens phones and desks; in the end nothing may have gone wrong on any page."""
    opened = Visits(browser, address)
    yield opened
    opened.close()
    assert opened.troubles == []
