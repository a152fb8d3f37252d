"""A definition filled in field by field is the same definition."""

import pytest
from django.test import Client

from peervej.apps.allocation.forms.outline import OutlineForm, outline_of
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.trial.models import Trial
from peervej.apps.trial.operations import create_trial
from peervej.apps.trial.queries import definition_of
from peervej.data.trials import load_trial_text, read_trial
from peervej.methods.randomisation import read_lines
from tests.factories.allocation import sealed_trial, staff
from tests.factories.moments import NOW
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
    lines = form.questions
    sent = {}
    for part in (form, lines.management_form, *lines.forms):
        for bound in part:
            value = bound.field.prepare_value(bound.initial)
            if value is not None and value is not False:
                sent[bound.html_name] = value
    return sent


WHOLE = """
code = "hel"
name = "Hele forsøget"
target = 40
sites = ["her", "der"]
sources = ["T1"]
[arms]
intervention = 2
control = 1
[method]
kind = "permuted_blocks"
block_sizes = [3, 6]
[consent]
service = "2026-1"
research = "2026-1"
[baseline]
instruments = ["demo-hope", "who-5"]
max_days_before_draw = 10
[follow_up]
instruments = ["demo-hope"]
offset_weeks = 12
before_days = 3
after_days = 21
reminder_days = [5, 9]
[primary]
instrument = "demo-hope"
name = "Håb"
important_difference = 2
[telling]
within_days = 3
controls_may_join_later = false
[analysis]
kind = "ancova"
heteroscedastic = false
df = "kenward_roger"
boundary = "keep"
alpha = 0.01
imputations = 20
by_site = true
took_part_from = 4
[[eligibility]]
id = "adult"
da = "Er du fyldt 18 år?"
en = "Are you 18 or older?"
[[eligibility]]
id = "elsewhere"
da = "Går du på et andet hold?"
en = "Are you in another group?"
needed = false
"""


@pytest.mark.parametrize("text", [load_trial_text("vejen-effekt"), WHOLE], ids=["shipped", "whole"])
def test_a_definition_goes_through_the_fields_unchanged(text):
    definition = read_trial(text)
    for slug in definition.sites:
        SiteFactory(slug=slug)
    form = OutlineForm(filled_in(definition))
    assert form.is_valid(), (form.errors, form.questions.errors)
    written = form.definition(definition)
    assert read_trial(written) == definition
    assert OutlineForm(filled_in(read_trial(written))).is_valid()


def test_questions_are_added_changed_and_taken_out_by_their_fields(ada):
    for slug in ("her", "der"):
        SiteFactory(slug=slug)
    create_trial(WHOLE, actor="test", now=NOW)
    address = "/forskning/hel/definition/felter/"
    sent = filled_in(read_trial(WHOLE)) | {
        "before-0-DELETE": "on",
        "before-1-en": "",
        "before-2-da": "Kan du komme om torsdagen?",
        "before-3-en": "No Danish words",
    }
    page = ada.post(address, sent).content.decode()
    assert "Dette felt er påkrævet" in page or "Skriv" in page
    assert "No Danish words" in page
    sent["before-3-en"] = ""
    assert ada.post(address, sent).status_code == 302
    kept = definition_of(Trial.objects.get(code="hel")).eligibility
    assert [(one.id, one.da, one.en, one.needed) for one in kept] == [
        ("elsewhere", "Går du på et andet hold?", "Går du på et andet hold?", False),
        ("q1", "Kan du komme om torsdagen?", "Kan du komme om torsdagen?", True),
    ]


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
        ({"kind": "permuted_blocks", "sizes": "3"}, "En blok skal være 2 mennesker"),
        ({"last": ["who-5"]}, "der også stilles til sidst"),
        ({"sizes": ""}, "mindst én størrelse"),
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
