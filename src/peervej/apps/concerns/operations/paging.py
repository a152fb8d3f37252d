"""Calling someone to a worry by e-mail and text message, and the next one when nobody answers.

Escalation waits for a person's answer, never for a message's state: a mail server that is
down, or a worker killed half-way, delays nothing.
"""

from datetime import datetime, timedelta

from django.db import transaction

from peervej.apps.accounts.models import User
from peervej.apps.audit.operations import record_event
from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.models import Concern, OnCallMobile, Paging
from peervej.apps.concerns.queries import on_call_now, staff_of
from peervej.apps.messaging.operations import cancel_messages, queue_message

ANSWER_WITHIN = timedelta(minutes=15)
AGAIN_AFTER = timedelta(hours=1)
PAGE = "concerns.page"


def page_next(concern: Concern, *, now: datetime) -> Paging | None:
    """Page whoever has been paged least: those on call first, then the site's coordinators.

    None when nobody is on call and nobody has been paged yet: outside the stated hours
    nothing is promised, and the first to come on duty is paged. Call it in a transaction.
    """
    on_call = [shift.user for shift in on_call_now(concern.site, now)]
    done = list(concern.pagings.order_by("number"))
    if not on_call and not done:
        return None
    candidates = _each_once([*on_call, *staff_of(concern.site)])
    if not candidates:
        return None
    times = {user.pk: sum(paging.user_id == user.pk for paging in done) for user in candidates}
    chosen = min(candidates, key=lambda user: times[user.pk])
    number = done[-1].number + 1 if done else 1
    paging = Paging.objects.create(concern=concern, user=chosen, number=number, paged_at=now)
    _call(concern, paging, now)
    record_event("page", concern, actor="timer", now=now, site_id=concern.site_id, user=chosen.pk)
    return paging


def _call(concern: Concern, paging: Paging, now: datetime) -> None:
    """The same call by every way there is: one that fails takes nothing from the other."""
    mobile = OnCallMobile.objects.filter(user=paging.user).select_related("addressee").first()
    ways = {"": paging.user} | ({"/sms": mobile.addressee} if mobile else {})
    for way, recipient in ways.items():
        queue_message(
            recipient,
            PAGE,
            key=f"{_messages_of(concern)}{paging.number}{way}",
            reference=str(concern.pk),
            now=now,
            urgent=True,
        )


def stop_paging(concern: Concern, *, now: datetime) -> None:
    """Take calls that have not gone out back."""
    cancel_messages(key_prefix=_messages_of(concern), now=now)


def escalate_due(now: datetime) -> int:
    """Page the next for every worry nobody has taken in time; returns how many were paged."""
    waiting = Concern.objects.filter(state=ConcernState.OPEN).order_by("sent_at")
    return sum(_escalate(pk, now) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _escalate(pk: int, now: datetime) -> bool:
    """Two timers at once page once: the row is locked, and the last paging is then new."""
    rows = Concern.objects.select_for_update().filter(pk=pk, state=ConcernState.OPEN)
    concern = rows.first()
    if concern is None:
        return False
    last = concern.pagings.order_by("number").last()
    if last is not None and now - last.paged_at < _wait(concern):
        return False
    return page_next(concern, now=now) is not None


def _wait(concern: Concern) -> timedelta:
    """A quarter of an hour while there is someone left to page; then an hour between turns."""
    paged = set(concern.pagings.values_list("user_id", flat=True))
    rest = staff_of(concern.site).exclude(pk__in=paged)
    return ANSWER_WITHIN if rest.exists() else AGAIN_AFTER


def _messages_of(concern: Concern) -> str:
    return f"{PAGE}/{concern.pk}/"


def _each_once(users: list[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())
