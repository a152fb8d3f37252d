"""Where the figure puts things."""

from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.report.drawing import WIDTH, Interval, draw_intervals

numbers = st.floats(-1e4, 1e4, allow_nan=False)


@settings(max_examples=60)
@given(st.lists(st.tuples(numbers, numbers, numbers).map(sorted), min_size=1, max_size=6))
def test_everything_stays_inside_and_in_order(ends: list[list[float]]) -> None:
    figure = draw_intervals([Interval("a", mid, low, high) for low, mid, high in ends])
    for row in figure.rows:
        assert 0 <= row.x_low <= row.x <= row.x_high <= WIDTH
    assert 0 <= figure.zero <= WIDTH
    assert [row.y for row in figure.rows] == sorted(row.y for row in figure.rows)
    assert all(0 <= tick.x <= WIDTH for tick in figure.ticks)


def test_numbers_are_written_in_danish() -> None:
    figure = draw_intervals([Interval("a", -1.25, -2.5, -0.04)])
    assert figure.rows[0].text == "−1,2 (−2,5 – 0,0)"
