"""The figures of one page, and that no small number can be got out of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.instruments import load_instrument
from peervej.methods.documentation import Design, Plan, Reply, summarise
from peervej.methods.errors import UnusableInput

HOPE, WSAS = load_instrument("demo-hope"), load_instrument("wsas")
START = date(2026, 9, 1)
LINKED = Plan(Design.LINKED, (HOPE,), {"demo-hope": (0.8, "s")})


def reply(code, score, later=False, name="demo-hope"):
    return Reply(later, code, START + timedelta(days=40 * later), {name: score})


def both(pairs):
    return [
        reply(f"c{number}", score, bool(side))
        for number, pair in enumerate(pairs)
        for side, score in enumerate(pair)
    ]


def test_five_pairs_give_figures_and_four_give_none():
    pairs = [(8, 11), (10, 10), (12, 15), (14, 18), (16, 16)]
    found = summarise(LINKED, both(pairs))
    (row,) = found["instruments"]
    assert (found["basis"], found["answered"]) == ("linked", 10)
    assert row["first"] == {"n": 5, "mean": 12, "low": 8.07, "high": 15.93}
    assert row["change"] == {"points": 2, "low": -0.32, "high": 4.32}
    assert row["threshold"]["points"] == 3.92
    # 1 better, 4 the same, none worse: each is too small to show.
    assert row["counts"] == {"better": None, "same": None, "worse": None}
    few = summarise(LINKED, both(pairs[:4]))
    assert few == {
        "design": "linked", "basis": "none", "fewest": 5, "answered": 5, "instruments": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([9] * 5 + [0] * 5 + [-9] * 5, {"better": 5, "same": 5, "worse": 5}),
        ([9] * 5 + [0] * 5 + [-9] * 4, {"better": 5, "not_better": 9}),
        ([9] * 4 + [0] * 5 + [-9] * 5, {"not_worse": 9, "worse": 5}),
        ([9] * 4 + [0] * 9 + [-9] * 4, {"better": None, "same": None, "worse": None}),
        ([9, 8] * 6, {"better": None, "same": None, "worse": None}),
    ],
)
def test_small_counts_are_put_together_or_left_out(changes, expected):
    pairs = [(12 + n % 3, 12 + n % 3 + change) for n, change in enumerate(changes)]
    (row,) = summarise(LINKED, both(pairs))["instruments"]
    assert row["counts"] == expected


def test_figures_are_of_one_basis_alone():
    """A mean of all beside one of the pairs would give the single unpaired one away."""
    pairs = [(8, 11), (10, 10), (12, 15), (14, 18), (16, 16)]
    alone = reply("alone", 24)
    assert (
        summarise(LINKED, [*both(pairs), alone])["instruments"]
        == (summarise(LINKED, both(pairs))["instruments"])
    )


def test_without_pairs_the_rounds_are_compared():
    first = [reply(f"a{n}", 10 + n) for n in range(6)]
    later = [reply(f"b{n}", 12 + n, later=True) for n in range(5)]
    found = summarise(LINKED, [*first, *later])
    (row,) = found["instruments"]
    assert (found["basis"], row["first"]["n"], row["later"]["n"]) == ("rounds", 6, 5)
    assert (row["threshold"], row["counts"]) == (None, None)
    assert summarise(LINKED, [*first, *later[:4]])["basis"] == "none"


def test_once():
    plan = Plan(Design.ONCE, (HOPE,))
    found = summarise(plan, [reply("", 10 + n) for n in range(7)])
    assert (found["basis"], found["answered"]) == ("once", 5)
    assert found["instruments"][0]["first"]["n"] == 7
    assert found["instruments"][0]["change"] is None
    assert summarise(plan, [])["answered"] is None


def test_whoever_skipped_too_much_is_counted_on_no_questionnaire():
    plan = Plan(Design.ONCE, (HOPE, WSAS))
    sheets = [Reply(False, "", START, {"demo-hope": 9 + n, "wsas": 20 + n}) for n in range(6)]
    skipped = Reply(False, "", START, {"demo-hope": 24, "wsas": None})
    found = summarise(plan, [*sheets, skipped])
    assert [row["first"]["n"] for row in found["instruments"]] == [6, 6]
    with pytest.raises(UnusableInput):
        summarise(Plan(Design.ONCE, ()), sheets)


@pytest.mark.parametrize("pairs", [[(10, 12)] * 6, [(10, n) for n in range(6)],
                                   [(n, 0) for n in range(6)],
                                   [(10, n) for n in range(5)] + [(3, 9)],
                                   [(n, n + 2) for n in range(6)],
                                   [(n, n) for n in range(5)] + [(9, 12)]])  # fmt: skip
def test_what_everybody_answered_alike_is_not_shown(pairs):
    """A mean of equal scores or changes is that of each, and the one who differs knows theirs."""
    found = summarise(LINKED, both(pairs))
    assert (found["basis"], found["instruments"]) == ("alike", [])
    for others in ([], [24]):
        once = summarise(
            Plan(Design.ONCE, (HOPE,)), [reply("", score) for score in [0] * 20 + others]
        )
        assert (once["basis"], once["instruments"]) == ("alike", [])


def test_two_who_differ_are_enough_for_figures():
    once = summarise(Plan(Design.ONCE, (HOPE,)), [reply("", n) for n in [0] * 6 + [4, 5]])
    assert once["instruments"][0]["first"]["n"] == 8


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=25))
def test_no_count_under_five_stands_or_can_be_worked_out(pairs):
    found = summarise(LINKED, both(pairs))
    for row in found["instruments"]:
        assert row["first"]["n"] >= 5
        shown = list((row["counts"] or {}).values())
        assert all(number is None for number in shown) or min(shown) >= 5
        if shown and None not in shown:
            assert sum(shown) == row["first"]["n"]
