"""Scores against hand-computed cases and published figures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.instruments import list_instruments, load_instrument
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import (
    Certainty,
    Direction,
    Method,
    MissingMethod,
    UnusableAnswer,
    UnusableInstrument,
    instrument_to_toml,
    rule_allowing,
    score,
)
from peervej.methods.instruments import load_instrument as read_instrument


def value(instrument_id, answers, **options):
    return score(load_instrument(instrument_id), answers, **options).value


@pytest.mark.parametrize(
    ("instrument_id", "answers", "expected"),
    [
        ("qpr-15", [0] * 15, 0),
        ("qpr-15", [4] * 15, 60),
        ("qpr-15", [1, 2, 3] * 5, 30),
        ("who-5", [5, 4, 3, 2, 1], 60),
        ("who-5", [5] * 5, 100),
        ("gse-10", [1] * 10, 10),
        ("gse-10", [3, None, 4, 2, None, 3, 3, 4, None, 1], 200 / 7),
        ("gse-10", [4] * 7 + [None] * 3, 40),
        ("wsas", [8] * 5, 40),
        ("wsas", [0, 1, 2, 3, 4], 10),
        ("t-ils", [3, 3, 1], 7),
        ("state-hope", [8, 1, 8, 1, 8, 1], 27),
        ("mansa", [4] * 6 + [5] * 6, 4.5),
        ("eq-5d-5l", [1, 1, 1, 1, 1], 1.0),
        ("eq-5d-5l", [1, 1, 1, 2, 3], 0.761),
        ("eq-5d-5l", [5, 5, 5, 5, 5], -0.758),
        ("eq-5d-5l", [2, 3, 4, 1, 5], 0.152),  # 1 - .041 - .050 - .139 - 0 - .618
        ("demo-hope", [0, 1, 2, 3, 4, None], 12),
    ],
)
def test_hand_computed_scores(instrument_id, answers, expected):
    assert value(instrument_id, answers) == pytest.approx(expected, abs=1e-12)


def test_the_published_states_come_out_exactly():
    assert value("eq-5d-5l", [1, 1, 1, 2, 3]) == 0.761
    assert value("eq-5d-5l", [5] * 5) == -0.758


def test_a_score_the_rule_does_not_allow_is_none_with_the_reason():
    found = score(load_instrument("qpr-15"), [4] * 14 + [None])
    assert (found.value, found.missing) == (None, 1)
    assert found.reason == "1 answers are missing; all answers are needed"
    found = score(load_instrument("gse-10"), [None] * 4 + [2] * 6)
    assert (found.value, found.missing) == (None, 4)
    assert "at most 3" in found.reason
    assert value("who-5", [None] * 5) is None
    assert value("eq-5d-5l", [1, 1, 1, 1, None]) is None


def test_the_operator_may_bring_a_rule():
    answers = [2] * 13 + [None] * 2
    assert value("qpr-15", answers) is None
    assert value("qpr-15", answers, missing_rule=rule_allowing(2)) == 30
    assert value("qpr-15", answers, missing_rule=rule_allowing(1)) is None
    assert value("gse-10", [4] * 9 + [None], missing_rule=rule_allowing(0)) is None


def test_no_rule_makes_a_score_of_no_answers():
    with pytest.raises(UnusableInput, match="at least one"):
        value("who-5", [None] * 5, missing_rule=rule_allowing(5))
    with pytest.raises(UnusableInput, match="every item answered"):
        value("eq-5d-5l", [1, 1, 1, 1, None], missing_rule=rule_allowing(1))


def test_subscales():
    found = score(load_instrument("state-hope"), [8, 1, 8, 1, 8, 1])
    assert found.subscales == {"agency": 3, "pathways": 24}
    found = score(load_instrument("state-hope"), [8, None, 8, 1, 8, 1])
    assert (found.value, dict(found.subscales)) == (None, {"agency": None, "pathways": 24})
    found = score(load_instrument("qpr-22"), [4] * 22)
    assert found.value is None
    assert found.subscales == {"intrapersonal": None, "interpersonal": None}


def test_answers_by_name_and_by_order_agree():
    names = ["mobility", "self_care", "usual_activities", "pain", "anxiety"]
    instrument = load_instrument("eq-5d-5l")
    by_name = dict(zip(names, [2, 3, 4, 1, 5], strict=True))
    assert score(instrument, by_name) == score(instrument, [2, 3, 4, 1, 5])


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([6, 0, 0, 0, 0], "Item 1 is answered from 0 to 5, not 6"),
        ([-1, 0, 0, 0, 0], "not -1"),
        ([0] * 4, "5 items, but 4 answers"),
        ([True, 0, 0, 0, 0], "whole number"),
        ([1.5, 0, 0, 0, 0], "whole number"),
        ({"1": 0, "6": 0}, "no item '6'"),
    ],
)
def test_answers_outside_the_range_are_refused(answers, words):
    with pytest.raises(UnusableAnswer, match=words):
        value("who-5", answers)


BASE = """
id = "x"
name = "X"
direction = "higher_better"
sources = ["s"]
construct = {}
licence = {terms = "free", certainty = "own"}
"""
ITEMS = "[items]\ncount = 3\nminimum = 0\nmaximum = 4\n"
SUM = '[scoring]\nmethod = "sum"\ncertainty = "own"\n'
ALL = '[missing]\nmethod = "all_needed"\ncertainty = "own"\n'


def test_reversed_items_are_turned_before_they_are_summed():
    instrument = read_instrument(BASE + ITEMS + "reversed = [2]\n" + SUM + ALL)
    assert score(instrument, [1, 1, 1]).value == 1 + 3 + 1
    assert score(instrument, [0, 4, 0]).value == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ITEMS + SUM + "minimum = 1\n" + ALL, "minimum is given as 1, but the items reach 0"),
        (ITEMS + SUM + "maximum = 13\n" + ALL, "maximum is given as 13"),
        (ITEMS + "reversed = [4]\n" + SUM + ALL, "outside 1 to 3"),
        (SUM + ALL, "either .items. or a list"),
        (ITEMS + '[[item]]\nid = "a"\n' + SUM + ALL, "either .items. or a list"),
        (ITEMS.replace("3", "0") + SUM + ALL, "between 1 and 300"),
        (ITEMS.replace("maximum = 4", "maximum = 0") + SUM + ALL, "maximum above its minimum"),
        ('[[item]]\nid = "a"\nminimum = 0\n' + SUM + ALL, "both minimum and maximum"),
        ('[[item]]\nid = "a"\n[[item]]\nid = "a"\n' + SUM + ALL, "same id"),
        ('[[item]]\nid = "a"\n' + SUM + ALL, "no known answers"),
        (ITEMS + SUM + ALL + "most = 1\n", "none may be missing"),
        (ITEMS + SUM + ALL.replace("all_needed", "mean_of_answered"), "at least one item"),
        (ITEMS + SUM.replace("sum", "value_set") + ALL, "go together"),
        (ITEMS + SUM.replace("sum", "value_set") + "value_set = {a = [1]}\n" + ALL, "every item"),
        (
            ITEMS
            + SUM.replace("sum", "value_set")
            + "value_set = {1 = [0], 2 = [0], 3 = [0]}\n"
            + ALL,
            "one number for each level",
        ),
        (
            ITEMS + SUM + ALL + '[[subscales]]\nid = "a"\nname = "A"\ncertainty = "own"\n',
            "needs items",
        ),
        (
            ITEMS
            + SUM
            + ALL
            + '[[subscales]]\nid = "a"\nname = "A"\ncertainty = "own"\nitems = [4]\n',
            "outside 1 to 3",
        ),
        (
            ITEMS
            + SUM
            + ALL
            + '[[bands]]\nlabel = "b"\nminimum = 0\nmaximum = 99\ncertainty = "own"\n',
            "lies outside",
        ),
        (
            "".join(f'[[item]]\nid = "a{n}"\nminimum = 0\nmaximum = 1\n' for n in range(301))
            + SUM
            + ALL,
            "between 1 and 300",
        ),
        (
            ITEMS
            + SUM
            + ALL
            + '[[subscales]]\nid = "a"\nname = "A"\ncertainty = "own"\nitems = [1]\n' * 2,
            "Two subscales",
        ),
        (
            ITEMS
            + SUM
            + ALL
            + '[[subscales]]\nid = "a"\nname = "A"\ncertainty = "own"\nitems = [1]\ncount = 2\n',
            "names 1 items but counts 2",
        ),
        (
            ITEMS
            + SUM.replace("sum", "value_set")
            + "value_set = {1 = [0, 0, 0, 0, 0], 2 = [0, 0, 0, 0, 0], 3 = [0, 0, 0, 0, 0]}\n"
            + ALL.replace("all_needed", "mean_of_answered")
            + "most = 1\n",
            "A value set needs every item",
        ),
        (
            ITEMS
            + SUM
            + ALL
            + '[[important_differences]]\nkind = "within_person"\nvalue = 0\ncertainty = "own"\n',
            "above 0",
        ),
        (ITEMS + SUM.replace("sum", "median") + ALL, "must be one of sum, mean"),
        (ITEMS + SUM + ALL + "speed = 3\n", "unknown key"),
        (
            ITEMS
            + SUM
            + ALL
            + '[[important_differences]]\nkind = "x"\nvalue = 1\ncertainty = "own"\n',
            "within_person",
        ),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(text, words):
    with pytest.raises(UnusableInput, match=words):
        read_instrument(BASE + text, what="x.toml")


@pytest.mark.parametrize("instrument_id", list_instruments())
def test_every_shipped_instrument_round_trips_and_reaches_its_ends(instrument_id):
    instrument = load_instrument(instrument_id)
    assert read_instrument(instrument_to_toml(instrument)) == instrument
    if instrument.scoring.method is not Method.NONE:
        lowest = score(instrument, [item.minimum for item in instrument.items]).value
        highest = score(instrument, [item.maximum for item in instrument.items]).value
        ends = {Decimal(str(lowest)), Decimal(str(highest))}
        assert ends == {instrument.scoring.minimum, instrument.scoring.maximum}


@settings(max_examples=100, deadline=None)
@given(data=st.data(), instrument_id=st.sampled_from(list_instruments()))
def test_missing_answers_never_leave_the_range(data, instrument_id):
    instrument = load_instrument(instrument_id)
    answers = [
        data.draw(st.one_of(st.none(), st.integers(item.minimum, item.maximum)))
        for item in instrument.items
    ]
    found = score(instrument, answers)
    assert found.missing == answers.count(None)
    if found.value is not None:
        assert instrument.scoring.minimum <= Decimal(str(found.value))
        assert Decimal(str(found.value)) <= instrument.scoring.maximum
    elif instrument.scoring.method is not Method.NONE:
        assert found.missing > instrument.missing.most


def test_what_is_known_of_each_instrument():
    facts = {
        name: (
            len(found.items),
            found.items[0].minimum,
            found.items[0].maximum,
            found.direction is Direction.HIGHER_BETTER,
            found.missing.method is MissingMethod.ALL_NEEDED,
        )
        for name in list_instruments()
        if (found := load_instrument(name))
    }
    assert facts == {
        "demo-hope": (6, 0, 4, True, False),
        "eq-5d-5l": (5, 1, 5, True, True),
        "gse-10": (10, 1, 4, True, False),
        "mansa": (12, 1, 7, True, True),
        "qpr-15": (15, 0, 4, True, True),
        "qpr-22": (22, 0, 4, True, True),
        "state-hope": (6, 1, 8, True, True),
        "t-ils": (3, 1, 3, False, True),
        "who-5": (5, 0, 5, True, True),
        "wsas": (5, 0, 8, False, True),
    }
    shipped = {n for n in list_instruments() if load_instrument(n).licence.wording_shipped}
    assert shipped == {"demo-hope"}
    assert {n for n in list_instruments() if not load_instrument(n).validated} == {"demo-hope"}


def test_bands():
    assert [load_instrument("who-5").band(v).label for v in (0, 35, 36, 48, 50, 100)] == [
        "risk",
        "risk",
        "poor",
        "poor",
        "ordinary",
        "ordinary",
    ]
    assert [load_instrument("wsas").band(v).label for v in (9, 10, 20, 21)] == [
        "low",
        "moderate",
        "moderate",
        "severe",
    ]
    assert load_instrument("t-ils").band(7).label == "severe"
    assert load_instrument("t-ils").band(6) is None


def test_only_sure_facts_may_be_printed():
    assert [c for c in Certainty if c.is_printable] == ["verified", "computed", "own"]
    assert not load_instrument("wsas").important_differences[0].certainty.is_printable


def test_an_instrument_without_scoring_says_so():
    nothing = SUM.replace("sum", "none")
    with pytest.raises(UnusableInput, match="defines no score"):
        score(read_instrument(BASE + ITEMS + nothing + ALL), [0, 0, 0])
    with pytest.raises(UnusableInstrument, match="small letters"):
        read_instrument((BASE + ITEMS + SUM + ALL).replace('id = "x"', 'id = "X Y"'))
