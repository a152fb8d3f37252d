"""The dates of a group's sessions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling.closures import DANISH_CLOSURES, ClosedDays
from peervej.methods.scheduling.walltime import COPENHAGEN, at_wall_time

MAX_SESSIONS = 200
LONGEST_CLOSURE = timedelta(days=730)


class UnusablePlan(UnusableInput):
    """These sessions cannot be laid out as asked."""


class SessionInThePast(UnusablePlan):
    """A session would lie before today."""


class SessionOutOfOrder(UnusablePlan):
    """A session would lie before one that comes earlier in the series."""


class NoOpenDate(UnusablePlan):
    """Closed days leave no date to meet on."""


@dataclass(frozen=True)
class PlannedSession:
    """One session: its number in the series (which theme it has) and when it is held."""

    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def on(self) -> date:
        """Return the local date it is held on."""
        return self.starts_at.date()


@dataclass(frozen=True)
class Rhythm:
    """How a group meets: weekday (Monday = 0), wall time, length, every so many weeks.

    Raises `UnusablePlan` on a weekday outside 0–6, a length outside one minute to one day, or
    an interval under one week.
    """

    weekday: int
    at: time
    duration: timedelta
    every_weeks: int = 1
    timezone: ZoneInfo = COPENHAGEN
    closed: ClosedDays = DANISH_CLOSURES

    def __post_init__(self) -> None:
        """Refuse what no calendar holds."""
        if not 0 <= self.weekday <= 6:
            raise UnusablePlan("The weekday must be a number from 0 (Monday) to 6 (Sunday).")
        if not timedelta(minutes=1) <= self.duration <= timedelta(days=1):
            raise UnusablePlan("A session lasts between one minute and one day.")
        if not 1 <= self.every_weeks <= 52:
            raise UnusablePlan("Sessions lie between 1 and 52 weeks apart.")

    def session(self, number: int, day: date, at: time | None = None) -> PlannedSession:
        """Place one session; raises `ClockChange` when the clock never shows its start."""
        starts_at = at_wall_time(day, self.at if at is None else at, self.timezone)
        try:
            # Reckoned in UTC: across a change of clocks two hours on the wall are not two hours.
            ends_at = (starts_at.astimezone(UTC) + self.duration).astimezone(self.timezone)
        except OverflowError:
            raise NoOpenDate("The calendar ends before the session does; start earlier.") from None
        return PlannedSession(number, starts_at, ends_at)

    def open_dates(self, first: date) -> Iterator[date]:
        """Yield the regular dates from ``first`` on that are not closed.

        A closed date is passed over to the next week, and the interval counts on from there.
        Raises `NoOpenDate` when two years hold none.
        """
        try:
            day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
            while True:
                day = self._next_open(day)
                yield day
                day += timedelta(weeks=self.every_weeks)
        except OverflowError:
            raise NoOpenDate("The calendar ends before the last session; start earlier.") from None

    def _next_open(self, day: date) -> date:
        last = day + LONGEST_CLOSURE
        while self.closed.reason(day) is not None:
            day += timedelta(weeks=1)
            if day > last:
                raise NoOpenDate(
                    "Closed days leave no date to meet on for two years; open some weeks again."
                )
        return day


def plan_sessions(
    start: date, rhythm: Rhythm, count: int, *, today: date | None = None
) -> list[PlannedSession]:
    """Lay out ``count`` sessions from ``start`` on, numbered from 1, over closed days.

    The first is held on the first open date with the rhythm's weekday on or after ``start``.
    Raises `SessionInThePast` when ``today`` is given and ``start`` lies before it,
    `UnusablePlan` on a count outside 1–200, `NoOpenDate` and `ClockChange`.
    """
    if not 1 <= count <= MAX_SESSIONS:
        raise UnusablePlan(f"A series has between 1 and {MAX_SESSIONS} sessions, not {count}.")
    if today is not None and start < today:
        raise SessionInThePast(
            f"The start {start.isoformat()} lies before today, {today.isoformat()}; "
            "choose a later date."
        )
    dates = rhythm.open_dates(start)
    return [rhythm.session(number, next(dates)) for number in range(1, count + 1)]
