"""Sessions: what is next, who leads, what has not been noted, who may need a call."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import EnrolmentState, GroupState, MeetingState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, IntroMeeting, Session
from peervej.apps.programmes.queries.meetings import definition_of
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.apps.volunteers.models import Volunteer


def next_session(enrolment: Enrolment, now: datetime) -> Session | None:
    """The next session of the person's group; the one going on counts until it ends."""
    if enrolment.group_id is None or enrolment.state != EnrolmentState.SEATED:
        return None
    return next_session_of(enrolment.group_id, now)


def next_session_of(group_id: int, now: datetime) -> Session | None:
    """The group's next session that is not cancelled."""
    found = Session.objects.filter(group_id=group_id, state=MeetingState.PLANNED, ends_at__gt=now)
    return (
        found.select_related("group__period__site", "group__period__programme")
        .order_by("starts_at")
        .first()
    )


def sessions_attended(trial_code: str, people: Iterable[int]) -> dict[int, int]:
    """How many sessions each of `people` (by id) came to in a trial's periods; 0 included."""
    came = dict.fromkeys(people, 0)
    rows = Attendance.objects.filter(
        presence=Presence.PRESENT, enrolment__period__trial_code=trial_code
    )
    if len(came) == 1:
        rows = rows.filter(enrolment__person__in=came)
    for person_id in rows.values_list("enrolment__person_id", flat=True):
        if person_id in came:
            came[person_id] += 1
    return came


@dataclass(frozen=True)
class Leaders:
    """Who leads one session: those who come, those who cannot, and whether someone steps in."""

    coming: list[Volunteer]
    away: list[Volunteer]
    missing: int
    substitute: str

    @property
    def needs_substitute(self) -> bool:
        return self.missing > 0


def leaders_of(session: Session) -> Leaders:
    """Who leads a session. Where one of two is missing the coordinator steps in (P12)."""
    away_ids = {volunteer.pk for volunteer in session.away.all()}
    stand_ins = list(session.stand_ins.all())
    everyone = [*session.group.facilitators.all(), *stand_ins]
    coming = [volunteer for volunteer in everyone if volunteer.pk not in away_ids]
    away = [volunteer for volunteer in everyone if volunteer.pk in away_ids]
    wanted = definition_of(session.group.period.programme).rules.facilitators
    missing = max(0, wanted - len(coming))
    substitute = session.group.period.site.coordinator_name if missing else ""
    return Leaders(coming, away, missing, substitute)


def sessions_led_by(volunteer: Volunteer) -> QuerySet[Session]:
    """Sessions of groups the volunteer leads, and those taken over from another."""
    leads = Q(group__facilitators=volunteer) | Q(stand_ins=volunteer)
    return Session.objects.filter(leads, group__state__in=OPEN_GROUPS).distinct()


def sessions_short_of_leaders(site: Site, now: datetime, *, days: int = 28) -> list[Session]:
    """Coming sessions at a site where someone has to step in, soonest first."""
    found = Session.objects.filter(
        group__period__site=site,
        group__state__in=OPEN_GROUPS,
        state=MeetingState.PLANNED,
        ends_at__gt=now,
        starts_at__lt=now + timedelta(days=days),
    )
    found = found.select_related("group__period__site", "group__period__programme").order_by(
        "starts_at"
    )
    found = found.prefetch_related("group__facilitators", "away", "stand_ins")
    return [session for session in found if leaders_of(session).needs_substitute]


def sessions_not_recorded(site: Site, now: datetime) -> list[Session]:
    """Sessions that have ended without anyone noting who came."""
    found = Session.objects.filter(
        group__period__site=site, state=MeetingState.PLANNED, ends_at__lt=now
    ).exclude(group__state=GroupState.CANCELLED)
    return list(found.select_related("group").order_by("starts_at"))


def talks_wanted(site: Site) -> list[Session]:
    """Sessions after which a group leader asked for a talk that has not been held."""
    found = Session.objects.filter(group__period__site=site, wants_talk=True, talk_done=False)
    return list(found.select_related("group").order_by("starts_at"))


class Silence(NamedTuple):
    """Someone who has stayed away without a word, and the last session they missed."""

    enrolment: Enrolment
    missed: int


def calls_suggested(site: Site) -> list[Silence]:
    """Those who have stayed away from their group's latest sessions, two of them, without a word.

    Whatever was noted is read at once for the whole site.
    """
    seated = Enrolment.objects.filter(period__site=site, state=EnrolmentState.SEATED)
    noted = Attendance.objects.filter(
        enrolment__in=seated, session__group=F("enrolment__group"), session__state=MeetingState.HELD
    )
    rows = noted.order_by("-session__starts_at")
    latest: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for enrolment, presence, session in rows.values_list("enrolment", "presence", "session"):
        latest[enrolment].append((presence, session))
    found = []
    for one in seated.select_related("person", "group", "period__programme").order_by("pk"):
        many = definition_of(one.period.programme).rules.absences_before_call
        last = latest[one.pk][:many]
        if len(last) == many and {presence for presence, _pk in last} == {Presence.ABSENT}:
            found.append(Silence(one, last[0][1]))
    return found


def busy_with(
    volunteer: Volunteer, start: datetime, end: datetime
) -> Session | IntroMeeting | None:
    """What already takes the volunteer's time between two moments, if anything."""
    overlap = {"starts_at__lt": end, "ends_at__gt": start, "state": MeetingState.PLANNED}
    sessions = sessions_led_by(volunteer).filter(**overlap).exclude(away=volunteer)
    found = sessions.select_related("group").first()
    return found or IntroMeeting.objects.filter(leaders=volunteer, **overlap).first()
