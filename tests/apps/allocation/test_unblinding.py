"""After the close: the plan is locked on record, and two people open the arms."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.allocation import queries
from peervej.apps.allocation.models import Sealing
from peervej.apps.allocation.operations.amending import AmendmentRefused, amend_trial
from peervej.apps.allocation.operations.chain import BehindPublishedHead
from peervej.apps.allocation.operations.closing import ask_to_close, close_trial
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.two_people import TwoPeopleNeeded
from peervej.apps.allocation.operations.unblinding import (
    UnblindingRefused,
    ask_to_lock,
    ask_to_unblind,
    lock_plan,
    unblind_trial,
)
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.trial.queries import definition_of
from peervej.methods.randomisation import read_lines
from tests.factories.allocation import many_ready, staff, trial_group
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
AT = {"now": NOW + timedelta(hours=2)}


@pytest.fixture
def closed():
    trial, group = trial_group()
    many_ready(group, 4)
    draw_batch(group, actor="test", now=NOW + timedelta(hours=1))
    ada, bo = staff("researcher", name="Ada"), staff("researcher", name="Bo")
    ask_to_close(trial, user=ada, **AT)
    close_trial(trial, user=bo, **AT)
    trial.refresh_from_db()
    return trial, ada, bo


def kinds(trial):
    return [line.kind for line in read_lines(ledger_bytes(trial))]


def test_plan_first_then_two_people_and_all_of_it_on_record(closed):
    trial, ada, bo = closed
    ask_to_lock(trial, user=ada, **AT)
    lock_plan(trial, user=bo, **AT)
    ask_to_unblind(trial, user=ada, **AT)
    trial.refresh_from_db()
    assert not trial.is_unblinded
    unblind_trial(trial, user=bo, **AT)
    trial.refresh_from_db()
    assert trial.is_unblinded
    assert kinds(trial)[-3:] == ["closed", "plan_locked", "unblinded"]
    assert verify_trial(trial).valid
    published = Client().get(f"/forsoeg/{trial.code}/definition.toml").content
    assert Sealing.objects.get().plan_hash == hashlib.sha256(published).hexdigest()


def test_one_person_alone_cannot_open_the_arms(closed):
    trial, ada, bo = closed
    for early in (ask_to_unblind, unblind_trial):
        with pytest.raises(UnblindingRefused):
            early(trial, user=bo, **AT)
    ask_to_lock(trial, user=ada, **AT)
    with pytest.raises(UnblindingRefused):
        unblind_trial(trial, user=bo, **AT)
    lock_plan(trial, user=bo, **AT)
    with pytest.raises(TwoPeopleNeeded):
        unblind_trial(trial, user=ada, **AT)
    ask_to_unblind(trial, user=ada, **AT)
    with pytest.raises(TwoPeopleNeeded):
        unblind_trial(trial, user=ada, **AT)
    trial.refresh_from_db()
    assert not trial.is_unblinded
    assert kinds(trial)[-1] == "plan_locked"


def test_an_open_trial_has_neither_plan_to_lock_nor_arms_to_open():
    trial, _group = trial_group()
    before = ledger_bytes(trial)
    for act in (ask_to_lock, lock_plan, ask_to_unblind, unblind_trial):
        with pytest.raises(UnblindingRefused):
            act(trial, user=staff("researcher"), **AT)
    assert ledger_bytes(trial) == before


def test_until_the_plan_is_locked_only_the_analysis_changes(closed):
    trial, ada, bo = closed
    other = trial.definition + '\n[analysis]\ndf = "kenward_roger"\n'
    with pytest.raises(AmendmentRefused):
        amend_trial(trial, trial.definition.replace("296", "300"), reason="x", user=ada, **AT)
    amend_trial(trial, other, reason="blind review", user=ada, **AT)
    trial.refresh_from_db()
    assert definition_of(trial).analysis.df == "kenward_roger"
    ask_to_lock(trial, user=ada, **AT)
    lock_plan(trial, user=bo, **AT)
    with pytest.raises(AmendmentRefused):
        amend_trial(trial, trial.definition, reason="once more", user=ada, **AT)
    with pytest.raises(UnblindingRefused):
        lock_plan(trial, user=bo, **AT)
    assert verify_trial(trial).valid


def test_an_older_copy_opens_nothing(closed):
    trial, ada, bo = closed
    ask_to_lock(trial, user=bo, **AT)
    file = queries.receipts_file(trial.code)
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"events": 999, "head": "' + "0" * 64 + '"}\n')
    with pytest.raises(BehindPublishedHead):
        lock_plan(trial, user=ada, **AT)
    assert kinds(trial)[-1] == "closed"
