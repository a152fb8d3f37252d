"""Finding a browser for the journeys, and getting one where that is allowed."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
APT_SECONDS = 600


class BrowserMissing(RuntimeError):
    """There is no browser and none could be installed."""


def ensure_browser() -> str:
    """The path of a Chromium; installs Debian's as root where apt is there."""
    found = find_browser()
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium with apt-get (once) ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.call(["apt-get", *words], env=environment, timeout=APT_SECONDS, **quiet)
        found = find_browser()
        if found:
            return found
    raise BrowserMissing(
        "The journeys need a browser. Install chromium (Debian, Ubuntu: apt-get install"
        " chromium), or name one in PEERVEJ_BROWSER, or leave the journeys out with"
        " BROWSER=none make test."
    )


def find_browser() -> str | None:
    named = os.environ.get("PEERVEJ_BROWSER")
    if named:
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)
