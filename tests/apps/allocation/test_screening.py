"""Before joining: the trial's own questions, and whether one has been drawn before."""

import pytest
from django.urls import reverse

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.allocation.operations.joining import screen
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.trial.models import Participation, Trial
from peervej.data.trials import read_trial
from peervej.methods.errors import UnusableInput
from tests.factories.allocation import trial_group
from tests.factories.moments import NOW
from tests.factories.programmes import introduced

pytestmark = pytest.mark.django_db

QUESTIONS = """
[[eligibility]]
id = "bor_her"
da = "Bor du i kommunen?"
en = "Do you live in the municipality?"

[[eligibility]]
id = "indlagt"
da = "Er du indlagt lige nu?"
en = "Are you in hospital right now?"
needed = false
"""


@pytest.fixture
def situation():
    trial, group = trial_group()
    Trial.objects.update(definition=trial.definition + QUESTIONS)
    return Trial.objects.get(), group, introduced(group.period.site)


def ineligible(trial):
    return ledger_bytes(trial).count(b'"outcome":"not_eligible"')


@pytest.mark.parametrize(
    ("answers", "drawn_before", "fits"),
    [
        ({"bor_her": True, "indlagt": False}, False, True),
        ({"bor_her": False, "indlagt": False}, False, False),
        ({"bor_her": True, "indlagt": True}, False, False),
        ({"bor_her": True}, False, False),
        ({"bor_her": True, "indlagt": False}, True, False),
    ],
)
def test_who_fits(situation, answers, drawn_before, fits):
    trial, group, sol = situation
    for _turn in range(2):
        reason = screen(sol, group.period, answers, drawn_before=drawn_before, now=NOW)
        assert (reason == "") is fits
    assert ineligible(trial) == (0 if fits else 1), "counted once"
    assert verify_trial(trial).valid


@pytest.mark.parametrize(
    "broken", [QUESTIONS.replace("indlagt", "bor_her"), QUESTIONS.replace('"indlagt"', '"er du"')]
)
def test_questions_need_ids_of_their_own(situation, broken):
    trial, _group, _sol = situation
    with pytest.raises(UnusableInput):
        read_trial(trial.definition.replace(QUESTIONS, broken))


@pytest.mark.parametrize("fits", [True, False])
def test_asked_on_the_joining_page(client, monkeypatch, situation, fits):
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)
    trial, _group, sol = situation
    link = create_link(Role.PARTICIPANT, sol.pk, "/", now=NOW)
    client.post(link.removeprefix("http://localhost:8000"))
    page = reverse("portal:join")
    assert "Bor du i kommunen?" in client.get(page).content.decode()
    yes = {"service": "on", "research": "on", "telling": "call"}
    assert client.post(page, yes).status_code == 200, "unanswered questions are asked again"
    client.post(page, yes | {"foer-bor_her": "1", "foer-indlagt": "0" if fits else "1"})
    assert Participation.objects.exists() is fits
    assert ineligible(trial) == (0 if fits else 1)
