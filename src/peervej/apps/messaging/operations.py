"""Putting messages in the outbox, and handing them over exactly once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from peervej.apps.accounts.models import User
from peervej.apps.messaging.adapters import Recipient, adapter_for
from peervej.apps.messaging.adapters.base import HandOverFailed, HandOverUncertain
from peervej.apps.messaging.addressees import channel_of, read_address
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Addressee, Message, MessageState
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import read_contact

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(minutes=2)
QUIET_FROM, QUIET_UNTIL = 20, 9
HOME_ZONE = ZoneInfo("Europe/Copenhagen")


def queue_message(
    recipient: Person | User | Addressee,
    kind: str,
    *,
    key: str,
    now: datetime,
    reference: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    urgent: bool = False,
) -> Message | None:
    """Put a message in the outbox; the same `key` twice is one message.

    Call it inside the operation's transaction: with it the message is there or not.
    Someone who wants no messages gets none. Nothing is due in the quiet hours unless
    `urgent`.
    """
    if isinstance(recipient, Person) and recipient.channel == Channel.NONE:
        return None
    moment = due_at or now
    message, _made = Message.objects.get_or_create(
        key=key,
        defaults={
            "person": recipient if isinstance(recipient, Person) else None,
            "user": recipient if isinstance(recipient, User) else None,
            "addressee": recipient if isinstance(recipient, Addressee) else None,
            "kind": kind,
            "reference": reference,
            "due_at": moment if urgent else after_quiet_hours(moment),
            "expires_at": expires_at,
        },
    )
    return message


def cancel_messages(*, key_prefix: str, now: datetime) -> int:
    """Take messages that have not been handed over out of the outbox."""
    return Message.objects.filter(key__startswith=key_prefix, state=MessageState.QUEUED).update(
        state=MessageState.NOT_NEEDED, finished_at=now
    )


def after_quiet_hours(moment: datetime) -> datetime:
    """`moment`, or the next nine o'clock in Copenhagen when it falls between 20 and 9."""
    local = moment.astimezone(HOME_ZONE)
    if QUIET_UNTIL <= local.hour < QUIET_FROM:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= QUIET_FROM else 0)
    return datetime(day.year, day.month, day.day, QUIET_UNTIL, tzinfo=HOME_ZONE)


def deliver_due(now: datetime, *, most: int = 500) -> int:
    """Hand over what is due at `now`; returns how many were sent."""
    give_up_on_abandoned(now)
    sent = 0
    for _turn in range(most):
        message = _claim_next(now)
        if message is None:
            return sent
        sent += _hand_over(message, now)
    return sent


def give_up_on_abandoned(now: datetime) -> int:
    """A worker died between claim and result: whether it was sent cannot be known.

    Such a message is never sent again; the coordinator sees it as uncertain.
    """
    return Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=now - LEASE).update(
        state=MessageState.UNCERTAIN, finished_at=now, problem="interrupted at hand-over"
    )


def _claim_next(now: datetime) -> Message | None:
    """Take one due message; two workers never take the same."""
    with transaction.atomic():
        rows = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        message = rows.first()
        if message is None:
            return None
        message.state = MessageState.SENDING
        message.claimed_at = now
        message.attempts += 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def _hand_over(message: Message, now: datetime) -> bool:
    """Write the letter and give it to the adapter; record what came of it."""
    recipient = _recipient(message)
    if recipient is None or (message.expires_at and message.expires_at < now):
        return _finish(message, MessageState.NOT_NEEDED, now)
    with translation.override(recipient.language):
        letter = write_letter(message, now)
    if letter is None:
        return _finish(message, MessageState.NOT_NEEDED, now)
    message.channel = recipient.channel
    try:
        adapter_for(recipient.channel).send(recipient, letter, key=message.key, now=now)
    except HandOverUncertain as error:
        return _finish(message, MessageState.UNCERTAIN, now, str(error))
    except HandOverFailed as error:
        return _try_later(message, now, str(error))
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


def _try_later(message: Message, now: datetime, problem: str) -> bool:
    """Back-off doubles: 2, 4, 8 … minutes; after the last attempt a person must look."""
    if message.attempts >= MOST_ATTEMPTS:
        return _finish(message, MessageState.FAILED, now, problem)
    message.state = MessageState.QUEUED
    message.due_at = now + FIRST_RETRY * 2 ** (message.attempts - 1)
    message.problem = problem[:200]
    message.save()
    return False
