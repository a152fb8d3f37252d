"""A group as the desk and its leaders see it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import EnrolmentState, GroupState, MeetingState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Session
from peervej.apps.programmes.queries.meetings import definition_of
from peervej.apps.programmes.queries.seats import intake_is_open
from peervej.apps.programmes.queries.sessions import Leaders, leaders_of
from peervej.data.programmes import Theme


@dataclass(frozen=True)
class GroupRow:
    """One line of the list: the group, its dots, its seats."""

    group: Group
    sessions: int
    done: int
    current: int | None
    taken: int
    is_open: bool


def group_rows(site: Site, now: datetime, *states: GroupState) -> list[GroupRow]:
    """The groups of a site in these states, soonest first."""
    seated = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.SEATED))
    rows = Group.objects.filter(period__site=site, state__in=states).annotate(taken=seated)
    rows = rows.select_related("period__site", "period__programme").prefetch_related("sessions")
    return [_row(group, now) for group in rows.order_by("starts_on", "pk")]


def _row(group: Group, now: datetime) -> GroupRow:
    sessions = [one for one in group.sessions.all() if one.state != MeetingState.CANCELLED]
    done = sum(session.ends_at <= now for session in sessions)
    current = done + 1 if done < len(sessions) else None
    taken: int = getattr(group, "taken", 0)
    return GroupRow(group, len(sessions), done, current, taken, intake_is_open(group, now))


@dataclass(frozen=True)
class SessionLine:
    """One session with its theme, its leaders, and how many came."""

    session: Session
    theme: Theme | None
    leaders: Leaders
    present: int
    called_off: int


def session_lines(group: Group) -> list[SessionLine]:
    """The sessions of a group in order of time."""
    came = Count("attendance", filter=Q(attendance__presence=Presence.PRESENT))
    off = Count("attendance", filter=Q(attendance__presence=Presence.EXCUSED))
    rows = group.sessions.exclude(state=MeetingState.CANCELLED)
    rows = rows.select_related("group__period__site", "group__period__programme")
    rows = rows.prefetch_related("group__facilitators", "away", "stand_ins")
    rows = rows.annotate(present=came, called_off=off).order_by("starts_at")
    themes = {theme.number: theme for theme in definition_of(group.period.programme).themes}
    return [
        SessionLine(row, themes.get(row.theme), leaders_of(row), row.present, row.called_off)
        for row in rows
    ]


def theme_of(session: Session) -> Theme | None:
    """What the session is about, with its manual."""
    themes = definition_of(session.group.period.programme).themes
    return next((theme for theme in themes if theme.number == session.theme), None)


@dataclass(frozen=True)
class MemberLine:
    """One person in a group: their dots for the sessions that have been noted."""

    enrolment: Enrolment
    present: int
    noted: int


def member_lines(group: Group) -> list[MemberLine]:
    """Those who have or had a seat in the group, by name."""
    states = (EnrolmentState.SEATED, EnrolmentState.COMPLETED, EnrolmentState.STOPPED)
    rows = group.enrolments.filter(state__in=states).select_related("person")
    held = Attendance.objects.filter(session__group=group, session__state=MeetingState.HELD)
    present = held.filter(presence=Presence.PRESENT)
    counts = {
        row["enrolment"]: row["n"] for row in held.values("enrolment").annotate(n=Count("pk"))
    }
    came = {
        row["enrolment"]: row["n"] for row in present.values("enrolment").annotate(n=Count("pk"))
    }
    lines = [MemberLine(row, came.get(row.pk, 0), counts.get(row.pk, 0)) for row in rows]
    return sorted(lines, key=lambda line: line.enrolment.person.chosen_name.casefold())
