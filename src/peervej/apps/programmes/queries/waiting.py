"""The line: who waits, in which order, and for how long."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import EnrolmentState, OfferState
from peervej.apps.programmes.models import Enrolment, Group, Offer, Period
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import free_seats, groups_taking_in


def people_waiting(period: Period) -> QuerySet[Enrolment]:
    """The waiting list in order: who asked first stands first."""
    states = (EnrolmentState.WAITING, EnrolmentState.OFFERED)
    return _in_line(period, *states)


def enrolments_awaiting_draw(period: Period) -> QuerySet[Enrolment]:
    """Those who have said yes to the draw and have not been drawn, oldest first."""
    return _in_line(period, EnrolmentState.AWAITING_DRAW)


def _in_line(period: Period, *states: EnrolmentState) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(period=period, state__in=states)
    return found.select_related("person").order_by("asked_at", "pk")


def next_for(group: Group) -> QuerySet[Enrolment]:
    """Those waiting who have not been offered a place in this very group, in order."""
    asked = Offer.objects.filter(group=group, enrolment=OuterRef("pk"))
    waiting = _in_line(group.period, EnrolmentState.WAITING)
    return waiting.filter(~Exists(asked))


def place_in_line(enrolment: Enrolment) -> int | None:
    """1 for the person who has waited longest; None for those who do not wait."""
    if enrolment.state == EnrolmentState.AWAITING_DRAW:
        line = enrolments_awaiting_draw(enrolment.period)
    elif enrolment.state in (EnrolmentState.WAITING, EnrolmentState.OFFERED):
        line = people_waiting(enrolment.period)
    else:
        return None
    before = Q(asked_at__lt=enrolment.asked_at) | Q(
        asked_at=enrolment.asked_at, pk__lt=enrolment.pk
    )
    return line.filter(before).count() + 1


def latest_wait_day(enrolment: Enrolment) -> date:
    """The day after which the coordinator must act, whatever the queue looks like."""
    weeks = enrolment.period.site.maximum_wait_weeks
    return local_day(enrolment.asked_at) + timedelta(weeks=weeks)


def expected_start(enrolment: Enrolment, now: datetime) -> date | None:
    """An honest guess: the first group with a place for that turn; None when none is planned.

    In a trial period half of those drawn get a place, so a turn counts by what can be drawn.
    """
    place = place_in_line(enrolment)
    if place is None:
        return None
    room = 0
    for group in groups_taking_in(enrolment.period, now):
        room += free_seats(group, besides=enrolment) * (2 if enrolment.period.is_trial else 1)
        if place <= room:
            upcoming = group.sessions.filter(starts_at__gt=now).order_by("starts_at").first()
            return local_day(upcoming.starts_at) if upcoming else None
    return None


def waited_too_long(site: Site, now: datetime) -> list[Enrolment]:
    """Those at a site whose longest wait has passed: the coordinator must act."""
    states = (EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.AWAITING_DRAW)
    found = Enrolment.objects.filter(period__site=site, state__in=states)
    found = found.select_related("person", "period__site").order_by("asked_at", "pk")
    return [enrolment for enrolment in found if latest_wait_day(enrolment) < local_day(now)]


def silent_twice(site: Site) -> list[Enrolment]:
    """Those still waiting who have let two offers run out in a row: time for a call."""
    waiting = Enrolment.objects.filter(period__site=site, state=EnrolmentState.WAITING)
    silent = []
    for enrolment in waiting.select_related("person").prefetch_related("offers"):
        latest = sorted(enrolment.offers.all(), key=lambda offer: offer.made_at)[-2:]
        if len(latest) == 2 and all(offer.state == OfferState.EXPIRED for offer in latest):
            silent.append(enrolment)
    return silent


def open_offer(enrolment: Enrolment) -> Offer | None:
    """The offer the person has not answered, if any."""
    return enrolment.offers.filter(state=OfferState.OPEN).select_related("group").first()
