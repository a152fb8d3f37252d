"""One session moved or cancelled, and what the others do."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.scheduling import (
    Rest,
    Rhythm,
    SessionInThePast,
    SessionOutOfOrder,
    UnusablePlan,
    cancel_session,
    move_session,
    plan_sessions,
)

RHYTHM = Rhythm(weekday=1, at=time(15), duration=timedelta(hours=2))
TODAY = date(2026, 1, 1)


@pytest.fixture
def sessions():
    return plan_sessions(date(2026, 1, 13), RHYTHM, 5)


def held(sessions):
    return {s.number: (s.on.month, s.on.day) for s in sessions}


def test_a_cancelled_session_shifts_the_rest_and_keeps_the_order(sessions):
    changed = cancel_session(sessions, 3, rhythm=RHYTHM, today=TODAY)
    assert held(changed) == {1: (1, 13), 2: (1, 20), 3: (2, 3), 4: (2, 10), 5: (2, 17)}


def test_a_cancelled_session_is_held_last_when_the_others_keep_their_dates(sessions):
    changed = cancel_session(sessions, 3, rhythm=RHYTHM, today=TODAY, rest=Rest.APPEND)
    assert [s.number for s in changed] == [1, 2, 4, 5, 3]
    assert held(changed) == {1: (1, 13), 2: (1, 20), 4: (2, 3), 5: (2, 10), 3: (2, 17)}


def test_a_session_moved_within_its_week_leaves_the_others(sessions):
    changed = move_session(sessions, 3, date(2026, 1, 29), rhythm=RHYTHM, today=TODAY, at=time(10))
    assert held(changed) == {1: (1, 13), 2: (1, 20), 3: (1, 29), 4: (2, 3), 5: (2, 10)}
    assert changed[2].starts_at.hour == 10


def test_a_session_moved_past_others_pushes_only_those_it_must(sessions):
    changed = move_session(sessions, 2, date(2026, 1, 29), rhythm=RHYTHM, today=TODAY)
    assert held(changed) == {1: (1, 13), 2: (1, 29), 3: (2, 3), 4: (2, 10), 5: (2, 17)}


def test_a_shifted_series_passes_over_holidays():
    thursday = Rhythm(weekday=3, at=time(15), duration=timedelta(hours=2))
    sessions = plan_sessions(date(2026, 4, 30), thursday, 2)
    changed = cancel_session(sessions, 2, rhythm=thursday, today=TODAY)
    assert held(changed) == {1: (4, 30), 2: (5, 21)}  # 14 May is Ascension Day


def test_a_session_is_never_moved_before_an_earlier_one(sessions):
    for day in (date(2026, 1, 20), date(2026, 1, 15)):
        with pytest.raises(SessionOutOfOrder, match="before session 2 on 2026-01-20"):
            move_session(sessions, 3, day, rhythm=RHYTHM, today=TODAY)
    with pytest.raises(SessionOutOfOrder, match="would pass session 4"):
        move_session(sessions, 3, date(2026, 2, 4), rhythm=RHYTHM, today=TODAY, rest=Rest.KEEP)
    kept = move_session(sessions, 3, date(2026, 1, 28), rhythm=RHYTHM, today=TODAY, rest=Rest.KEEP)
    assert held(kept)[3] == (1, 28)


def test_nothing_is_moved_into_the_past_or_after_it_was_held(sessions):
    later = date(2026, 1, 25)
    with pytest.raises(SessionInThePast, match="lies before today"):
        move_session(sessions, 3, date(2026, 1, 24), rhythm=RHYTHM, today=later)
    with pytest.raises(SessionInThePast, match="Session 2 was held on 2026-01-20"):
        move_session(sessions, 2, date(2026, 2, 26), rhythm=RHYTHM, today=later)
    with pytest.raises(SessionInThePast, match="was held"):
        cancel_session(sessions, 1, rhythm=RHYTHM, today=later)


def test_unknown_sessions_and_empty_choices_are_refused(sessions):
    with pytest.raises(UnusablePlan, match="no session 6"):
        cancel_session(sessions, 6, rhythm=RHYTHM, today=TODAY)
    with pytest.raises(UnusablePlan, match="shifts the rest or goes to the end"):
        cancel_session(sessions, 1, rhythm=RHYTHM, today=TODAY, rest=Rest.KEEP)
    with pytest.raises(UnusablePlan, match="cancel it"):
        move_session(sessions, 1, TODAY, rhythm=RHYTHM, today=TODAY, rest=Rest.APPEND)


@settings(max_examples=80, deadline=None)
@given(data=st.data(), count=st.integers(1, 12), every_weeks=st.integers(1, 3))
def test_any_run_of_changes_keeps_every_theme_and_never_overlaps(data, count, every_weeks):
    rhythm = Rhythm(1, time(15), timedelta(hours=2), every_weeks)
    sessions = plan_sessions(date(2026, 1, 13), rhythm, count)
    for _ in range(data.draw(st.integers(1, 5))):
        number = data.draw(st.integers(1, count))
        before = {s.number: s.starts_at for s in sessions}
        if data.draw(st.booleans()):
            rest = data.draw(st.sampled_from([Rest.SHIFT, Rest.APPEND]))
            sessions = cancel_session(sessions, number, rhythm=rhythm, today=TODAY, rest=rest)
            assert next(s for s in sessions if s.number == number).starts_at > before[number]
        else:
            to = TODAY + timedelta(days=data.draw(st.integers(0, 200)))
            try:
                sessions = move_session(sessions, number, to, rhythm=rhythm, today=TODAY)
            except SessionOutOfOrder:
                continue
        assert sorted(s.number for s in sessions) == list(range(1, count + 1))
        for earlier, later in pairwise(sessions):
            assert earlier.ends_at <= later.starts_at
