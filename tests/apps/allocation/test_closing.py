"""Closing takes two people; then the seed is out and everyone computes the same."""

from datetime import timedelta

import pytest

from peervej.apps.allocation.models import Draw, Sealing
from peervej.apps.allocation.operations.chain import unhide
from peervej.apps.allocation.operations.closing import ClosingRefused, ask_to_close, close_trial
from peervej.apps.allocation.operations.drawing import (
    TrialNotOpen,
    draw_batch,
    freeze_batch,
    resume_draw,
)
from peervej.apps.allocation.operations.two_people import TwoPeopleNeeded
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.trial.models import TrialState
from peervej.methods.randomisation import read_lines, verify
from tests.factories.allocation import many_ready, ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.trial import draft_trial

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW + timedelta(hours=1)}


@pytest.fixture
def two():
    return staff("researcher", name="Ada"), staff("researcher", name="Bo")


def close(trial, two):
    ask_to_close(trial, user=two[0], now=NOW)
    return close_trial(trial, user=two[1], now=NOW)


def test_closing_reveals_the_seed_and_everyone_computes_the_arms(two):
    trial, group = trial_group()
    many_ready(group, 7)
    draw_batch(group, **BY)
    close(trial, two)
    sealing = Sealing.objects.get()
    assert sealing.revealed_seed == unhide(sealing, "seed").hex()
    found = verify(ledger_bytes(trial), seed=bytes.fromhex(sealing.revealed_seed))
    assert found.valid
    arms = list(Draw.objects.values_list("arm", flat=True))
    assert found.arms == {arm: arms.count(arm) for arm in ("intervention", "control")}
    trial.refresh_from_db()
    assert (trial.state, trial.is_unblinded) == (TrialState.CLOSED, False)


def test_a_draw_changed_in_the_table_no_longer_matches_the_seed(two):
    trial, group = trial_group()
    many_ready(group, 2)
    draw_batch(group, **BY)
    close(trial, two)
    arms = dict(Draw.objects.values_list("salted_code", "arm"))
    other = {"intervention": "control", "control": "intervention"}
    from peervej.methods.randomisation import arm_nonce, hash_arm

    seed = bytes.fromhex(Sealing.objects.get().revealed_seed)
    line = next(x for x in read_lines(ledger_bytes(trial)) if x.kind == "draw_revealed")
    for code, arm in arms.items():
        nonce = arm_nonce(seed, line.payload["draw"], code)
        assert hash_arm(arm, nonce) == line.payload["people"][code]
        assert hash_arm(other[arm], nonce) != line.payload["people"][code]


def test_one_person_cannot_close_alone(two):
    trial, _group = trial_group()
    with pytest.raises(TwoPeopleNeeded):
        close_trial(trial, user=two[0], now=NOW)
    ask_to_close(trial, user=two[0], now=NOW)
    with pytest.raises(TwoPeopleNeeded):
        close_trial(trial, user=two[0], now=NOW)
    assert Sealing.objects.get().revealed_seed == ""
    assert b'"kind":"closed"' not in ledger_bytes(trial)


def test_a_frozen_batch_must_be_drawn_first(two):
    trial, group = trial_group()
    many_ready(group, 2)
    freeze_batch(group, **BY)
    with pytest.raises(ClosingRefused):
        close(trial, two)
    resume_draw(group, **BY)
    assert close(trial, two).state == TrialState.CLOSED


def test_after_closing_nothing_is_drawn_and_nothing_closed_again(two):
    trial, group = trial_group()
    ready(group)
    close(trial, two)
    before = ledger_bytes(trial)
    with pytest.raises(TrialNotOpen):
        draw_batch(group, **BY)
    with pytest.raises(ClosingRefused):
        ask_to_close(trial, user=two[0], now=NOW)
    assert ledger_bytes(trial) == before
    assert verify_trial(trial).valid


def test_a_trial_that_was_never_sealed_cannot_be_closed(two):
    trial = draft_trial(SiteFactory())
    with pytest.raises(ClosingRefused):
        ask_to_close(trial, user=two[0], now=NOW)
