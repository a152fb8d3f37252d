"""The dates a group would meet on, before and after they are written down."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from peervej.apps.places.models import ClosedWeek, Site
from peervej.apps.programmes.models import Group, Period
from peervej.apps.programmes.queries.meetings import definition_of, local_day
from peervej.methods.scheduling import ClosedDays, PlannedSession, Rhythm, plan_sessions


def closed_days(site: Site) -> ClosedDays:
    """Danish holidays and the weeks in which the site is closed."""
    dates: dict[date, str] = {}
    for row in ClosedWeek.objects.filter(site=site):
        monday = date.fromisocalendar(row.year, row.week, 1)
        for offset in range(7):
            dates[monday + timedelta(days=offset)] = f"Lukket i uge {row.week}"
    return ClosedDays(dates=dates)


def rhythm_for(period: Period, first: date, at: time) -> Rhythm:
    """How a group meets that starts on `first` at `at`."""
    duration = definition_of(period.programme).session_duration
    return Rhythm(first.weekday(), at, duration, closed=closed_days(period.site))


def rhythm_of(group: Group) -> Rhythm:
    """How a planned group meets."""
    return rhythm_for(group.period, group.starts_on, group.start_time)


def preview_dates(period: Period, first: date, at: time, *, now: datetime) -> list[PlannedSession]:
    """The dates a group would get; raises UnusableInput when they cannot be laid out."""
    count = definition_of(period.programme).session_count
    return plan_sessions(first, rhythm_for(period, first, at), count, today=local_day(now))


def skipped_days(period: Period, planned: list[PlannedSession]) -> list[tuple[date, str]]:
    """The regular days passed over, each with its reason."""
    closed = closed_days(period.site)
    skipped = []
    for earlier, later in pairwise(planned):
        day = earlier.on + timedelta(weeks=1)
        while day < later.on:
            skipped.append((day, closed.reason(day) or ""))
            day += timedelta(weeks=1)
    return skipped
