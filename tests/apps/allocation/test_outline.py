"""A definition filled in field by field is the same definition."""

import pytest
from django.test import Client

from peervej.apps.allocation.forms.outline import OutlineForm, outline_of
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import definition_of
from peervej.data.trials import load_trial_text, read_trial
from peervej.methods.randomisation import read_lines
from tests.factories.allocation import sealed_trial, staff
from tests.factories.places import SiteFactory
from tests.factories.trial import draft_trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client, monkeypatch) -> Client:
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)
    client.force_login(staff("researcher"))
    return client


def filled_in(definition) -> dict[str, object]:
    """What a browser sends for a form that shows a definition."""
    form = OutlineForm(initial=outline_of(definition))
    sent = {}
    for bound in form:
        value = bound.field.prepare_value(bound.initial)
        if value is not None and value is not False:
            sent[bound.name] = value
    return sent


def test_the_shipped_trial_goes_through_the_fields_unchanged():
    definition = read_trial(load_trial_text("vejen-effekt"))
    for slug in definition.sites:
        SiteFactory(slug=slug)
    form = OutlineForm(filled_in(definition))
    assert form.is_valid(), form.errors
    assert read_trial(form.definition(definition)) == definition


def test_a_new_trial_by_its_fields(ada):
    draft = draft_trial(SiteFactory(), code="gammel")
    sent = filled_in(definition_of(draft)) | {"code": "ny", "target": "40"}
    assert ada.post("/forskning/forsoeg/udfyld/", sent).status_code == 302
    made = Trial.objects.get(code="ny")
    assert (made.target, definition_of(made).sites) == (40, definition_of(draft).sites)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sizes": "fire"}, "hele tal"),
        ({"kind": "permuted_blocks", "sizes": "3"}, "3"),
        ({"last": ["who-5"]}, "primary outcome"),
        ({"code": "gammel"}, "gammel"),
    ],
)
def test_what_does_not_hold_is_said_and_nothing_is_made(ada, wrong, said):
    draft = draft_trial(SiteFactory(), code="gammel")
    answer = ada.post(
        "/forskning/forsoeg/udfyld/", filled_in(definition_of(draft)) | {"code": "ny"} | wrong
    )
    assert said in answer.content.decode()
    assert Trial.objects.count() == 1


def test_a_sealed_trial_is_amended_by_its_fields_with_a_reason(ada):
    trial = sealed_trial(SiteFactory())
    address = f"/forskning/{trial.code}/definition/felter/"
    sent = filled_in(definition_of(trial)) | {"after_days": "35"}
    assert ada.post(address, sent).status_code == 200
    ada.post(address, sent | {"reason": "Flere dage til at svare"})
    trial.refresh_from_db()
    assert (trial.version, definition_of(trial).follow_up.after_days) == (2, 35)
    assert read_lines(ledger_bytes(trial))[-1].kind == "amended"
    refused = ada.post(address, sent | {"reason": "x", "intervention": "2"})
    assert "bliver" in refused.content.decode()
    trial.refresh_from_db()
    assert trial.version == 2
