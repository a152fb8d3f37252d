"""Fixtures every test may use."""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

# Nothing in a test may depend on how busy the machine is. A build is judged on the same examples
# every time; at a desk new ones are looked for.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("desk"), derandomize=True)
settings.load_profile("steady" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def own_language() -> None:
    """The installation's language, whatever the test before asked for."""
    translation.deactivate()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with other people's files, which is not part of the repository."""
    named = os.environ.get("PEERVEJ_SHARED", "")
    if not named:
        pytest.skip("left out: a test on files outside the repository (PEERVEJ_SHARED not set)")
    folder = Path(named).resolve()
    assert folder.is_dir(), f"PEERVEJ_SHARED names {folder}, which is not a folder"
    return folder


@pytest.fixture
def now() -> datetime:
    """A Saturday morning in November, in the installation's time zone."""
    return datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
