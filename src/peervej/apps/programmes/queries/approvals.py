"""Leaders who will not be approved on a day they are to lead, seen weeks ahead."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import MeetingState
from peervej.apps.programmes.models import Programme, Session
from peervej.apps.programmes.queries.meetings import definition_of, local_day
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.queries.readiness import (
    Readiness,
    ReadyState,
    lapsing_before,
    readiness_on,
)
from peervej.data.programmes import ProgrammeDefinition, Role

AHEAD = timedelta(weeks=12)
LEADING = "facilitator"


@dataclass(frozen=True)
class NotApproved:
    """Somebody who is to lead on a day without an approval that holds."""

    volunteer: Volunteer
    leads_on: date
    has_lapsed: bool


def leading_role(definition: ProgrammeDefinition) -> Role:
    """The role whose approval counts for leading a group: named so, or the first."""
    return next((role for role in definition.roles if role.id == LEADING), definition.roles[0])


def leading_readiness(
    volunteers: Iterable[Volunteer], programme: Programme, day: date
) -> dict[int, Readiness]:
    """How each volunteer stands towards leading the programme's groups on `day`."""
    role = leading_role(definition_of(programme))
    which = {"role": role.id, "programme": programme.slug}
    return readiness_on(volunteers, role.readiness, day, **which)


def not_ready_among(
    volunteers: Iterable[Volunteer], programme: Programme, day: date
) -> list[Volunteer]:
    """Those neither approved nor under guidance on `day`."""
    chosen = list(volunteers)
    ready = leading_readiness(chosen, programme, day)
    fine = (ReadyState.APPROVED, ReadyState.TRAINEE)
    return [one for one in chosen if ready[one.pk].state not in fine]


def leaders_not_approved(
    site: Site, now: datetime, *, ahead: timedelta = AHEAD
) -> list[NotApproved]:
    """Each leader's first coming meeting without an approval that day, soonest first.

    Whoever is a trainee under guidance that day is in order.
    """
    led: dict[Programme, dict[int, set[date]]] = defaultdict(lambda: defaultdict(set))
    people: dict[int, Volunteer] = {}
    for session in _coming(site, now, now + ahead):
        gone = set(session.away.all())
        leaders = {*session.group.facilitators.all(), *session.stand_ins.all()} - gone
        for one in leaders:
            people[one.pk] = one
            led[session.group.period.programme][one.pk].add(local_day(session.starts_at))
    found = [
        line
        for programme, dates in led.items()
        for line in _of_programme(site, programme, dates, people)
    ]
    return sorted(found, key=lambda line: (line.leads_on, line.volunteer.pk))


def _of_programme(
    site: Site,
    programme: Programme,
    dates: dict[int, set[date]],
    people: dict[int, Volunteer],
) -> list[NotApproved]:
    role = leading_role(definition_of(programme))
    which = {"role": role.id, "programme": programme.slug}
    lapsing = lapsing_before(site, dates, **which)
    found = [NotApproved(people[pk], day, True) for pk, day in lapsing.items()]
    first = min((min(days) for days in dates.values()), default=None)
    if first is None:
        return found
    last = max(max(days) for days in dates.values())
    ready = readiness_on([people[pk] for pk in dates], role.readiness, last, **which)
    never = [pk for pk in dates if pk not in lapsing and ready[pk].state == ReadyState.NOT_READY]
    return found + [NotApproved(people[pk], min(dates[pk]), False) for pk in never]


def _coming(site: Site, now: datetime, until: datetime) -> list[Session]:
    rows = Session.objects.filter(
        group__period__site=site,
        group__state__in=OPEN_GROUPS,
        state=MeetingState.PLANNED,
        starts_at__gt=now,
        starts_at__lt=until,
    ).select_related("group__period__programme")
    return list(rows.prefetch_related("group__facilitators", "away", "stand_ins"))
