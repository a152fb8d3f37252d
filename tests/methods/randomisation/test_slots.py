"""Any slot by itself, and a design drawn through."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervej.methods.randomisation import (
    Design,
    DesignUnusable,
    Kind,
    SlotRefused,
    arm_of_slot,
    simulate_slots,
)
from tests.methods.randomisation.trials import SITES, make_design

SEED = bytes(range(32))
BLOCKS = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
SIMPLE = make_design(Kind.SIMPLE, ())


@given(st.integers(1, 200), st.sampled_from(SITES), st.sampled_from([BLOCKS, SIMPLE]))
def test_a_slot_has_the_arm_it_has_in_the_whole(slot: int, site: str, design: Design) -> None:
    arms = {(s.stratum, s.slot): s.arm for s in simulate_slots(design, SEED, 200)}
    assert arm_of_slot(design, SEED, site, slot) == arms[site, slot]


def test_a_design_is_drawn_through_stratum_by_stratum() -> None:
    drawn = list(simulate_slots(BLOCKS, SEED, 30))
    assert [(s.stratum, s.slot) for s in drawn] == [(t, n) for t in SITES for n in range(1, 31)]
    assert drawn == list(simulate_slots(BLOCKS, SEED, 30))


def test_batches_follow_their_sizes_in_turn_and_are_balanced() -> None:
    drawn = list(simulate_slots(make_design(sizes=(4, 6)), SEED, 20))
    for site in SITES:
        arms = [slot.arm for slot in drawn if slot.stratum == site]
        for start, end in ((0, 4), (4, 10), (10, 14), (14, 20)):
            assert Counter(arms[start:end])["control"] == (end - start) // 2


def test_the_last_batch_is_what_is_left() -> None:
    drawn = list(simulate_slots(make_design(sizes=(8,)), SEED, 11))
    assert len(drawn) == 22
    first = [slot.arm for slot in drawn[:11]]
    assert first[:8].count("control") == 4
    assert first[8:].count("control") in (1, 2)


@pytest.mark.parametrize("slot", [0, -1, 1_000_001])
def test_slots_that_are_none_are_refused(slot: int) -> None:
    with pytest.raises(SlotRefused, match="numbered from 1"):
        arm_of_slot(BLOCKS, SEED, "Fredericia", slot)


def test_strata_the_trial_lacks_are_refused() -> None:
    with pytest.raises(DesignUnusable, match="no stratum 'Odense'"):
        arm_of_slot(BLOCKS, SEED, "Odense", 1)


def test_batch_designs_have_no_slots() -> None:
    with pytest.raises(SlotRefused, match="draws batches"):
        arm_of_slot(make_design(), SEED, "Fredericia", 1)


@pytest.mark.parametrize("slots", [0, -5, 500_001])
def test_a_simulation_has_a_size(slots: int) -> None:
    with pytest.raises(SlotRefused, match="1 to 1000000 over all strata"):
        simulate_slots(BLOCKS, SEED, slots)
