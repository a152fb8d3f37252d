"""Blocks and simple draws take one person at a time; a batch keeps to any ratio."""

import pytest

from peervej.apps.allocation.models import Batch, Draw
from peervej.apps.allocation.operations.chain import unhide
from peervej.apps.allocation.operations.closing import ask_to_close, close_trial
from peervej.apps.allocation.operations.drawing import (
    NobodyReady,
    draw_batch,
    freeze_batch,
    reveal_batch,
)
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.trial.queries import definition_of, participation_of
from peervej.methods.randomisation import arm_of_slot, read_lines
from tests.factories import allocation as situations
from tests.factories.allocation import many_ready, sealing_of, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.programmes import GroupFactory, PeriodFactory
from tests.factories.trial import DEFINITION

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}
METHODS = {
    "blocks": 'kind = "permuted_blocks"\nblock_sizes = [4, 6]',
    "simple": 'kind = "simple"',
}


@pytest.fixture
def drawn_by(monkeypatch):
    def begin(old: str, new: str):
        monkeypatch.setattr("tests.factories.trial.DEFINITION", DEFINITION.replace(old, new))
        return trial_group()

    return begin


@pytest.mark.parametrize("method", METHODS)
def test_each_takes_the_next_slot_and_anyone_computes_the_same(drawn_by, method):
    trial, group = drawn_by('kind = "batch"\nbatch_sizes = [20]', METHODS[method])
    people = many_ready(group, 6)
    for _person in people:
        assert draw_batch(group, **BY).size == 1
    with pytest.raises(NobodyReady):
        draw_batch(group, **BY)
    seed, design = unhide(sealing_of(trial), "seed"), definition_of(trial).design()
    stratum = design.stratum_label({"site": group.period.site.slug})
    for slot, person in enumerate(people, start=1):
        draw = Draw.objects.get(participation=participation_of(person, trial))
        assert draw.arm == arm_of_slot(design, seed, stratum, slot)
    ask_to_close(trial, user=staff("researcher"), now=NOW)
    close_trial(trial, user=staff("researcher"), now=NOW)
    found = verify_trial(trial)
    assert found.valid
    assert sum(found.arms.values()) == 6


def test_a_cancelled_request_frees_its_slot(drawn_by):
    trial, group = drawn_by('kind = "batch"\nbatch_sizes = [20]', METHODS["blocks"])
    first, _second, _third = many_ready(group, 3)
    frozen = freeze_batch(group, **BY)
    leave_research(first, trial=trial, remove_answers=False, **BY)
    assert reveal_batch(frozen, **BY).cancelled_on
    draw_batch(group, **BY)
    draw_batch(group, **BY)
    lines = read_lines(ledger_bytes(trial))
    asked = [line.payload["slot"] for line in lines if line.kind == "draw_requested"]
    assert asked == [1, 1, 2]
    assert verify_trial(trial).valid


def test_sites_have_slots_of_their_own(monkeypatch):
    text = DEFINITION.replace('kind = "batch"\nbatch_sizes = [20]', METHODS["blocks"])
    monkeypatch.setattr("tests.factories.trial.DEFINITION", text)
    groups = [GroupFactory(period=PeriodFactory(trial=True)) for _place in range(2)]
    trial = situations.sealed_trial(*(group.period.site for group in groups))
    for group in groups:
        many_ready(group, 1)
        draw_batch(group, **BY)
    asked = [
        line.payload["slot"]
        for line in read_lines(ledger_bytes(trial))
        if line.kind == "draw_requested"
    ]
    assert asked == [1, 1]
    assert verify_trial(trial).valid


def test_with_two_controls_to_one_a_batch_may_be_three_times_the_seats(drawn_by):
    trial, group = drawn_by("control = 1", "control = 2")
    group.capacity = 4
    group.save(update_fields=["capacity"])
    many_ready(group, 13)
    draw_batch(group, **BY)
    assert Batch.objects.get().size == 12
    arms = list(Draw.objects.values_list("arm", flat=True))
    assert (arms.count("intervention"), arms.count("control")) == (4, 8)
    assert verify_trial(trial).valid
