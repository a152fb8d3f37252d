"""Changes, reliable changes and pairs against sums made by hand and by scipy."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from peervej.data.instruments import load_instrument
from peervej.methods.documentation import (
    Reply,
    UnusableReliability,
    change_between,
    change_within,
    count_changes,
    important_threshold,
    mean_of,
    pair_replies,
    reliable_threshold,
)
from peervej.methods.documentation.reliable import Kind, Threshold
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import Direction

FIRST, LATER = [8, 10, 12, 14, 16], [11, 10, 15, 18, 16]


def test_a_change_made_by_hand():
    found = change_within(FIRST, LATER)
    # Changes 3, 0, 3, 4, 0: mean 2, SD √3.5, SE √0.7, t(4) = 2.776445.
    assert (found.first.mean, found.later.mean, found.change) == (12, 14, 2)
    assert found.low == pytest.approx(2 - 2.776445105 * 0.7**0.5)
    assert found.high == pytest.approx(2 + 2.776445105 * 0.7**0.5)


@given(st.lists(st.integers(0, 24), min_size=3, max_size=40), st.data())
def test_intervals_are_those_of_scipy(first, data):
    later = data.draw(st.lists(st.integers(0, 24), min_size=len(first), max_size=len(first)))
    if len(set(first)) == 1 or len(set(later)) == 1:
        return
    between = change_between(first, later)
    expected = stats.ttest_ind(later, first, equal_var=False).confidence_interval()
    assert (between.low, between.high) == pytest.approx(tuple(expected))
    differences = [b - a for a, b in zip(first, later, strict=True)]
    if len(set(differences)) > 1:
        within = change_within(first, later)
        expected = stats.ttest_rel(later, first).confidence_interval()
        assert (within.low, within.high) == pytest.approx(tuple(expected))


def test_what_makes_no_change_is_refused():
    for act in (
        lambda: mean_of([1]),
        lambda: change_within([1, 2], [1, 2, 3]),
        lambda: change_between([1, 2], [1]),
        lambda: mean_of([1, float("nan")]),
    ):
        with pytest.raises(UnusableInput):
            act()
    still = change_between([3, 3], [4, 4])
    assert (still.change, still.low, still.high) == (1, 1, 1)


def test_reliable_change_by_hand():
    # s of 8, 10, 12, 14, 16 is √10; 1.96 · √10 · √(2 · 0.2) = 3.92.
    threshold = reliable_threshold(FIRST, reliability=0.8, source=" A study ")
    assert threshold.points == pytest.approx(3.92)
    assert (threshold.kind, threshold.source) == (Kind.RELIABLE, "A study")
    counts = count_changes(FIRST, LATER, threshold, Direction.HIGHER_BETTER)
    assert (counts.better, counts.same, counts.worse) == (1, 4, 0)
    counts = count_changes(FIRST, LATER, threshold, Direction.HIGHER_WORSE)
    assert (counts.better, counts.same, counts.worse) == (0, 4, 1)


@pytest.mark.parametrize(
    ("reliability", "source", "first"),
    [(1, "s", FIRST), (-0.1, "s", FIRST), (0.8, " ", FIRST), (0.8, "s", [4, 4, 4])],
)
def test_a_reliability_that_is_none(reliability, source, first):
    with pytest.raises(UnusableReliability):
        reliable_threshold(first, reliability=reliability, source=source)


def test_important_differences_are_those_of_a_person():
    assert important_threshold(load_instrument("qpr-15")).points == 5
    assert important_threshold(load_instrument("who-5")).points == 10
    assert "recalled" in important_threshold(load_instrument("wsas")).source
    assert important_threshold(load_instrument("demo-hope")) is None
    five = Threshold(Kind.IMPORTANT, 5, "s")
    assert (five.is_passed_by(5), five.is_passed_by(-5), five.is_passed_by(4.9)) == (
        True,
        True,
        False,
    )
    with pytest.raises(UnusableInput):
        count_changes([1], [1, 2], five, Direction.HIGHER_BETTER)


START = date(2026, 9, 1)


def reply(code, is_later=False, days=0, score=1.0):
    return Reply(is_later, code, START + timedelta(days=days), {"a": score})


def test_pairs_are_made_of_codes_used_once_in_each_round():
    found = pair_replies(
        [
            reply("x"),
            reply("x", True, 30),
            reply("twice"),
            reply("twice"),
            reply("twice", True, 30),
            reply("soon"),
            reply("soon", True, 13),
            reply("only"),
            reply("", True, 30),
        ]
    )
    assert [(a.code, b.is_later) for a, b in found.pairs] == [("x", True)]
    assert (found.unclear, found.too_soon, found.alone) == (3, 1, 2)
