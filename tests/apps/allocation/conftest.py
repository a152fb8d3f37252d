"""Receipts lie outside the database, so that no rollback takes them back: each test its own."""

import pytest

from peervej.apps.allocation import queries
from peervej.apps.allocation.operations import chain


@pytest.fixture(autouse=True)
def receipts(tmp_path, monkeypatch):
    """The folder with this test's receipts."""

    def file_of(trial_code):
        return tmp_path / "receipts" / f"{trial_code}.jsonl"

    monkeypatch.setattr(queries, "receipts_file", file_of)
    monkeypatch.setattr(chain, "receipts_file", file_of)
    return file_of
