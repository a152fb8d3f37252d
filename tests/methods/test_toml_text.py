"""What is written as TOML reads back the same."""

import tomllib
from datetime import date, time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.toml_text import dump_toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = (
    TEXT
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.decimals(-1000, 1000, places=4)
    | st.dates()
    | st.times()
)
TABLES = st.recursive(
    st.dictionaries(TEXT, PLAIN | st.lists(TEXT, max_size=3), max_size=3),
    lambda inner: st.dictionaries(
        TEXT, inner | st.lists(inner, min_size=1, max_size=3), max_size=3
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_any_table_comes_back(table):
    assert tomllib.loads(dump_toml(table), parse_float=Decimal) == table


def test_the_form_people_expect():
    table = {"a": 1, "none": None, "when": date(2026, 1, 13), "at": time(15)}
    table |= {"b": {"c": "d"}, "list": [{"e": Decimal("1.50")}, {"e": Decimal(2)}]}
    assert dump_toml(table).splitlines() == [
        "a = 1",
        "when = 2026-01-13",
        "at = 15:00:00",
        "",
        "[b]",
        'c = "d"',
        "",
        "[[list]]",
        "e = 1.50",
        "",
        "[[list]]",
        "e = 2.0",
    ]
