"""Handing messages over: each at most once, none forgotten.

The letter is written and the message marked as being handed over in one transaction, so that
a crash before it leaves the message waiting. Only what happens between that and the adapter's
answer is uncertain: such a message is repeated where the adapter takes the same key twice as
one, and otherwise left for a person to look at.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from peervej.apps.messaging.adapters import Recipient, adapter_for
from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
)
from peervej.apps.messaging.addressees import read_address
from peervej.apps.messaging.kinds import Letter, write_letter
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.contacts import channel_of
from peervej.apps.people.models import Channel
from peervej.apps.people.operations import read_contact

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(minutes=2)

log = logging.getLogger("peervej.messaging")


@dataclass(frozen=True)
class Outgoing:
    """A message with its letter, marked as being handed over."""

    message: Message
    recipient: Recipient
    letter: Letter


def deliver_due(now: datetime, *, most: int = 500) -> int:
    """Hand over what is due at `now`; returns how many were sent."""
    give_up_on_abandoned(now)
    sent = 0
    for _turn in range(most):
        with transaction.atomic():
            message = _next_due(now)
            if message is None:
                return sent
            outgoing = _prepare(message, now)
        if outgoing is not None:
            sent += _hand_over(outgoing, now)
    return sent


def give_up_on_abandoned(now: datetime) -> int:
    """A worker died during hand-over: whether the message was sent cannot be known.

    Such a message is repeated only by an adapter that knows the key again; all others are
    marked as uncertain for the coordinator, and never sent again. Returns how many those are.
    """
    stale = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=now - LEASE)
    repeatable = [name for name in settings.MESSAGE_ADAPTERS if adapter_for(name).repeats_safely]
    again = stale.filter(channel__in=repeatable, attempts__lt=MOST_ATTEMPTS)
    again.update(state=MessageState.QUEUED, problem="interrupted at hand-over")
    return stale.update(
        state=MessageState.UNCERTAIN, finished_at=now, problem="interrupted at hand-over"
    )


def _next_due(now: datetime) -> Message | None:
    """One due message, locked; two workers never take the same."""
    rows = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _prepare(message: Message, now: datetime) -> Outgoing | None:
    """Write the letter as things stand and mark the message as being handed over.

    A letter that cannot be written says so on its message and does not stop the others.
    """
    message.attempts += 1
    try:
        with transaction.atomic():
            written = _write(message, now)
    except Exception as error:
        log.exception("a message of kind %s could not be written", message.kind)
        _try_later(message, now, f"could not be written: {type(error).__name__}")
        return None
    if written is None:
        _finish(message, MessageState.NOT_NEEDED, now)
        return None
    recipient, letter = written
    message.state = MessageState.SENDING
    message.claimed_at = now
    message.channel = recipient.channel
    message.save(update_fields=["state", "claimed_at", "attempts", "channel"])
    return Outgoing(message, recipient, letter)


def _write(message: Message, now: datetime) -> tuple[Recipient, Letter] | None:
    """To whom and what; None when the message is past its time or no longer needed."""
    recipient = _recipient(message)
    if recipient is None or (message.expires_at and message.expires_at < now):
        return None
    with translation.override(recipient.language):
        letter = write_letter(message, now)
    return (recipient, letter) if letter is not None else None


def _hand_over(outgoing: Outgoing, now: datetime) -> bool:
    """Give the letter to the adapter; record what came of it."""
    message, recipient = outgoing.message, outgoing.recipient
    adapter = adapter_for(recipient.channel)
    try:
        adapter.send(recipient, outgoing.letter, key=message.key, now=now)
    except HandOverRefused as error:
        return _finish(message, MessageState.FAILED, now, str(error))
    except HandOverFailed as error:
        return _try_later(message, now, str(error))
    except HandOverUncertain as error:
        return _in_doubt(message, adapter.repeats_safely, now, str(error))
    except Exception as error:
        log.exception("the adapter for %s failed", recipient.channel)
        return _in_doubt(message, adapter.repeats_safely, now, type(error).__name__)
    return _finish(message, MessageState.SENT, now)


def _recipient(message: Message) -> Recipient | None:
    if message.user is not None:
        return Recipient(Channel.EMAIL, message.user.email, settings.LANGUAGE_CODE)
    if message.addressee is not None:
        reached_at = read_address(message.addressee)
        return Recipient(channel_of(reached_at), reached_at, message.addressee.language)
    person = message.person
    if person is None or person.erased_at or person.channel == Channel.NONE:
        return None
    address = read_contact(person)
    return Recipient(person.channel, address, person.language) if address else None


def _finish(message: Message, state: MessageState, now: datetime, problem: str = "") -> bool:
    message.state = state
    message.finished_at = now
    message.problem = problem[:200]
    message.save()
    return state == MessageState.SENT


def _in_doubt(message: Message, repeats_safely: bool, now: datetime, problem: str) -> bool:
    if repeats_safely:
        return _try_later(message, now, problem)
    return _finish(message, MessageState.UNCERTAIN, now, problem)


def _try_later(message: Message, now: datetime, problem: str) -> bool:
    """Back-off doubles: 2, 4, 8 … minutes; after the last attempt a person must look."""
    if message.attempts >= MOST_ATTEMPTS:
        return _finish(message, MessageState.FAILED, now, problem)
    message.state = MessageState.QUEUED
    message.due_at = now + FIRST_RETRY * 2 ** (message.attempts - 1)
    message.problem = problem[:200]
    message.save()
    return False
