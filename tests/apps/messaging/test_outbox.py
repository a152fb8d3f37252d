"""Each message once, or honestly uncertain; never at night; never when no longer needed."""

import random
from datetime import datetime, timedelta

import pytest

from peervej.apps.messaging import kinds
from peervej.apps.messaging.adapters.base import HandOverFailed, HandOverUncertain
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
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
WORKER_KILLED = KeyboardInterrupt


class Gateway:
    """A supplier that can be told how to behave."""

    def __init__(self):
        self.sent: list[str] = []
        self.next: list[type[BaseException] | None] = []

    def send(self, recipient, letter, *, key, now):
        trouble = self.next.pop(0) if self.next else None
        if trouble is HandOverFailed:
            raise HandOverFailed("HTTP 500")
        if trouble:
            self.sent.append(key)
            raise trouble
        self.sent.append(key)


@pytest.fixture
def gateway(monkeypatch):
    found = Gateway()
    monkeypatch.setattr("peervej.apps.messaging.operations.adapter_for", lambda channel: found)
    return found


@pytest.fixture
def greeting(monkeypatch):
    monkeypatch.setattr(kinds, "_builders", dict(kinds._builders))
    needed = {"yes": True}

    @message_kind("test.greeting")
    def write(message, now):
        return Letter("Hej", "Hej") if needed["yes"] else None

    return needed


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


@pytest.mark.parametrize("seed", range(20))
def test_schedules_with_faults_double_and_lose_nothing(now, gateway, greeting, seed):
    """Whatever goes wrong: at most one hand-over, and none is forgotten without a state."""
    chance = random.Random(seed)
    person = PersonFactory(sms="22334455")
    keys = [f"m{number:02d}" for number in range(12)]
    cancelled, moment = set(), now
    for key in keys:
        queue(person, now, key=key, due_at=now + timedelta(minutes=chance.randrange(600)))
    for _turn in range(80):
        moment += timedelta(minutes=chance.randrange(1, 60))
        gateway.next = [
            chance.choice([None, None, None, HandOverFailed, HandOverUncertain, WORKER_KILLED])
            for _ in range(3)
        ]
        if chance.random() < 0.1:
            key = chance.choice(keys)
            if cancel_messages(key_prefix=key, now=moment):
                cancelled.add((key, key in gateway.sent))
        try:
            deliver_due(moment)
        except WORKER_KILLED:
            continue
    deliver_due(moment + timedelta(days=3))
    deliver_due(moment + timedelta(days=6))
    assert len(gateway.sent) == len(set(gateway.sent))
    states = dict(Message.objects.values_list("key", "state"))
    assert set(states) == set(keys)
    assert MessageState.QUEUED not in states.values()
    assert MessageState.SENDING not in states.values()
    for key, state in states.items():
        if state == MessageState.SENT:
            assert key in gateway.sent
        if state == MessageState.FAILED:
            assert key not in gateway.sent
    assert all(not already for _key, already in cancelled)


def test_moments_are_compared_across_the_change_of_clocks(greeting, gateway):
    from zoneinfo import ZoneInfo

    night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert after_quiet_hours(night).hour == 9
