"""What a group leader has ahead of them. Names people chose, never how to reach them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from peervej.apps.programmes.enums import MeetingState, Presence
from peervej.apps.programmes.models import Attendance, IntroMeeting, Session
from peervej.apps.programmes.queries.groups import theme_of
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.apps.programmes.queries.sessions import Leaders, leaders_of
from peervej.apps.volunteers.models import Volunteer
from peervej.data.programmes import Theme


@dataclass(frozen=True)
class LedMeeting:
    """A session or an intro meeting, as its leader needs to see it."""

    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    with_whom: list[str]
    backup: str
    session: Session | None
    intro: IntroMeeting | None
    theme: Theme | None
    leaders: Leaders | None
    is_away: bool


def meetings_led(volunteer: Volunteer, now: datetime) -> list[LedMeeting]:
    """Coming meetings the volunteer leads, soonest first; one going on is among them."""
    led = [_session(row, volunteer) for row in _sessions(volunteer).filter(ends_at__gt=now)]
    intros = IntroMeeting.objects.filter(
        leaders=volunteer, state=MeetingState.PLANNED, ends_at__gt=now
    )
    led += [_intro(row, volunteer) for row in intros.select_related("site")]
    return sorted(led, key=lambda meeting: meeting.starts_at)


def sessions_to_note(volunteer: Volunteer, now: datetime) -> list[Session]:
    """Sessions the volunteer led that are over and not noted, the latest first."""
    rows = _sessions(volunteer).filter(ends_at__lte=now).exclude(away=volunteer)
    return list(rows.order_by("-starts_at")[:5])


def words_given(session: Session) -> list[Attendance]:
    """Who has said beforehand that they come, or cannot."""
    rows = Attendance.objects.filter(
        session=session, presence__in=(Presence.EXPECTED, Presence.EXCUSED)
    )
    return list(rows.select_related("enrolment__person").order_by("presence"))


def _sessions(volunteer: Volunteer) -> QuerySet[Session]:
    rows = Session.objects.filter(
        group__facilitators=volunteer, group__state__in=OPEN_GROUPS, state=MeetingState.PLANNED
    )
    rows = rows.select_related("group__period__site", "group__period__programme")
    return rows.prefetch_related("group__facilitators", "away").order_by("starts_at")


def _session(row: Session, volunteer: Volunteer) -> LedMeeting:
    leaders = leaders_of(row)
    return LedMeeting(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.group.place,
        online_url=row.group.online_url,
        with_whom=[one.display_name for one in leaders.coming if one != volunteer],
        backup=row.group.period.site.coordinator_name,
        session=row,
        intro=None,
        theme=theme_of(row),
        leaders=leaders,
        is_away=volunteer in leaders.away,
    )


def _intro(row: IntroMeeting, volunteer: Volunteer) -> LedMeeting:
    others = [one.display_name for one in row.leaders.all() if one != volunteer]
    coordinator = row.site.coordinator_name
    return LedMeeting(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        online_url=row.online_url,
        with_whom=[*others, coordinator] if coordinator else others,
        backup=coordinator,
        session=None,
        intro=row,
        theme=None,
        leaders=None,
        is_away=False,
    )
