"""Acts that take two: one asks, the colleagues hear of it, another carries it out.

Whoever asked can take it back, and after a fortnight the asking runs out by itself, so that
nobody carries out what was meant a season ago.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Act, ActRequest
from peervej.apps.allocation.queries import request_standing, researchers
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.trial.models import Trial

STANDS_FOR = timedelta(days=14)


class TwoPeopleNeeded(ValueError):
    """One person would do alone what takes two; the message says who is lacking."""


@transaction.atomic
def ask_colleague(trial: Trial, act: Act, *, user: User, now: datetime) -> ActRequest:
    """The first of two says that it is time; every other researcher gets a neutral message.

    The trial's lock, taken by the caller, keeps two from asking at the same moment.
    """
    standing = request_standing(trial, act, now.date())
    if standing and standing.asked_by_id == user.pk:
        return standing
    if standing:
        raise TwoPeopleNeeded(
            _("%(name)s has asked for it already, so you can carry it out now.")
            % {"name": standing.asked_by}
        )
    _end_expired(trial, act, now)
    asked = ActRequest.objects.create(
        trial=trial,
        act=act,
        asked_by=user,
        asked_on=now.date(),
        expires_on=now.date() + STANDS_FOR,
    )
    record_event("ask_colleague", trial, actor=f"user:{user.pk}", now=now, act=str(act))
    for other in researchers().exclude(pk=user.pk):
        queue_message(
            other,
            "allocation.awaited",
            key=f"awaited:{asked.pk}:{other.pk}",
            reference=str(asked.pk),
            now=now,
        )
    return asked


def take_request(trial: Trial, act: Act, *, user: User, now: datetime) -> ActRequest:
    """The second person carries it out; call it inside the act's transaction."""
    standing = request_standing(trial, act, now.date())
    if standing is None:
        raise TwoPeopleNeeded(
            _("It takes two. A colleague asks for it first, and within a fortnight you do it.")
        )
    if standing.asked_by_id == user.pk:
        raise TwoPeopleNeeded(_("You have asked for it yourself, so a colleague must do it."))
    return _end(standing, ActRequest.Outcome.DONE, user, now)


@transaction.atomic
def withdraw_request(trial: Trial, act: Act, *, user: User, now: datetime) -> ActRequest:
    """Whoever asked takes it back; nobody else can carry it out any more."""
    Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    standing = request_standing(trial, act, now.date())
    if standing is None:
        raise TwoPeopleNeeded(_("Nobody is asked for it just now."))
    if standing.asked_by_id != user.pk:
        raise TwoPeopleNeeded(
            _("Only %(name)s, who asked, can take it back.") % {"name": standing.asked_by}
        )
    record_event("withdraw_request", trial, actor=f"user:{user.pk}", now=now, act=str(act))
    return _end(standing, ActRequest.Outcome.WITHDRAWN, user, now)


def drop_request(trial: Trial, act: Act, *, user: User, now: datetime) -> None:
    """What was asked for is no longer what would be done; it has to be asked for anew."""
    standing = request_standing(trial, act, now.date())
    if standing:
        _end(standing, ActRequest.Outcome.WITHDRAWN, user, now)


@transaction.atomic
def expire_requests(now: datetime) -> int:
    """Mark what nobody carried out in time; returns how many."""
    late = ActRequest.objects.filter(
        outcome=ActRequest.Outcome.WAITING, expires_on__lt=now.date()
    ).select_related("trial")
    for one in late:
        record_event("expire_request", one.trial, actor="system", now=now, act=one.act)
        _end(one, ActRequest.Outcome.EXPIRED, None, now)
    return len(late)


def _end_expired(trial: Trial, act: Act, now: datetime) -> None:
    """The timer may not have come to it yet, and only one may wait."""
    late = ActRequest.objects.filter(trial=trial, act=act, outcome=ActRequest.Outcome.WAITING)
    late.update(outcome=ActRequest.Outcome.EXPIRED, ended_on=now.date())


def _end(
    asked: ActRequest, outcome: ActRequest.Outcome, user: User | None, now: datetime
) -> ActRequest:
    asked.outcome, asked.ended_on, asked.ended_by = outcome, now.date(), user
    asked.save(update_fields=["outcome", "ended_on", "ended_by"])
    return asked
