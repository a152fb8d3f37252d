"""The same figures again and again, attacked over all releases together."""

from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peervej.methods.disclosure import UnusableTable, release_count, release_table, worked_out
from peervej.methods.disclosure.tables import table_values

ROOM = 4


def test_a_step_of_one_person_is_never_seen():
    first = release_count(12, None)
    assert (first.value, first.held) == (12, False)
    second = release_count(13, first)
    assert (second.value, second.held) == (12, True)
    assert release_count(17, second).value == 17
    assert release_count(12, first) == first
    assert release_count(4, None).value is None
    assert release_count(4, release_count(12, None)).value is None
    assert release_count(9, release_count(3, None)).value == 9
    assert release_count(13, release_count(3, first)).value == 12
    with pytest.raises(UnusableTable):
        release_count(-1, None)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=20))
@example([12, 3, 13])
def test_published_figures_differ_by_none_or_by_enough(counts):
    released, shown = None, []
    for count in counts:
        released = release_count(count, released)
        if released.value is not None:
            shown.append(released.value)
            assert released.value >= 5
    for earlier, later in pairwise(shown):
        assert earlier == later or abs(earlier - later) >= 5


def near(release):
    """Return every table near the true one that agrees with what this release shows."""
    counts, shown = release.counts, release.by_name()
    width = len(counts[0])
    choices = [
        [n] if shown["cell", r, c] is not None else range(max(0, n - ROOM), n + ROOM + 1)
        for r, row in enumerate(counts)
        for c, n in enumerate(row)
    ]
    found = []
    for flat in product(*choices):
        table = [flat[place : place + width] for place in range(0, len(flat), width)]
        values = table_values(table)
        if all(number in (None, values[name]) for name, number in shown.items()):
            found.append(values)
    return found


def given_away(history):
    """Return hidden counts with one value in every pair of fillings in which none falls."""
    seen = [{name: set() for name in release.by_name()} for release in history]
    first, second = (near(release) for release in history)
    for one, two in product(first, second):
        if all(one[name] <= two[name] for name in one):
            for place, values in enumerate((one, two)):
                for name, value in values.items():
                    seen[place][name].add(value)
    return {
        (place, name)
        for place, release in enumerate(history)
        for name, number in release.by_name().items()
        if number is None and len(seen[place][name]) == 1
    }


@settings(max_examples=25, deadline=None)
@given(data=st.data(), rows=st.integers(1, 2))
def test_two_releases_together_give_nobody_away(data, rows):
    counts = st.lists(st.integers(0, 14), min_size=2, max_size=2)
    table = data.draw(st.lists(counts, min_size=rows, max_size=rows))
    growth = data.draw(st.lists(counts, min_size=rows, max_size=rows))
    later = [
        [n + more // 2 for n, more in zip(*pair, strict=True)]
        for pair in zip(table, growth, strict=True)
    ]
    first = release_table(table)
    second = release_table(later, [first])
    if second.held:
        assert second.shown == first.shown
        return
    assert given_away([first, second]) == set()
    for name, number in second.by_name().items():
        before = first.by_name()[name]
        if number is not None and before is not None:
            assert number == before or number - before >= 5


def test_two_tables_that_give_a_newcomer_away_are_found_out():
    first, second = [[10, 20], [30, 40]], [[11, 20], [30, 40]]
    naive = [(table, dict(table_values(table))) for table in (first, second)]
    hidden = {("cell", 0, 0), ("cell", 0, 1)}
    for name in hidden:
        naive[1][1][name] = None
    # The row total has grown by one and the other column not at all, so it is known who came.
    assert {name for _, name in worked_out(naive, cumulative=True)} == hidden
    assert release_table(second, [release_table(first)]).by_name()["row", 0, 0] is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([[9, 0], [10, 12]], [[14, 0], [11, 13]]),
        ([[7, 9, 0], [1, 2, 13]], [[9, 15, 0], [1, 2, 13]]),
    ],
)
def test_a_release_that_would_give_someone_away_is_held(before, after):
    first = release_table(before)
    second = release_table(after, [first])
    assert second.held
    assert (second.shown, second.counts) == (first.shown, first.counts)


def test_small_changes_are_hidden_and_large_ones_shown():
    first = release_table([[20, 20], [20, 20]])
    assert first.shown.left_out == 0
    second = release_table([[30, 20], [20, 22]], [first])
    assert second.shown.cells[1][1] is None
    third = release_table([[40, 30], [40, 40]], [first, second])
    assert (third.held, third.shown.left_out) == (False, 0)


def test_twelve_releases_in_a_row_stay_closed():
    history = []
    table = [[3, 12, 40], [8, 25, 0]]
    for step in range(12):
        table = [[n + (step * 7 + n) % 4 for n in row] for row in table]
        released = release_table(table, history)
        if not released.held:
            history.append(released)
    assert len(history) > 3
    shown = [(r.counts, r.by_name()) for r in history]
    assert worked_out(shown, cumulative=True) == []


def test_what_is_no_series_is_refused():
    first = release_table([[10, 20]])
    with pytest.raises(UnusableTable, match="another shape"):
        release_table([[10, 20, 30]], [first])
    with pytest.raises(UnusableTable, match="has fallen"):
        release_table([[9, 30]], [first])
    assert release_table([[2, 30]], [first], cumulative=False).shown.cells[0][0] is None
