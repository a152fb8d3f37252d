"""Enrolment: the service relation between a person and a period, and its one seat.

Every operation locks in the same order: person, then group, then the enrolment's own row.
The group's lock makes everything about its seats and its line come one after the other.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages
from peervej.apps.people.models import Person
from peervej.apps.people.operations import before_erasure, keep_until
from peervej.apps.programmes.enums import (
    ACTIVE_ENROLMENT,
    Decision,
    EnrolmentState,
    OfferState,
    SignupState,
    StopReason,
)
from peervej.apps.programmes.models import ContactWish, Enrolment, Group, Offer, Period, Signup
from peervej.apps.programmes.operations.feeds import close_feed
from peervej.apps.programmes.operations.locks import lock_enrolment, lock_group, lock_person
from peervej.apps.programmes.operations.offers import (
    OfferGone,
    accept_offer,
    decline_offer,
    expire_offers,
    offer_free_seats,
)
from peervej.apps.programmes.operations.seating import (
    AlreadyEnrolled,
    EnrolmentRefused,
    GroupFull,
    IntakeClosed,
    take_seat,
    write_seat,
)
from peervej.apps.programmes.operations.signups import cancel_signup
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.people import standing_of
from peervej.apps.programmes.queries.seats import (
    free_seats,
    groups_with_room,
    intake_is_open,
)
from peervej.apps.programmes.queries.waiting import next_for

__all__ = [
    "AlreadyEnrolled",
    "ConsentMissing",
    "EnrolmentRefused",
    "GroupFull",
    "IntakeClosed",
    "IntroMissing",
    "OfferGone",
    "WrongPeriod",
    "accept_offer",
    "ask_for_place",
    "await_draw",
    "decline_offer",
    "end_usual_support",
    "expire_offers",
    "note_told",
    "offer_free_seats",
    "seat",
    "stop_enrolment",
]

BEFORE_A_SEAT = (EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.AWAITING_DRAW)


class ConsentMissing(EnrolmentRefused):
    """The person has not said yes to taking part."""


class IntroMissing(EnrolmentRefused):
    """The person has neither been to an intro meeting nor had a talk (P8)."""


class WrongPeriod(EnrolmentRefused):
    """The period is of the other kind, or is not running."""


@transaction.atomic
def ask_for_place(
    person: Person,
    period: Period,
    *,
    wants_companionship: bool = False,
    actor: str,
    now: datetime,
) -> Enrolment:
    """Enrol a person in an ordinary period: a seat at once, or a place in line.

    A seat at once needs a group that takes people in, a free seat, and nobody waiting who has
    not been asked first. Queues the message of the seat. Raises an EnrolmentRefused.
    """
    if period.is_trial:
        raise WrongPeriod(_("Places are drawn in this period."))
    person = _lock_new(person, period, now)
    group, decision = _find_seat(period, now)
    waiting = EnrolmentState.WAITING
    enrolment = _create(person, period, waiting, decision, wants_companionship, now)
    if group is not None:
        write_seat(enrolment, group, Decision.FREE_SEAT, now)
    _record("ask_for_place", enrolment, actor, now)
    return enrolment


@transaction.atomic
def await_draw(
    person: Person,
    period: Period,
    *,
    wants_companionship: bool = False,
    actor: str,
    now: datetime,
) -> Enrolment:
    """Put a person in line for the draw of a trial period; no message from here."""
    if not period.is_trial:
        raise WrongPeriod(_("There is no draw in this period."))
    person = _lock_new(person, period, now)
    drawing = EnrolmentState.AWAITING_DRAW
    enrolment = _create(person, period, drawing, Decision.AWAITS_DRAW, wants_companionship, now)
    _record("await_draw", enrolment, actor, now)
    return enrolment


@transaction.atomic
def seat(
    enrolment: Enrolment, group: Group, *, reason: str, actor: str, now: datetime
) -> Enrolment:
    """Give an enrolment a seat: lock person, then group; check; write.

    Who is drawn gets a seat by `settle_drawn` instead.
    Raises GroupFull, IntakeClosed, AlreadyEnrolled or another EnrolmentRefused.
    """
    lock_person(enrolment.person)
    group = lock_group(group)
    enrolment = lock_enrolment(enrolment)
    if enrolment.state not in BEFORE_A_SEAT:
        raise AlreadyEnrolled(_("This person is not waiting for a place."))
    if group.period_id != enrolment.period_id:
        raise WrongPeriod(_("The group belongs to another period."))
    if enrolment.state == EnrolmentState.AWAITING_DRAW:
        raise WrongPeriod(_("Places are drawn in this period."))
    take_seat(enrolment, group, reason, now)
    enrolment.offers.filter(state=OfferState.OPEN).update(
        state=OfferState.ACCEPTED, answered_at=now
    )
    _record("seat", enrolment, actor, now, group=group.pk, reason=str(reason))
    return enrolment


@transaction.atomic
def note_told(enrolment: Enrolment, *, actor: str, now: datetime) -> Enrolment:
    """Someone has told the person of their drawn seat: from now on messages may go out."""
    lock_person(enrolment.person)
    enrolment = lock_enrolment(enrolment)
    if enrolment.told_at is None:
        enrolment.told_at = now
        enrolment.save(update_fields=["told_at"])
        _record("note_told", enrolment, actor, now)
    return enrolment


@transaction.atomic
def stop_enrolment(
    enrolment: Enrolment, *, reason: str = "", actor: str, now: datetime
) -> Enrolment:
    """End an enrolment at the person's wish, at any time, with no reason needed.

    Frees the seat, takes waiting messages back, and in an ordinary period offers the seat to
    the next in line. Stopping twice changes nothing.
    """
    lock_person(enrolment.person)
    locked = [lock_group(group) for group in _groups_touched(enrolment)]
    enrolment = lock_enrolment(enrolment)
    if enrolment.state not in ACTIVE_ENROLMENT:
        return enrolment
    had_seat = enrolment.state in (EnrolmentState.SEATED, EnrolmentState.USUAL_SUPPORT)
    enrolment.state = EnrolmentState.STOPPED if had_seat else EnrolmentState.CANCELLED
    enrolment.stop_reason = reason if reason in StopReason.values else ""
    _end(enrolment, Decision.STOPPED, now)
    enrolment.offers.filter(state=OfferState.OPEN).update(
        state=OfferState.DECLINED, answered_at=now
    )
    cancel_messages(key_prefix=f"enrolment:{enrolment.pk}:", now=now)
    _record("stop_enrolment", enrolment, actor, now, reason=enrolment.stop_reason)
    for group in locked:
        offer_free_seats(group, actor=actor, now=now)
    return enrolment


@transaction.atomic
def end_usual_support(enrolment: Enrolment, *, actor: str, now: datetime) -> Enrolment:
    """The time of the group they were drawn for is over: the person may ask again."""
    lock_person(enrolment.person)
    enrolment = lock_enrolment(enrolment)
    if enrolment.state == EnrolmentState.USUAL_SUPPORT:
        enrolment.state = EnrolmentState.COMPLETED
        _end(enrolment, Decision.GROUP_ENDED, now)
        _record("end_usual_support", enrolment, actor, now)
    return enrolment


@before_erasure
def let_go(person: Person, now: datetime) -> None:
    """Before a person is erased: free the seat and the turn, close the calendar, drop wishes."""
    running = Enrolment.objects.filter(person=person, state__in=ACTIVE_ENROLMENT)
    for enrolment in running:
        stop_enrolment(enrolment, actor="erasure", now=now)
    for signup in Signup.objects.filter(person=person, state=SignupState.SIGNED_UP):
        cancel_signup(signup, actor="erasure", now=now)
    close_feed(person, actor="erasure", now=now)
    ContactWish.objects.filter(Q(wisher__person=person) | Q(wished__person=person)).delete()


def _lock_new(person: Person, period: Period, now: datetime) -> Person:
    """Lock the person and check what every enrolment needs."""
    person = lock_person(person)
    today = local_day(now)
    if today < period.starts_on or (period.ends_on is not None and period.ends_on < today):
        raise WrongPeriod(_("The programme is not running here at the moment."))
    standing = standing_of(person)
    if not standing.is_introduced:
        raise IntroMissing(_("Come to an intro meeting first, or have a talk with us."))
    if not standing.has_agreed:
        raise ConsentMissing(_("Say yes to what we keep about you first."))
    if standing.is_enrolled:
        raise AlreadyEnrolled(_("You already have a place or are on the list."))
    return person


def _find_seat(period: Period, now: datetime) -> tuple[Group | None, Decision]:
    """A group with a free seat, locked, that nobody waiting has yet to be asked about.

    A full group is seen without its lock, so that a crowd that comes too late does not stand
    in line for it. A seat freed in that very moment goes to those waiting by the timer;
    whoever comes after them cannot pass, for the line is looked at under the lock.
    """
    with_room, takes_in = groups_with_room(period, now)
    decision = Decision.NO_FREE_SEAT if takes_in else Decision.NO_GROUP_YET
    for pk in with_room:
        locked = lock_group(Group(pk=pk))
        if not free_seats(locked) or not intake_is_open(locked, now):
            continue
        if not next_for(locked).exists():
            return locked, Decision.FREE_SEAT
        decision = Decision.OTHERS_FIRST
    return None, decision


def _create(
    person: Person,
    period: Period,
    state: EnrolmentState,
    decision: Decision,
    companionship: bool,
    now: datetime,
) -> Enrolment:
    """The row itself. The person is locked, so that the constraint is only a last guard."""
    keep_until(person, local_day(now))
    return Enrolment.objects.create(
        person=person,
        period=period,
        state=state,
        decision=decision,
        asked_at=now,
        decided_at=now,
        wants_companionship=companionship,
    )


def _groups_touched(enrolment: Enrolment) -> list[Group]:
    """The group of the seat or of an open offer, in the order in which they are locked."""
    offers = Offer.objects.filter(enrolment=enrolment, state=OfferState.OPEN)
    wanted = set(offers.values_list("group_id", flat=True))
    wanted |= set(Enrolment.objects.filter(pk=enrolment.pk).values_list("group_id", flat=True))
    return list(Group.objects.filter(pk__in=wanted).order_by("pk"))


def _end(enrolment: Enrolment, decision: Decision, now: datetime) -> None:
    enrolment.decision = decision
    enrolment.decided_at = now
    enrolment.ended_on = local_day(now)
    enrolment.save(update_fields=["state", "stop_reason", "decision", "decided_at", "ended_on"])


def _record(
    verb: str, enrolment: Enrolment, actor: str, now: datetime, **detail: str | int
) -> None:
    site_id = enrolment.period.site_id
    record_event(verb, enrolment, actor=actor, now=now, site_id=site_id, **detail)
