"""The dates of a series, against a calendar kept by hand."""

from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import (
    ClockChange,
    ClosedDays,
    NoOpenDate,
    Rhythm,
    SessionInThePast,
    UnusablePlan,
    at_wall_time,
    plan_sessions,
)

TUESDAY_AFTERNOON = Rhythm(weekday=1, at=time(15), duration=timedelta(hours=2))


def test_ten_weekly_meetings_of_two_hours():
    sessions = plan_sessions(date(2026, 1, 12), TUESDAY_AFTERNOON, 10)
    assert [s.number for s in sessions] == list(range(1, 11))
    assert [s.on for s in sessions] == [date(2026, 1, 13) + timedelta(weeks=n) for n in range(10)]
    assert {s.starts_at.time() for s in sessions} == {time(15)}
    assert {s.ends_at - s.starts_at for s in sessions} == {timedelta(hours=2)}


def test_public_holidays_eves_and_closed_weeks_are_passed_over():
    rhythm = Rhythm(
        weekday=3, at=time(15), duration=timedelta(hours=2), closed=ClosedDays(frozenset({42}))
    )
    spring = plan_sessions(date(2026, 3, 26), rhythm, 8)
    assert [s.on for s in spring] == [
        date(2026, 3, 26),  # 2 April is Maundy Thursday
        date(2026, 4, 9),
        date(2026, 4, 16),
        date(2026, 4, 23),
        date(2026, 4, 30),
        date(2026, 5, 7),  # 14 May is Ascension Day
        date(2026, 5, 21),
        date(2026, 5, 28),
    ]
    autumn = plan_sessions(date(2026, 10, 8), rhythm, 3)
    assert [s.on for s in autumn] == [date(2026, 10, 8), date(2026, 10, 22), date(2026, 10, 29)]
    christmas = plan_sessions(date(2026, 12, 17), rhythm, 2)  # the eves are Thursdays that year
    assert [s.on for s in christmas] == [date(2026, 12, 17), date(2027, 1, 7)]


def test_great_prayer_day_was_a_holiday_until_2023_only():
    friday = Rhythm(weekday=4, at=time(10), duration=timedelta(hours=1))
    assert plan_sessions(date(2023, 5, 5), friday, 1)[0].on == date(2023, 5, 12)
    assert plan_sessions(date(2024, 4, 26), friday, 1)[0].on == date(2024, 4, 26)


def test_reasons_are_said_in_danish():
    closed = ClosedDays(frozenset({42}), {date(2026, 5, 15): "Huset holder lukket"})
    assert closed.reason(date(2026, 5, 14)) == "Kristi himmelfartsdag"
    assert closed.reason(date(2026, 5, 15)) == "Huset holder lukket"
    assert closed.reason(date(2026, 10, 12)) == "Lukket i uge 42"
    assert closed.reason(date(2026, 12, 24)) == "Juleaften"
    assert closed.reason(date(2026, 12, 31)) == "Nytårsaften"
    assert closed.reason(date(2026, 5, 18)) is None
    assert ClosedDays(country=None, eves=False).reason(date(2026, 12, 25)) is None


def test_every_second_week():
    rhythm = Rhythm(weekday=0, at=time(17), duration=timedelta(hours=2), every_weeks=2)
    assert [s.on for s in plan_sessions(date(2026, 3, 23), rhythm, 3)] == [
        date(2026, 3, 23),
        date(2026, 4, 13),  # 6 April is Easter Monday
        date(2026, 4, 27),
    ]


def test_two_hours_across_the_change_of_clocks_are_two_hours():
    night = Rhythm(weekday=6, at=time(1), duration=timedelta(hours=2))
    session = night.session(1, date(2026, 3, 29))
    assert session.ends_at.astimezone(UTC) - session.starts_at.astimezone(UTC) == timedelta(hours=2)
    assert session.ends_at.time() == time(4)


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        (date(2026, 3, 29), time(2), "never shows 02:00"),
        (date(2026, 3, 29), time(2, 30), "summer time begins"),
        (date(2026, 10, 25), time(2), "twice"),
        (date(2026, 10, 25), time(2, 59), "winter time begins"),
    ],
)
def test_a_time_the_clock_shows_never_or_twice_is_refused(day, clock, words):
    with pytest.raises(ClockChange, match=words):
        at_wall_time(day, clock)


def test_three_in_the_morning_on_both_nights_exists_once():
    assert at_wall_time(date(2026, 3, 29), time(3)).utcoffset() == timedelta(hours=2)
    assert at_wall_time(date(2026, 10, 25), time(3)).utcoffset() == timedelta(hours=1)
    with pytest.raises(UnusableInput, match="without one"):
        at_wall_time(date(2026, 3, 29), time(3, tzinfo=UTC))


def test_a_start_before_today_is_refused():
    with pytest.raises(SessionInThePast, match="2026-01-12 lies before today"):
        plan_sessions(date(2026, 1, 12), TUESDAY_AFTERNOON, 10, today=date(2026, 1, 13))
    assert plan_sessions(date(2026, 1, 13), TUESDAY_AFTERNOON, 1, today=date(2026, 1, 13))


def test_what_no_calendar_holds_is_refused():
    with pytest.raises(UnusablePlan, match="between 1 and 200"):
        plan_sessions(date(2026, 1, 12), TUESDAY_AFTERNOON, 0)
    with pytest.raises(UnusablePlan, match="weekday"):
        Rhythm(weekday=7, at=time(15), duration=timedelta(hours=2))
    with pytest.raises(UnusablePlan, match="one minute"):
        Rhythm(weekday=1, at=time(15), duration=timedelta(0))
    with pytest.raises(UnusablePlan, match="weeks apart"):
        Rhythm(weekday=1, at=time(15), duration=timedelta(hours=2), every_weeks=0)
    with pytest.raises(UnusableInput, match="no ISO week 54"):
        ClosedDays(frozenset({54}))


def test_closed_all_the_year_ends_in_a_sentence():
    never = ClosedDays(frozenset(range(1, 54)))
    rhythm = Rhythm(weekday=1, at=time(15), duration=timedelta(hours=2), closed=never)
    with pytest.raises(NoOpenDate, match="open some weeks"):
        plan_sessions(date(2026, 1, 12), rhythm, 1)


@pytest.mark.parametrize("start", [date.max, date(9999, 12, 20), date(9999, 6, 1)])
def test_the_end_of_the_calendar_ends_in_a_sentence(start):
    with pytest.raises(UnusableInput):
        plan_sessions(start, TUESDAY_AFTERNOON, 200)


def test_moments_outside_the_calendar_end_in_a_sentence():
    with pytest.raises(UnusableInput, match="too far away"):
        at_wall_time(date.min, time(0, 30))
    with pytest.raises(NoOpenDate, match="before the session does"):
        TUESDAY_AFTERNOON.session(1, date.max, time(23, 30))


@settings(max_examples=60, deadline=None)
@given(
    start=st.dates(date(2024, 1, 1), date(2034, 12, 31)),
    weekday=st.integers(0, 6),
    hour=st.integers(7, 21),
    count=st.integers(1, 30),
    weeks=st.frozensets(st.integers(1, 53), max_size=20),
    timezone=st.sampled_from(["Europe/Copenhagen", "America/Nuuk", "UTC"]),
)
def test_sessions_are_open_in_order_and_leave_no_open_date_out(
    start, weekday, hour, count, weeks, timezone
):
    closed = ClosedDays(weeks)
    rhythm = Rhythm(
        weekday, time(hour), timedelta(hours=2), timezone=ZoneInfo(timezone), closed=closed
    )
    held = [s.on for s in plan_sessions(start, rhythm, count)]
    every_open_day = [
        day
        for n in range((held[-1] - start).days + 1)
        if (day := start + timedelta(days=n)).weekday() == weekday and closed.reason(day) is None
    ]
    assert held == every_open_day
    assert len(held) == count
