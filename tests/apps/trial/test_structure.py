"""What keeps answers and arms apart, beyond what the import rules can see."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from peervej.apps.allocation.models import Arm, Draw
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.trial.models import TrialState
from tests.factories.allocation import many_ready, trial_group
from tests.factories.moments import NOW

ABOVE = ("allocation", "programmes")
BELOW = ("measures", "trial")
SOURCES = Path(__file__).parents[3] / "src/peervej/apps"


def relations(app):
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                yield field


@pytest.mark.parametrize("app", ABOVE)
def test_nothing_below_can_look_up_into_the_draw_or_the_service(app):
    checked = 0
    for field in relations(app):
        target = field.related_model._meta.app_label
        if target == app:
            continue
        checked += 1
        assert field.remote_field.hidden, f"{field} is reachable from {target}"
    assert checked


def lookups_in(path: Path) -> set[str]:
    """Every name used as a keyword or inside a text that could be a lookup."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


@pytest.mark.parametrize("app", BELOW)
def test_no_lookup_in_measures_or_trial_crosses_into_draw_or_service(app):
    names = {
        model._meta.model_name
        for label in ABOVE
        for model in apps.get_app_config(label).get_models()
    } | {"arm"}
    for path in sorted((SOURCES / app).rglob("*.py")):
        for lookup in lookups_in(path):
            if " " in lookup or "\n" in lookup or lookup == TrialState.SEALING:
                continue
            parts = set(lookup.lower().replace(".", "__").split("__"))
            assert not parts & names, f"{path.name}: {lookup!r}"


@pytest.mark.parametrize("app", BELOW)
def test_measures_and_trial_have_no_field_from_which_an_arm_follows(app):
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            assert target is None or target._meta.app_label not in ABOVE
            assert field.name not in {"arm", "group", "batch", "draw", "enrolment", "person"}


def test_nothing_imported_by_measures_knows_the_arm():
    for path in sorted((SOURCES / "measures").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        modules += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        for module in modules:
            assert not any(f"apps.{name}" in module for name in (*ABOVE, "people", "trial"))


@pytest.mark.django_db
def test_no_ledger_line_carries_an_arm():
    trial, group = trial_group()
    many_ready(group, 4)
    draw_batch(group, actor="test", now=NOW)
    lines = ledger_bytes(trial).decode().splitlines()[1:]
    assert Draw.objects.count() == 4
    assert not [line for line in lines for arm in Arm.values if arm in line]
