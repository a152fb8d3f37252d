"""The import contracts hold, and each of them would notice the import it forbids."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# (contract, file, the import it must refuse)
FORBIDDEN = [
    ("outer", "methods/errors.py", "import peervej.apps.audit.clock"),
    ("outer", "apps/audit/clock.py", "import peervej.cli.main"),
    ("outer", "methods/errors.py", "import peervej.data.geography"),
    ("apps", "apps/places/models.py", "import peervej.apps.people.models"),
    ("apps", "apps/messaging/kinds.py", "import peervej.apps.programmes.models"),
    ("apps", "apps/volunteers/apps.py", "import peervej.apps.programmes.models"),
    ("apps", "apps/programmes/models.py", "import peervej.apps.trial.models"),
    ("apps", "apps/figures/models.py", "import peervej.apps.accounts.models"),
    ("apps", "apps/allocation/models.py", "import peervej.apps.portal.forms"),
    ("inside", "apps/people/models.py", "import peervej.apps.people.operations"),
    ("inside", "apps/programmes/operations/groups.py", "import peervej.apps.programmes.urls"),
    ("pure", "methods/errors.py", "import django.conf"),
    ("pure", "methods/errors.py", "import socket"),
    ("methods", "methods/analysis/__init__.py", "import peervej.methods.power"),
    ("answers", "apps/measures/models.py", "import peervej.apps.allocation.models"),
    ("answers", "apps/trial/operations.py", "import peervej.apps.allocation.models"),
    ("draw", "apps/allocation/queries.py", "import peervej.apps.measures.operations"),
    ("standalone", "cli/analyse.py", "import django"),
]


def lint(tree: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", ".importlinter"]
    only = ["--contract", contract] if contract else []
    return subprocess.run(
        [*command, "--no-cache", *only],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree / "src")},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """A copy of the source that may be spoilt."""
    copy = tmp_path_factory.mktemp("tree")
    skip = shutil.ignore_patterns("__pycache__", "*.mo", "templates", "static", "locale")
    shutil.copytree(ROOT / "src", copy / "src", ignore=skip)
    shutil.copy(ROOT / ".importlinter", copy)
    return copy


def test_contracts_hold(tree):
    done = lint(tree)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(("contract", "file", "line"), FORBIDDEN)
def test_a_forbidden_import_is_noticed(tree, contract, file, line):
    path = tree / "src" / "peervej" / file
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        done = lint(tree, contract)
    finally:
        path.write_text(before, encoding="utf-8")
    assert done.returncode == 1, done.stdout[-2000:]
    assert "BROKEN" in done.stdout
