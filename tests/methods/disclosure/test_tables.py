"""Suppressed tables, attacked by trying every filling there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.disclosure import (
    SuppressedTable,
    UnusableTable,
    suppress,
    suppress_counts,
    worked_out,
)
from peervej.methods.disclosure.network import Network
from peervej.methods.disclosure.tables import publish, table_arcs, table_values

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=3)
)


def fillings(table, shown):
    """Yield every table near the true one that agrees with all that was published."""
    choices = []
    for true_row, shown_row in zip(table, shown.cells, strict=True):
        for true, number in zip(true_row, shown_row, strict=True):
            near = range(max(0, true - 1), true + 2)
            choices.append([number] if number is not None else near)
    width = len(table[0])
    for flat in product(*choices):
        rows = [flat[place : place + width] for place in range(0, len(flat), width)]
        sums = [sum(row) for row in rows]
        columns = [sum(column) for column in zip(*rows, strict=True)]
        pairs = [
            *zip(shown.row_totals, sums, strict=True),
            *zip(shown.column_totals, columns, strict=True),
            (shown.total, sum(sums)),
        ]
        if all(number in (None, found) for number, found in pairs):
            yield table_values(rows)


def given_away(table, shown):
    """Return the names of hidden counts that have the same value in every filling."""
    seen = {name: set() for name in table_values(table)}
    for filling in fillings(table, shown):
        for name, value in filling.items():
            seen[name].add(value)
    hidden = names(shown, hidden=True)
    return {name for name in hidden if len(seen[name]) == 1}


def names(shown: SuppressedTable, *, hidden: bool):
    found = {
        ("cell", row, column): number
        for row, numbers in enumerate(shown.cells)
        for column, number in enumerate(numbers)
    }
    found |= {("row", row, 0): number for row, number in enumerate(shown.row_totals)}
    found |= {("column", 0, column): n for column, n in enumerate(shown.column_totals)}
    found["total", 0, 0] = shown.total
    return {name for name, number in found.items() if (number is None) is hidden}


@settings(max_examples=120, deadline=None)
@given(TABLES)
def test_no_hidden_count_can_be_worked_out(table):
    shown = suppress(table)
    assert given_away(table, shown) == set()
    values = table_values(table)
    small = {name for name, value in values.items() if value < 5}
    assert small <= names(shown, hidden=True)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_nor_with_zeros_published(table):
    shown = suppress(table, keep_zeros=True)
    assert given_away(table, shown) == set()
    values = table_values(table)
    assert {name for name, value in values.items() if 0 < value < 5} <= names(shown, hidden=True)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_hiding_only_the_small_ones_is_judged_as_integer_programming_judges_it(table):
    arcs = table_arcs(table)
    small = {index for index, arc in enumerate(arcs) if arc.value < 5}
    shown = publish(table, small)
    found = {arcs[index].name for index in Network(arcs, set(small)).determined()}
    assert found == given_away(table, shown)
    published = {arc.name: None if index in small else arc.value for index, arc in enumerate(arcs)}
    assert found == {name for _, name in worked_out([(table, published)], cumulative=False)}


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_what_is_hidden_for_the_others_sake_is_needed(table):
    shown = suppress(table)
    values = table_values(table)
    arcs = table_arcs(table)
    hidden = {i for i, arc in enumerate(arcs) if arc.name in names(shown, hidden=True)}
    for index in hidden:
        if values[arcs[index].name] >= 5:
            fewer = hidden - {index}
            assert list(Network(arcs, fewer).determined())


def test_the_attack_itself_finds_what_is_given_away():
    table = [[3, 10, 20], [12, 14, 30], [9, 40, 50]]
    naive = SuppressedTable(
        ((None, 10, 20), (12, 14, 30), (9, 40, 50)), (33, 56, 99), (24, 64, 100), 188
    )
    assert given_away(table, naive) == {("cell", 0, 0)}


def test_a_table_one_can_follow_by_hand():
    shown = suppress([[3, 10, 20], [12, 14, 30], [9, 40, 50]])
    assert shown.cells == ((None, None, 20), (None, None, 30), (9, 40, 50))
    assert shown.row_totals == (33, 56, 99)
    assert shown.column_totals == (24, 64, 100)
    assert (shown.total, shown.left_out) == (188, 4)


def test_a_table_without_small_counts_is_published_whole():
    shown = suppress([[10, 20], [30, 40]])
    assert (shown.cells, shown.left_out) == (((10, 20), (30, 40)), 0)


def test_two_hidden_counts_of_none_give_each_other_away_without_a_third():
    assert suppress_counts([0, 0, 20]).counts == (None, None, None)
    assert suppress_counts([0, 0, 20]).total == 20


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([3, 7, 20], (None, None, 20), 30),
        ([10, 20], (10, 20), 30),
        ([3], (None,), None),
        ([12], (12,), 12),
        ([0, 0], (None, None), None),
        ([4, 4, 4, 30], (None, None, None, 30), 42),
    ],
)
def test_lists(counts, shown, total):
    found = suppress_counts(counts)
    assert (found.counts, found.total) == (shown, total)


def test_a_threshold_of_ones_own():
    assert suppress([[3, 10]], threshold=2).left_out == 0
    assert suppress([[9, 30, 50], [11, 60, 70]], threshold=10).cells[0][0] is None


def test_a_table_too_large_to_be_pruned_is_closed_all_the_same():
    table = [[(row * 7 + column * 3) % 11 for column in range(42)] for row in range(40)]
    shown = suppress(table)
    hidden = names(shown, hidden=True)
    arcs = table_arcs(table)
    indices = {index for index, arc in enumerate(arcs) if arc.name in hidden}
    assert list(Network(arcs, indices).determined()) == []


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "no counts"),
        ([[]], "no counts"),
        ([[1, 2], [3]], "not equally long"),
        ([[-1]], "whole number from 0, not -1"),
        ([[1.5]], "not 1.5"),
        ([[True]], "not True"),
        ([["3"]], "not '3'"),
        ([[None]], "not None"),
        ([[1] * 51] * 50, "more than 2500"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(table, words):
    with pytest.raises(UnusableTable, match=words):
        suppress(table)
    with pytest.raises(UnusableTable, match="at least 1"):
        suppress([[1]], threshold=0)
