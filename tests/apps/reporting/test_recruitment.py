"""The forecast: a pace drawn on, with its bounds, and no date out of nothing."""

from datetime import date, timedelta

import pytest

from peervej.apps.reporting.queries.completeness import completeness_of, skipped_items
from peervej.apps.reporting.queries.recruitment import forecast_target, recruitment_of
from tests.apps.reporting.conftest import Story
from tests.factories.moments import NOW

MONDAY = date(2026, 9, 7)


def test_a_pace_is_drawn_on() -> None:
    found = forecast_target((4,) * 8, 36, 100, MONDAY)
    assert found.per_week == 4
    assert found.expected == MONDAY + timedelta(weeks=16)
    assert found.earliest < found.expected < found.latest


def test_with_nobody_lately_there_is_no_date() -> None:
    found = forecast_target((0,) * 8, 36, 100, MONDAY)
    assert (found.expected, found.latest) == (None, None)


def test_one_person_lately_has_no_latest_date() -> None:
    assert forecast_target((0, 1), 36, 100, MONDAY).latest is None


def test_a_reached_target_needs_no_date() -> None:
    assert forecast_target((4,) * 8, 100, 100, MONDAY).remaining == 0


@pytest.mark.django_db
def test_people_count_in_the_week_they_joined(story: Story) -> None:
    found = recruitment_of(story.trial, NOW.date())
    assert found.joined == 13
    assert found.sites[0].joined == sum(found.sites[0].weeks) == 13
    assert found.sites[0].drawn == 12
    assert found.weeks[-1] == MONDAY


@pytest.mark.django_db
def test_forms_are_counted_and_no_answer_is_read(story: Story) -> None:
    rows = {row.occasion: row for row in completeness_of(story.trial, NOW.date())}
    last = rows["follow_up"]
    assert (last.issued, last.answered, last.withdrawn) == (12, 9, 1)
    assert (last.open_now, last.overdue) == (0, 0)
    later = completeness_of(story.trial, NOW.date() + timedelta(days=200))
    assert {row.occasion: row.overdue for row in later}["follow_up"] == 2
    assert [one.skipped for one in skipped_items(story.trial)] == [0, 0]
