"""Who is to be told what and when; with the operation's transaction it is there or not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from peervej.apps.accounts.models import User
from peervej.apps.messaging.models import Addressee, Message, MessageState
from peervej.apps.people.models import Channel, Person

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
