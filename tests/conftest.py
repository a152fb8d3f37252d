"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with other people's files, which is not part of the repository."""
    named = os.environ.get("PEERVEJ_SHARED", "")
    if not named:
        pytest.skip("left out: a test on files outside the repository (PEERVEJ_SHARED not set)")
    folder = Path(named).resolve()
    assert folder.is_dir(), f"PEERVEJ_SHARED names {folder}, which is not a folder"
    return folder
