"""Simple draws: each slot on its own, by weight."""

from collections import Counter
from itertools import islice, pairwise

from scipy import stats

from peervej.methods.randomisation import Kind
from peervej.methods.randomisation.simple import arm_of_simple_slot, arms_one_by_one
from tests.methods.randomisation.trials import make_design

SEED = bytes(range(32))


def test_arms_come_up_by_weight() -> None:
    design = make_design(Kind.SIMPLE, (), intervention=3, control=1)
    drawn = Counter(arm_of_simple_slot(design, SEED, "Fredericia", n) for n in range(1, 4_001))
    observed = [drawn["intervention"], drawn["control"]]
    assert stats.chisquare(observed, [3_000, 1_000]).pvalue > 0.001


def test_the_next_arm_does_not_follow_from_the_last() -> None:
    design = make_design(Kind.SIMPLE, ())
    arms = list(islice(arms_one_by_one(design, SEED, "Fredericia"), 4_000))
    same = sum(one == other for one, other in pairwise(arms))
    assert stats.binomtest(same, 3_999, 0.5).pvalue > 0.001
    assert arms[6] == arm_of_simple_slot(design, SEED, "Fredericia", 7)
