"""How small the groups of an export are."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.disclosure import small_group_risk
from peervej.methods.errors import UnusableInput

ROWS = [
    *[{"site": "a", "age": "18-29", "score": n} for n in range(6)],
    *[{"site": "a", "age": "30-49", "score": n} for n in range(5)],
    {"site": "b", "age": "30-49", "score": 1},
    {"site": "b", "age": None, "score": 1},
    {"site": "b", "age": None, "score": 2},
]


def test_small_groups_are_named_with_what_would_help():
    risk = small_group_risk(ROWS, ["site", "age"])
    assert (risk.rows, risk.groups, risk.smallest, risk.rows_at_risk) == (14, 4, 1, 3)
    assert [(g.values, g.size) for g in risk.small_groups] == [
        (("b", "30-49"), 1),
        (("b", None), 2),
    ]
    assert risk.without == {"site": 2, "age": 3}


def test_one_column_alone():
    risk = small_group_risk(ROWS, ["site"], k=3)
    assert (risk.rows_at_risk, risk.small_groups, dict(risk.without)) == (0, (), {"site": 0})


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40),
    st.integers(2, 8),
)
def test_counts_agree_with_a_plain_recount(pairs, k):
    risk = small_group_risk([{"x": x, "y": y} for x, y in pairs], ["x", "y"], k=k)
    assert risk.rows_at_risk == sum(pairs.count(pair) < k for pair in pairs)
    assert risk.smallest == min(Counter(pairs).values())
    assert all(left_out <= risk.rows_at_risk for left_out in risk.without.values())


@pytest.mark.parametrize(
    ("rows", "columns", "k"),
    [([], ["site"], 5), (ROWS, [], 5), (ROWS, ["colour"], 5), (ROWS, ["site"], 1)],
)
def test_nothing_to_measure_is_refused(rows, columns, k):
    with pytest.raises(UnusableInput):
        small_group_risk(rows, columns, k=k)
