"""Which meetings look for another leader, and who may take them."""

from datetime import datetime

from django.db.models import QuerySet

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import MeetingState
from peervej.apps.programmes.models import Session
from peervej.apps.programmes.queries.approvals import leading_role
from peervej.apps.programmes.queries.meetings import definition_of, local_day
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.apps.programmes.queries.sessions import busy_with
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.queries.readiness import ReadyState, readiness_on


def sessions_looking(site: Site, now: datetime) -> QuerySet[Session]:
    """Coming meetings whose leader asks somebody to swap, soonest first."""
    rows = Session.objects.filter(
        group__period__site=site,
        group__state__in=OPEN_GROUPS,
        state=MeetingState.PLANNED,
        starts_at__gt=now,
        looking_for_swap__isnull=False,
    )
    rows = rows.select_related("group__period__site", "group__period__programme")
    return rows.distinct().order_by("starts_at")


def swaps_open_for(volunteer: Volunteer, now: datetime) -> list[Session]:
    """Meetings this volunteer may take over."""
    return [
        row
        for row in sessions_looking(volunteer.site, now)
        if may_stand_in(row, volunteer) and not busy_with(volunteer, row.starts_at, row.ends_at)
    ]


def may_stand_in(session: Session, volunteer: Volunteer) -> bool:
    """Whether somebody else of the town is active and approved on the day."""
    return bool(_ready(session, Volunteer.objects.filter(pk=volunteer.pk)))


def others_who_may_stand_in(session: Session) -> list[Volunteer]:
    """Everyone who may take the meeting and is free at that time."""
    ready = _ready(session, Volunteer.objects.all())
    return [one for one in ready if not busy_with(one, session.starts_at, session.ends_at)]


def _ready(session: Session, among: QuerySet[Volunteer]) -> list[Volunteer]:
    site = session.group.period.site
    leaders = session.group.facilitators.exclude(pk__in=session.away.values("pk"))
    rows = among.filter(site=site, state=VolunteerState.ACTIVE)
    rows = rows.exclude(pk__in=leaders.values("pk")).exclude(pk__in=session.stand_ins.values("pk"))
    programme = session.group.period.programme
    role = leading_role(definition_of(programme))
    ready = readiness_on(
        rows, role.readiness, local_day(session.starts_at), role=role.id, programme=programme.slug
    )
    kept = rows.select_related("person", "site")
    return [one for one in kept if ready[one.pk].state == ReadyState.APPROVED]
