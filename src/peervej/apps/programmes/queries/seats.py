"""Groups: who sits in them, what is free, and until when they take people in."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from peervej.apps.programmes.enums import EnrolmentState, GroupState, MeetingState, OfferState
from peervej.apps.programmes.models import Enrolment, Group, Offer, Period
from peervej.apps.programmes.queries.meetings import definition_of
from peervej.methods.scheduling import COPENHAGEN, PlannedSession, intake_closes_at

OPEN_GROUPS = (GroupState.PLANNED, GroupState.RUNNING)
IN_GROUP = (EnrolmentState.SEATED, EnrolmentState.COMPLETED)


def intake_closes(group: Group) -> datetime | None:
    """When the group stops taking new people in (P3); None while it has no dates."""
    last = definition_of(group.period.programme).last_intake_session
    first_ones = planned_series(group, most=last)
    return intake_closes_at(first_ones, len(first_ones)) if first_ones else None


def intake_is_open(group: Group, now: datetime) -> bool:
    """Whether someone may still join the group at `now`."""
    closes = intake_closes(group)
    return group.state in OPEN_GROUPS and closes is not None and now < closes


def planned_series(group: Group, *, most: int | None = None) -> list[PlannedSession]:
    """The group's dates as scheduling reads them, each numbered by its theme; the first `most`.

    A list of groups whose sessions were prefetched is not asked about them again.
    """
    if "sessions" in getattr(group, "_prefetched_objects_cache", {}):
        there = [one for one in group.sessions.all() if one.state != MeetingState.CANCELLED]
        there.sort(key=lambda one: one.starts_at)
        dates = [(one.theme, one.starts_at, one.ends_at) for one in there[:most]]
    else:
        rows = group.sessions.exclude(state=MeetingState.CANCELLED).order_by("starts_at")
        dates = list(rows.values_list("theme", "starts_at", "ends_at")[:most])
    return [
        PlannedSession(theme, starts_at.astimezone(COPENHAGEN), ends_at.astimezone(COPENHAGEN))
        for theme, starts_at, ends_at in dates
    ]


def seated_in(group: Group) -> QuerySet[Enrolment]:
    """Those who have a seat in the group, or had it to the end; never the usual-support arm."""
    return group.enrolments.filter(state__in=IN_GROUP).select_related("person")


def taken_seats(group: Group) -> list[int]:
    """The seat numbers in use."""
    seats = group.enrolments.filter(state=EnrolmentState.SEATED, seat__isnull=False)
    return [seat for seat in seats.values_list("seat", flat=True) if seat is not None]


def free_seats(group: Group, *, besides: Enrolment | None = None) -> int:
    """Seats neither taken nor held for an open offer (that of `besides` not counted)."""
    held = Offer.objects.filter(group=group, state=OfferState.OPEN)
    if besides is not None:
        held = held.exclude(enrolment=besides)
    seated = Q(group=group, state=EnrolmentState.SEATED)
    used = Enrolment.objects.filter(seated | Q(pk__in=held.values("enrolment")))
    return max(0, group.capacity - used.count())


def free_seats_in(groups: Iterable[Group]) -> dict[int, int]:
    """`free_seats` of several groups, by the group's id, in two questions."""
    capacity = {group.pk: group.capacity for group in groups}
    seated = Enrolment.objects.filter(group__in=capacity, state=EnrolmentState.SEATED)
    held = Offer.objects.filter(group__in=capacity, state=OfferState.OPEN)
    used = {*seated.values_list("group", "pk"), *held.values_list("group", "enrolment")}
    taken = Counter(group for group, _enrolment in used)
    return {pk: max(0, places - taken[pk]) for pk, places in capacity.items()}


def groups_taking_in(period: Period, now: datetime) -> list[Group]:
    """The period's groups that still take people in, soonest first."""
    groups = Group.objects.filter(period=period, state__in=OPEN_GROUPS)
    found = list(groups.order_by("starts_on", "pk"))
    for group in found:
        group.period = period
    return [group for group in found if intake_is_open(group, now)]


def groups_with_room(period: Period, now: datetime) -> tuple[list[int], bool]:
    """Ids of the period's groups with a free seat, soonest first; whether any takes people in.

    The same as `groups_taking_in` and `free_seats`, in one query without the ORM: this is asked
    by everyone in a crowd, and putting the queries together took longer than running them.
    """
    last = definition_of(period.programme).last_intake_session
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS_WITH_ROOM, [moment, last - 1, period.pk, *OPEN_GROUPS])
        rows = cursor.fetchall()
    return [pk for pk, free in rows if free > 0], bool(rows)


_GROUPS_WITH_ROOM = """
SELECT g.id, g.capacity
       - (SELECT COUNT(*) FROM programmes_enrolment e
          WHERE e.group_id = g.id AND e.state = 'seated')
       - (SELECT COUNT(*) FROM programmes_offer o JOIN programmes_enrolment e
          ON e.id = o.enrolment_id
          WHERE o.group_id = g.id AND o.state = 'open' AND e.state <> 'seated')
FROM programmes_group g
WHERE %s < COALESCE(
        (SELECT s.ends_at FROM programmes_session s
         WHERE s.group_id = g.id AND s.state <> 'cancelled'
         ORDER BY s.starts_at LIMIT 1 OFFSET %s),
        (SELECT MAX(s.ends_at) FROM programmes_session s
         WHERE s.group_id = g.id AND s.state <> 'cancelled'))
  AND g.period_id = %s AND g.state IN (%s, %s)
ORDER BY g.starts_on, g.id
"""
