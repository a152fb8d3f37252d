"""The groups of a site that run or are about to, each as a row of stops."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import MeetingState
from peervej.apps.programmes.models import Group, Session
from peervej.apps.programmes.queries.seats import IN_GROUP, OPEN_GROUPS, intake_is_open


@dataclass(frozen=True)
class RunningGroup:
    """A group as a row of stops."""

    group: Group
    seated: int
    stops: int
    done: int
    next_session: Session | None
    is_open: bool
    ends_soon: bool


def running_groups(site: Site, now: datetime) -> list[RunningGroup]:
    """Groups that run or are about to, the next meeting first."""
    seated = Count("enrolments", filter=Q(enrolments__state__in=IN_GROUP))
    groups = Group.objects.filter(period__site=site, state__in=OPEN_GROUPS)
    groups = groups.annotate(seated=seated).select_related("period__site", "period__programme")
    rows = []
    for group in groups.prefetch_related("sessions"):
        sessions = [s for s in group.sessions.all() if s.state != MeetingState.CANCELLED]
        coming = [session for session in sessions if session.ends_at > now]
        rows.append(
            RunningGroup(
                group,
                group.seated,
                len(sessions),
                len(sessions) - len(coming),
                coming[0] if coming else None,
                intake_is_open(group, now),
                0 < len(coming) <= 2,
            )
        )
    far = now + timedelta(days=3650)
    return sorted(rows, key=lambda row: row.next_session.starts_at if row.next_session else far)
