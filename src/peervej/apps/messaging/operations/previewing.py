"""The letters an act would send, read before it is done."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation

from peervej.apps.messaging.adapters.gatewayapi import GSM
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Channel, Person

MADE_UP_NAME = "Alma"
# GSM 03.38: a message that is sent in parts gives seven signs of each to the joining.
SEVEN_BIT, SEVEN_BIT_PART = 160, 153
UCS2, UCS2_PART = 70, 67


@dataclass(frozen=True)
class Sample:
    """One letter in one language, to a made-up name."""

    language: str
    subject: str
    text: str
    has_calendar: bool
    text_messages: int


@dataclass(frozen=True)
class Preview:
    """What would be sent, to how many by each way, when, and who gets nothing."""

    samples: tuple[Sample, ...]
    by_sms: int
    by_email: int
    unreached: tuple[Person, ...]
    goes_out_at: datetime | None
    sms_sender: str
    email_sender: str


def preview_messages(
    act: Callable[[], object], *, people: Iterable[Person], now: datetime
) -> Preview:
    """Do `act`, read the letters it put in the outbox, and undo all of it.

    So what is shown is what will be sent, and what `act` refuses is refused here too. `people`
    are those who are to be told; those of them who want no messages are named apart. Whatever
    `act` raises is raised.
    """
    everyone = list(people)
    with transaction.atomic():
        last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
        act()
        queued = list(Message.objects.filter(pk__gt=last, person__in=everyone).order_by("pk"))
        samples = _samples(queued[0], now) if queued else ()
        transaction.set_rollback(True)
    reached = {message.person_id for message in queued}
    ways = Counter(person.channel for person in everyone if person.pk in reached)
    return Preview(
        samples,
        ways[Channel.SMS],
        ways[Channel.EMAIL],
        tuple(person for person in everyone if person.channel == Channel.NONE),
        queued[0].due_at if queued else None,
        os.environ.get("PEERVEJ_SMS_SENDER", "Besked"),
        settings.DEFAULT_FROM_EMAIL,
    )


def _samples(message: Message, now: datetime) -> tuple[Sample, ...]:
    """The letter in each language. The name is changed in the transaction that is undone."""
    Person.objects.filter(messages=message).update(chosen_name=MADE_UP_NAME)
    message = Message.objects.get(pk=message.pk)
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            letter = write_letter(message, now)
        if letter is not None:
            found.append(
                Sample(
                    language,
                    letter.subject,
                    _without_token(letter.text),
                    bool(letter.calendar),
                    text_messages(letter.text),
                )
            )
    return tuple(found)


def _without_token(text: str) -> str:
    """Everyone gets a link of their own; the one made for the preview opens nothing."""
    link = settings.PUBLIC_URL + reverse("accounts:link", args=["token"])
    before, _token, after = link.rpartition("token")
    return re.sub(re.escape(before) + r"[\w-]+" + re.escape(after), f"{before}…{after}", text)


def text_messages(text: str) -> int:
    """How many text messages a text is paid as."""
    one, part = (SEVEN_BIT, SEVEN_BIT_PART) if GSM.issuperset(text) else (UCS2, UCS2_PART)
    return 1 if len(text) <= one else -(-len(text) // part)
