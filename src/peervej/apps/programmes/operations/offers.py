"""Offers from the waiting list of an ordinary period.

Silence costs nothing but this one place: the offer goes to the next, the person keeps their
turn and is asked again for the next group. After two silences the coordinator calls.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.people.operations import keep_until
from peervej.apps.programmes.enums import Decision, EnrolmentState, OfferState
from peervej.apps.programmes.models import Enrolment, Group, Offer
from peervej.apps.programmes.operations.locks import lock_enrolment, lock_group, lock_person
from peervej.apps.programmes.operations.seating import EnrolmentRefused, take_seat
from peervej.apps.programmes.queries.meetings import definition_of, local_day
from peervej.apps.programmes.queries.seats import free_seats, intake_closes, intake_is_open
from peervej.apps.programmes.queries.waiting import next_for

REMIND_AFTER = timedelta(days=4)


class OfferGone(EnrolmentRefused):
    """The offer was answered or has run out."""


@transaction.atomic
def offer_free_seats(group: Group, *, actor: str, now: datetime) -> list[Offer]:
    """Offer every free seat to the next in line; nothing in a trial period.

    Each offer holds its seat until it is answered or runs out: after a week, or when the
    group stops taking people in. Queues the offer and one reminder.
    """
    group = lock_group(group)
    if group.period.is_trial or not intake_is_open(group, now):
        return []
    made = []
    lasts = timedelta(days=definition_of(group.period.programme).rules.waiting.offer_days)
    expires_at = min(now + lasts, intake_closes(group) or now)
    for waiting in list(next_for(group)[: free_seats(group)]):
        enrolment = lock_enrolment(waiting)
        if enrolment.state == EnrolmentState.WAITING:
            made.append(_offer(enrolment, group, expires_at, actor, now))
    return made


def _offer(
    enrolment: Enrolment, group: Group, expires_at: datetime, actor: str, now: datetime
) -> Offer:
    offer = Offer.objects.create(
        enrolment=enrolment, group=group, made_at=now, expires_at=expires_at
    )
    _move(enrolment, EnrolmentState.OFFERED, Decision.OFFERED, now)
    keep_until(enrolment.person, local_day(now))
    for kind, due_at in (("offer", now), ("offer_reminder", now + REMIND_AFTER)):
        if due_at < expires_at:
            queue_message(
                enrolment.person,
                f"programmes.{kind}",
                key=f"enrolment:{enrolment.pk}:{kind}:{offer.pk}:",
                reference=str(offer.pk),
                now=now,
                due_at=due_at,
                expires_at=expires_at,
            )
    site_id = group.period.site_id
    record_event("offer_seat", offer, actor=actor, now=now, site_id=site_id, group=group.pk)
    return offer


@transaction.atomic
def accept_offer(offer: Offer, *, actor: str, now: datetime) -> Enrolment:
    """Take the seat that was held. Raises OfferGone, IntakeClosed or GroupFull."""
    group, enrolment, offer = _lock(offer)
    if offer.state != OfferState.OPEN or offer.expires_at <= now:
        raise OfferGone(
            _("This place has gone to someone else. You are still on the list, and we ask again.")
        )
    take_seat(enrolment, group, Decision.OFFER_ACCEPTED, now)
    _close(offer, OfferState.ACCEPTED, actor, now)
    return enrolment


@transaction.atomic
def decline_offer(offer: Offer, *, actor: str, now: datetime) -> Enrolment:
    """Not this time: the person stays on the list, the seat goes to the next at once."""
    group, enrolment, offer = _lock(offer)
    if offer.state == OfferState.OPEN:
        _close(offer, OfferState.DECLINED, actor, now)
        _move(enrolment, EnrolmentState.WAITING, Decision.OFFER_DECLINED, now)
        offer_free_seats(group, actor=actor, now=now)
    return enrolment


def expire_offers(now: datetime) -> int:
    """Let offers nobody answered run out, each in its own transaction; returns how many."""
    due = Offer.objects.filter(state=OfferState.OPEN, expires_at__lte=now).order_by("pk")
    return sum(_expire(offer, now) for offer in list(due))


@transaction.atomic
def _expire(offer: Offer, now: datetime) -> bool:
    group, enrolment, offer = _lock(offer)
    if offer.state != OfferState.OPEN or offer.expires_at > now:
        return False
    _close(offer, OfferState.EXPIRED, "timer", now)
    _move(enrolment, EnrolmentState.WAITING, Decision.OFFER_EXPIRED, now)
    queue_message(
        enrolment.person,
        "programmes.offer_expired",
        key=f"enrolment:{enrolment.pk}:offer_expired:{offer.pk}",
        reference=str(enrolment.pk),
        now=now,
    )
    offer_free_seats(group, actor="timer", now=now)
    return True


def _lock(offer: Offer) -> tuple[Group, Enrolment, Offer]:
    lock_person(offer.enrolment.person)
    group = lock_group(offer.group)
    enrolment = lock_enrolment(offer.enrolment)
    return group, enrolment, Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)


def _close(offer: Offer, state: OfferState, actor: str, now: datetime) -> None:
    offer.state = state
    offer.answered_at = now
    offer.save(update_fields=["state", "answered_at"])
    for kind in ("offer", "offer_reminder"):
        prefix = f"enrolment:{offer.enrolment_id}:{kind}:{offer.pk}:"
        cancel_messages(key_prefix=prefix, now=now)
    record_event(f"offer_{state}", offer, actor=actor, now=now)


def _move(enrolment: Enrolment, state: EnrolmentState, decision: Decision, now: datetime) -> None:
    enrolment.state = state
    enrolment.decision = decision
    enrolment.decided_at = now
    enrolment.save(update_fields=["state", "decision", "decided_at"])
