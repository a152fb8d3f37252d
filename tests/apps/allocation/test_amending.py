"""Amendments and corrections stand beside what was sealed."""

from datetime import timedelta

import pytest

from peervej.apps.allocation.operations.amending import (
    AmendmentRefused,
    amend_trial,
    correct_line,
    end_recruitment,
)
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.queries import amendments_of, ledger_bytes, verify_trial
from peervej.apps.trial.models import TrialState
from peervej.apps.trial.operations import TrialRefused
from peervej.methods.errors import UnusableInput
from tests.factories.allocation import joined, many_ready, ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import GroupFactory, PeriodFactory
from tests.factories.trial import definition_for, draft_trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return {"user": staff("researcher"), "now": NOW}


def test_a_site_may_join_and_people_are_drawn_there(by):
    trial, group = trial_group()
    many_ready(group, 2)
    draw_batch(group, actor="test", now=NOW + timedelta(hours=1))
    late = GroupFactory(period=PeriodFactory(trial=True, site=SiteFactory()))
    text = definition_for(group.period.site, late.period.site)
    amend_trial(trial, text, reason="et sted mere", **by)
    trial.refresh_from_db()
    assert (trial.version, trial.versions.count(), trial.sites.count()) == (2, 2, 2)
    assert trial.versions.last().reason == "et sted mere"
    ready(late)
    assert draw_batch(late, actor="test", now=NOW).size == 1
    assert verify_trial(trial).valid


def test_a_new_target_is_an_amendment_without_a_new_design(by):
    trial, group = trial_group()
    amend_trial(trial, definition_for(group.period.site, target=400), reason="flere", **by)
    last = ledger_bytes(trial).decode().splitlines()[-1]
    assert '"kind":"amended"' in last
    assert "design" not in last
    assert verify_trial(trial).valid


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("control = 1", "control = 2", AmendmentRefused),
        ('kind = "batch"\nbatch_sizes = [20]', 'kind = "simple"', AmendmentRefused),
        ('code = "effekt"', 'code = "en-anden"', AmendmentRefused),
        ("target = 296", "target = 1", UnusableInput),
        ("[arms]", "[arme]", UnusableInput),
    ],
)
def test_what_the_draw_is_computed_from_stays(by, old, new, error):
    trial, group = trial_group()
    text = definition_for(group.period.site)
    assert old in text
    before = ledger_bytes(trial)
    with pytest.raises(error):
        amend_trial(trial, text.replace(old, new), reason="prøver", **by)
    trial.refresh_from_db()
    assert (trial.version, trial.definition) == (1, text)
    assert ledger_bytes(trial) == before


def test_a_site_cannot_be_taken_out(by):
    trial, _group = trial_group()
    with pytest.raises(AmendmentRefused):
        amend_trial(trial, definition_for(SiteFactory()), reason="andet sted", **by)


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_amended_or_corrected(by, reason):
    trial, group = trial_group()
    with pytest.raises(AmendmentRefused):
        amend_trial(trial, definition_for(group.period.site, target=9), reason=reason, **by)
    with pytest.raises(AmendmentRefused):
        correct_line(trial, 1, reason=reason, **by)


def test_before_sealing_there_is_nothing_to_amend(by):
    trial = draft_trial(SiteFactory())
    with pytest.raises(AmendmentRefused):
        amend_trial(trial, trial.definition, reason="x", **by)


def test_a_correction_points_at_the_line_and_leaves_it(by):
    trial, group = trial_group()
    joined(group)
    before = ledger_bytes(trial)
    correct_line(trial, 4, reason="talt med to gange", **by)
    assert ledger_bytes(trial).startswith(before)
    assert b'"line":4' in ledger_bytes(trial)
    assert verify_trial(trial).valid


@pytest.mark.parametrize("line", [0, -1, 99])
def test_a_line_that_is_not_there_cannot_be_corrected(by, line):
    trial, _group = trial_group()
    before = ledger_bytes(trial)
    with pytest.raises(AmendmentRefused):
        correct_line(trial, line, reason="x", **by)
    assert ledger_bytes(trial) == before


def test_recruitment_is_ended_by_a_person_once(by):
    trial, group = trial_group()
    end_recruitment(trial, **by)
    trial.refresh_from_db()
    assert trial.state == TrialState.FULL
    with pytest.raises(AmendmentRefused):
        end_recruitment(trial, **by)
    with pytest.raises(TrialRefused):
        joined(group)


def test_the_public_page_says_what_was_changed_before_or_after_which_draw(by, client):
    trial, group = trial_group()
    page = f"/forsoeg/{trial.code}/"
    assert "Forsøget er, som det var, da det blev forseglet" in client.get(page).content.decode()
    site = group.period.site
    amend_trial(trial, definition_for(site, target=400), reason="flere kan være med", **by)
    many_ready(group, 2)
    draw_batch(group, actor="test", now=NOW + timedelta(hours=1))
    trial.refresh_from_db()
    longer = trial.definition.replace("after_days = 28", "after_days = 35")
    amend_trial(trial, longer, reason="brevene var længe om det", **by)
    first, second = amendments_of(trial)
    assert (first.draws_before, first.changed, first.is_of_the_plan) == (0, ("target",), False)
    assert (second.draws_before, second.changed, second.is_of_the_plan) == (1, ("follow_up",), True)
    said = client.get(page).content.decode()
    assert "før nogen var trukket: antal, der søges" in said
    assert "efter 1 lodtrækning: de sidste spørgsmål" in said
    assert "Forsøget er, som det var" not in said
