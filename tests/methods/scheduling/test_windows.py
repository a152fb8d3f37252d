"""Who may still join, and which answers count."""

from datetime import date, datetime, time, timedelta

import pytest

from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import (
    COPENHAGEN,
    Rest,
    Rhythm,
    UnusablePlan,
    assessment_window,
    baseline_window,
    cancel_session,
    intake_closes_at,
    intake_open,
    plan_sessions,
)

RHYTHM = Rhythm(weekday=1, at=time(15), duration=timedelta(hours=2))


def moment(day, hour, minute=0):
    return datetime(2026, 1, day, hour, minute, tzinfo=COPENHAGEN)


def test_the_group_takes_people_in_through_its_second_meeting():
    sessions = plan_sessions(date(2026, 1, 13), RHYTHM, 10)
    assert intake_open(sessions, moment(1, 9))
    assert intake_open(sessions, moment(20, 16, 59))
    assert not intake_open(sessions, moment(20, 17))
    assert intake_open(sessions, moment(20, 17), last_intake_session=3)


def test_a_session_put_last_does_not_keep_the_group_open():
    sessions = plan_sessions(date(2026, 1, 13), RHYTHM, 10)
    changed = cancel_session(sessions, 2, rhythm=RHYTHM, today=date(2026, 1, 1), rest=Rest.APPEND)
    assert intake_closes_at(changed) == moment(27, 17)


def test_an_intake_that_outlasts_the_group_is_refused():
    sessions = plan_sessions(date(2026, 1, 13), RHYTHM, 1)
    with pytest.raises(UnusablePlan, match="1 sessions"):
        intake_open(sessions, moment(1, 9))


def test_the_follow_up_opens_at_the_same_time_for_both_arms():
    window = assessment_window(date(2026, 1, 13), offset_weeks=10, before_days=7, after_days=21)
    assert (window.opens_on, window.due_on, window.closes_on) == (
        date(2026, 3, 17),
        date(2026, 3, 24),
        date(2026, 4, 14),
    )
    assert window.contains(date(2026, 3, 17))
    assert window.contains(date(2026, 4, 14))
    assert not window.contains(date(2026, 3, 16))
    assert not window.contains(date(2026, 4, 15))


def test_a_baseline_is_at_most_fourteen_days_old_at_the_draw():
    window = baseline_window(date(2026, 1, 13))
    assert window.contains(date(2025, 12, 30))
    assert not window.contains(date(2025, 12, 29))
    assert not window.contains(date(2026, 1, 14))


def test_impossible_windows_are_refused():
    with pytest.raises(UnusableInput, match="0 or more days"):
        assessment_window(date(2026, 1, 13), offset_weeks=10, before_days=-1, after_days=0)
    with pytest.raises(UnusableInput, match="0 to 520 weeks"):
        assessment_window(date(2026, 1, 13), offset_weeks=521, before_days=0, after_days=0)
    with pytest.raises(UnusableInput, match="too far away"):
        assessment_window(date.max, offset_weeks=1, before_days=0, after_days=0)
    with pytest.raises(UnusableInput, match="too far away"):
        baseline_window(date.min)
