"""What a group leader has ahead of them. Names people chose, never how to reach them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import MeetingState, Presence
from peervej.apps.programmes.models import Attendance, Group, IntroMeeting, Session
from peervej.apps.programmes.queries.groups import theme_of
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.apps.programmes.queries.sessions import Leaders, leaders_of, sessions_led_by
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.queries.figures import SiteFigure, also_count
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
    is_confirmed: bool = False
    looks_for_swap: bool = False


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


@also_count
def leading_now(site: Site, _first: date, _until: date) -> list[SiteFigure]:
    """How many lead a group that is planned or running today."""
    groups = Group.objects.filter(period__site=site, state__in=OPEN_GROUPS)
    leading = Volunteer.objects.filter(pk__in=groups.values("facilitators"))
    return [
        SiteFigure(
            "leading",
            _("Leading now"),
            leading.count(),
            _("Volunteers who lead a group that is planned or running today."),
        )
    ]


def _sessions(volunteer: Volunteer) -> QuerySet[Session]:
    rows = sessions_led_by(volunteer).filter(state=MeetingState.PLANNED)
    rows = rows.select_related("group__period__site", "group__period__programme")
    return rows.prefetch_related(
        "group__facilitators", "away", "stand_ins", "confirmed", "looking_for_swap"
    ).order_by("starts_at")


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
        is_confirmed=volunteer in row.confirmed.all(),
        looks_for_swap=volunteer in row.looking_for_swap.all(),
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
