"""The path's geometry: stops never touch, and the drawing stays inside its frame."""

from itertools import combinations, pairwise
from math import hypot

import pytest

from peervej.apps.design.paths import HALO, MOST_STOPS, RADIUS, draw_path

COUNTS = range(1, MOST_STOPS + 1)


def numbered(count):
    return [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("count", COUNTS)
def test_stops_never_touch_even_with_the_ring_of_the_current_one(count, narrow):
    drawing = draw_path(numbered(count), 1, 2, narrow=narrow)
    for one, other in combinations(drawing.stops, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 2 * RADIUS + HALO


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("count", COUNTS)
def test_every_stop_is_inside_the_frame_with_its_ring(count, narrow):
    drawing = draw_path(numbered(count), count, None, narrow=narrow)
    edge = RADIUS + HALO
    for stop in drawing.stops:
        assert edge <= stop.x <= drawing.width - edge
        assert edge <= stop.y <= drawing.height - edge


@pytest.mark.parametrize(("count", "rows"), [(5, 1), (6, 2), (10, 2), (14, 2)])
def test_a_narrow_path_turns_once_when_it_is_long(count, rows):
    heights = [stop.y for stop in draw_path(numbered(count), 0, 1, narrow=True).stops]
    assert 1 + sum(abs(b - a) > 2 * RADIUS for a, b in pairwise(heights)) == rows


def test_a_wide_path_has_one_row():
    heights = [stop.y for stop in draw_path(numbered(14), 0, 1, narrow=False).stops]
    assert max(heights) - min(heights) < RADIUS


def test_states_follow_what_is_done_and_what_is_next():
    states = [stop.state for stop in draw_path(numbered(5), 2, 3, narrow=True).stops]
    assert states == ["done", "done", "current", "upcoming", "upcoming"]


def test_walked_and_ahead_meet_and_together_are_the_whole():
    drawing = draw_path(numbered(10), 4, 5, narrow=True)
    assert drawing.walked.count("C") == 3
    assert drawing.walked.count("C") + drawing.ahead.count("C") == drawing.whole.count("C") == 9
    assert drawing.walked.split()[-2:] == drawing.ahead.lstrip("M").split()[:2]


def test_a_single_stop_has_no_band():
    drawing = draw_path(["1"], 1, None, narrow=True)
    assert (drawing.whole, drawing.walked, drawing.ahead) == ("", "", "")


@pytest.mark.parametrize("count", [0, MOST_STOPS + 1])
def test_too_few_or_too_many_stops_are_refused(count):
    with pytest.raises(ValueError, match="1 to 14 stops"):
        draw_path(numbered(count), 0, None, narrow=True)
