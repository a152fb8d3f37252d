"""Each message once, or honestly uncertain; never at night; never when no longer needed."""

import random
import re
from collections import Counter
from datetime import datetime, timedelta

import pytest

from peervej.apps.messaging import kinds
from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
)
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.messaging.operations import (
    LEASE,
    MOST_ATTEMPTS,
    after_quiet_hours,
    cancel_messages,
    deliver_due,
    queue_message,
)
from peervej.apps.people.models import Channel
from peervej.apps.people.operations import change_channel
from tests.apps.messaging.schedules import run_schedules
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
WORKER_KILLED = KeyboardInterrupt


class Gateway:
    """A supplier that can be told how to behave."""

    def __init__(self):
        self.repeats_safely = False
        self.sent: list[str] = []
        self.next: list[type[BaseException] | None] = []

    def send(self, recipient, letter, *, key, now):
        trouble = self.next.pop(0) if self.next else None
        if trouble in (HandOverFailed, HandOverRefused):
            raise trouble("HTTP 500")
        if trouble:
            self.sent.append(key)
            raise trouble
        self.sent.append(key)


@pytest.fixture
def gateway(monkeypatch):
    found = Gateway()
    monkeypatch.setattr(
        "peervej.apps.messaging.operations.delivering.adapter_for", lambda channel: found
    )
    return found


@pytest.fixture
def greeting(monkeypatch):
    monkeypatch.setattr(kinds, "_builders", dict(kinds._builders))
    said = {"yes": True, "trouble": None}

    @message_kind("test.greeting")
    def write(message, now):
        if said["trouble"]:
            raise said["trouble"]
        return Letter("Hej", "Hej") if said["yes"] else None

    return said


def queue(person, now, key="k", **more):
    return queue_message(person, "test.greeting", key=key, now=now, **more)


def test_the_same_key_is_one_message(now, gateway, greeting):
    person = PersonFactory(sms="22334455")
    queue(person, now)
    queue(person, now)
    assert deliver_due(now) == 1
    assert deliver_due(now) == 0
    assert gateway.sent == ["k"]


def test_who_wants_no_messages_gets_none(now, greeting):
    assert queue(PersonFactory(), now) is None
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (10, 0, (21, 10)),
        (19, 59, (21, 19)),
        (20, 0, (22, 9)),
        (23, 30, (22, 9)),
        (3, 0, (21, 9)),
        (9, 0, (21, 9)),
    ],
)
def test_quiet_hours(now, hour, minute, expected):
    moment = after_quiet_hours(now.replace(hour=hour, minute=minute))
    assert (moment.day, moment.hour) == expected


def test_what_is_urgent_does_not_wait_for_morning(now, gateway, greeting):
    night = now.replace(hour=2)
    queue(PersonFactory(sms="22334455"), night, urgent=True)
    assert deliver_due(night) == 1


def test_a_message_that_is_no_longer_needed_is_not_sent(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now)
    greeting["yes"] = False
    assert deliver_due(now) == 0
    assert Message.objects.get().state == MessageState.NOT_NEEDED


def test_a_message_past_its_time_is_not_sent(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now, expires_at=now + timedelta(hours=1))
    assert deliver_due(now + timedelta(hours=2)) == 0
    assert gateway.sent == []


def test_a_changed_channel_holds_for_what_is_waiting(now, gateway, greeting):
    person = PersonFactory(sms="22334455")
    queue(person, now)
    change_channel(person, Channel.NONE, "", actor="test", now=now)
    assert deliver_due(now) == 0
    assert Message.objects.get().state == MessageState.NOT_NEEDED


def test_cancelling_reaches_only_what_waits(now, gateway, greeting):
    person = PersonFactory(sms="22334455")
    queue(person, now, key="a:1")
    deliver_due(now)
    queue(person, now, key="a:2")
    assert cancel_messages(key_prefix="a:", now=now) == 1
    assert set(Message.objects.values_list("key", "state")) == {
        ("a:1", MessageState.SENT),
        ("a:2", MessageState.NOT_NEEDED),
    }


def test_a_refusal_is_tried_again_with_longer_pauses(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now)
    gateway.next = [HandOverFailed] * MOST_ATTEMPTS
    pauses, moment = [], now
    for _attempt in range(MOST_ATTEMPTS - 1):
        deliver_due(moment)
        due = Message.objects.get().due_at
        pauses.append(due - moment)
        moment = due
    assert pauses == sorted(pauses)
    assert pauses[-1] == 2 ** (len(pauses) - 1) * pauses[0]
    deliver_due(moment)
    assert Message.objects.get().state == MessageState.FAILED
    assert gateway.sent == []


def test_an_uncertain_hand_over_is_never_repeated(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now)
    gateway.next = [HandOverUncertain]
    deliver_due(now)
    deliver_due(now + timedelta(days=1))
    assert Message.objects.get().state == MessageState.UNCERTAIN
    assert gateway.sent == ["k"]


def test_a_killed_worker_leaves_an_uncertain_message(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now)
    gateway.next = [WORKER_KILLED]
    with pytest.raises(WORKER_KILLED):
        deliver_due(now)
    assert Message.objects.get().state == MessageState.SENDING
    deliver_due(now + LEASE + timedelta(seconds=1))
    assert Message.objects.get().state == MessageState.UNCERTAIN
    assert gateway.sent == ["k"]


def test_a_worker_killed_while_writing_loses_nothing(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now)
    greeting["trouble"] = WORKER_KILLED
    with pytest.raises(WORKER_KILLED):
        deliver_due(now)
    assert Message.objects.get().state == MessageState.QUEUED
    greeting["trouble"] = None
    assert deliver_due(now) == 1


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(now, gateway, greeting):
    broken = queue(PersonFactory(sms="22334455"), now, key="a")
    Message.objects.filter(pk=broken.pk).update(kind="test.nobody_writes_this")
    queue(PersonFactory(sms="22334466"), now, key="b")
    assert deliver_due(now) == 1
    assert gateway.sent == ["b"]
    broken.refresh_from_db()
    assert (broken.state, broken.problem) == ("queued", "could not be written: UnknownKind")
    assert broken.due_at > now


def test_what_is_refused_for_good_is_not_tried_again(now, gateway, greeting):
    queue(PersonFactory(sms="22334455"), now)
    gateway.next = [HandOverRefused]
    deliver_due(now)
    assert Message.objects.get().state == MessageState.FAILED
    assert deliver_due(now + timedelta(days=1)) == 0


@pytest.mark.parametrize("trouble", [HandOverUncertain, OSError])
def test_only_an_adapter_that_knows_the_key_again_repeats(now, gateway, greeting, trouble):
    gateway.repeats_safely = True
    queue(PersonFactory(sms="22334455"), now)
    gateway.next = [trouble]
    deliver_due(now)
    assert Message.objects.get().state == MessageState.QUEUED
    assert deliver_due(now + timedelta(hours=1)) == 1


def test_a_killed_worker_is_made_good_by_an_adapter_that_knows_the_key(now, gateway, greeting):
    gateway.repeats_safely = True
    queue(PersonFactory(sms="22334455"), now)
    gateway.next = [WORKER_KILLED]
    with pytest.raises(WORKER_KILLED):
        deliver_due(now)
    assert deliver_due(now + LEASE + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("repeats_safely", [False, True])
def test_schedules_with_crashes_double_and_lose_nothing(now, repeats_safely):
    faults = run_schedules(random.Random(3), now, many=20, repeats_safely=repeats_safely)
    assert faults == Counter()


def test_moments_are_compared_across_the_change_of_clocks(greeting, gateway):
    from zoneinfo import ZoneInfo

    night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert after_quiet_hours(night).hour == 9


def test_headers_of_a_mail_do_not_tell_what_it_is_about(greeting, settings, mailoutbox, now):
    """Mail programs show Message-ID, and suppliers store it: it names neither kind nor key."""
    settings.MESSAGE_ADAPTERS = {"email": "email", "sms": "email"}
    settings.DEFAULT_FROM_EMAIL = "Besked <besked@aftaler.example>"
    person = PersonFactory(email="sol@example.org")
    queue_message(person, "test.greeting", key="trial.told_control:7", now=now)
    assert deliver_due(now) == 1
    header = mailoutbox[0].extra_headers["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@aftale>", header)
    assert mailoutbox[0].from_email == "Besked <besked@aftaler.example>"
