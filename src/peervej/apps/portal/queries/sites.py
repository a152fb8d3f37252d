"""A site as its coordinator sets it up: periods with those who wait, and closed weeks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peervej.apps.places.models import ClosedWeek, Site
from peervej.apps.programmes.enums import EnrolmentState, GroupState, MeetingState
from peervej.apps.programmes.models import Enrolment, Group, Period, Session
from peervej.apps.programmes.queries import local_day
from peervej.apps.trial.models import Trial

IN_LINE = (EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.AWAITING_DRAW)
OPEN_GROUPS = (GroupState.PLANNED, GroupState.RUNNING)


@dataclass(frozen=True)
class PeriodLine:
    """One period: where it stands, and what is still in it."""

    period: Period
    trial_name: str
    is_over: bool
    is_ahead: bool
    waiting: int
    groups: int


def period_lines(site: Site, now: datetime) -> list[PeriodLine]:
    """The site's periods, the newest first."""
    today = local_day(now)
    names = dict(Trial.objects.values_list("code", "name"))
    rows = Period.objects.filter(site=site).select_related("programme")
    return [
        PeriodLine(
            period,
            names.get(period.trial_code, period.trial_code),
            period.ends_on is not None and period.ends_on < today,
            period.starts_on > today,
            Enrolment.objects.filter(period=period, state__in=IN_LINE).count(),
            Group.objects.filter(period=period, state__in=OPEN_GROUPS).count(),
        )
        for period in rows.order_by("-starts_on", "-pk")
    ]


@dataclass(frozen=True)
class WeekLine:
    """One closed week and the meetings that lie in it all the same."""

    closed: ClosedWeek
    monday: date
    meetings: int


def weeks_ahead(site: Site, now: datetime) -> list[WeekLine]:
    """Closed weeks that are not over, the next first."""
    today = local_day(now)
    planned = [
        local_day(starts_at)
        for starts_at in Session.objects.filter(
            group__period__site=site, state=MeetingState.PLANNED, starts_at__gt=now
        ).values_list("starts_at", flat=True)
    ]
    lines = []
    for row in ClosedWeek.objects.filter(site=site).order_by("year", "week"):
        monday = date.fromisocalendar(row.year, row.week, 1)
        sunday = monday + timedelta(days=6)
        if sunday >= today:
            inside = sum(monday <= day <= sunday for day in planned)
            lines.append(WeekLine(row, monday, inside))
    return lines
