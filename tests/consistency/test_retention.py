"""Every model says how long its rows are kept."""

from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from peervej.apps.audit.models import AuditEvent, ReadEvent
from peervej.apps.audit.retention import (
    EXTERNAL,
    Keep,
    RemoveAfter,
    RemoveWhen,
    WithParent,
    erased_by_operation,
    models_with_rules,
    rule_of,
)
from peervej.apps.messaging.models import Message
from peervej.apps.people.operations import KEEP_AFTER_LAST_USE

ROOT = Path(__file__).resolve().parents[2]


def test_every_model_has_a_rule():
    missing = [model._meta.label for model, rule in models_with_rules() if rule is None]
    assert missing == []


def test_a_model_without_a_rule_is_found():
    class Nameless:
        class _meta:  # noqa: N801  the shape of Django's own
            label = "nowhere.Nameless"

    assert rule_of(Nameless) is None


def test_rules_name_fields_that_exist():
    for model, rule in models_with_rules():
        names = {field.name for field in model._meta.get_fields()}
        if isinstance(rule, RemoveAfter):
            assert rule.since in names, model
        elif isinstance(rule, WithParent):
            assert rule.parent in names, model


def test_what_is_kept_says_why():
    for model, rule in models_with_rules():
        if isinstance(rule, Keep):
            assert rule.why, model


def test_people_are_erased_by_an_operation_that_counts_first():
    assert "people.Person" in erased_by_operation()
    for label in erased_by_operation():
        assert isinstance(rule_of(apps.get_model(label)), RemoveWhen | RemoveAfter), label


def test_external_rules_name_installed_models():
    labels = {model._meta.label for model in apps.get_models()}
    assert set(EXTERNAL) <= labels


@pytest.mark.django_db
def test_the_pages_that_say_how_long_say_what_the_rules_do():
    """What people and operators are told, held against the rules that are carried out."""
    assert KEEP_AFTER_LAST_USE.days == 90
    told = " ".join(unescape(Client().get("/gemmes/").content.decode()).split())
    written = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert "90 dage efter" in told
    assert "90 days after the last thing" in written
    for model, days, danish, english in (
        (Message, 180, "i 180 dage", "| 180 days |"),
        (ReadEvent, 2 * 365, "i to år", "| two years |"),
        (AuditEvent, 5 * 365, "i fem år", "| five years |"),
    ):
        rule = rule_of(model)
        assert isinstance(rule, RemoveAfter)
        assert rule.days == days
        assert danish in told, model
        assert english in written, model
