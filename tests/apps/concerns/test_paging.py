"""Somebody is called, then the next, until a person answers."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from peervej.apps.audit.models import AuditEvent
from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.models import Concern
from peervej.apps.concerns.operations.concerns import acknowledge_concern, close_concern
from peervej.apps.concerns.operations.paging import ANSWER_WITHIN, PAGE, escalate_due
from peervej.apps.concerns.operations.rota import set_mobile
from peervej.apps.concerns.queries import mobile_of, words_of
from peervej.apps.concerns.tasks import run_timer
from peervej.apps.messaging.adapters.base import HandOverFailed, HandOverUncertain
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Addressee, Message, MessageState
from peervej.apps.messaging.operations import deliver_due
from tests.factories.concerns import ShiftFactory, worry_of
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db


def called(concern):
    return [paging.user.name for paging in concern.pagings.order_by("number")]


def test_whoever_is_on_call_is_paged_at_once_even_at_night(site, karen, bo, mette):
    night = NOW.replace(hour=23)
    ShiftFactory(site=site, user=bo, ends_at=night + timedelta(hours=3))
    concern = worry_of(mette, now=night)
    assert called(concern) == ["Bo"]
    message = Message.objects.get(kind=PAGE)
    assert (message.user, message.due_at) == (bo, night)


def test_the_next_is_paged_when_nobody_answers_in_time(site, karen, bo, mette):
    ShiftFactory(site=site, user=bo)
    concern = worry_of(mette)
    run_timer(NOW + ANSWER_WITHIN - timedelta(seconds=1))
    assert called(concern) == ["Bo"]
    run_timer(NOW + ANSWER_WITHIN)
    run_timer(NOW + ANSWER_WITHIN)
    assert called(concern) == ["Bo", "Karen"]
    run_timer(NOW + 2 * ANSWER_WITHIN)
    assert called(concern) == ["Bo", "Karen"]
    run_timer(NOW + timedelta(hours=2))
    assert called(concern) == ["Bo", "Karen", "Bo"]


def test_nobody_is_paged_once_it_is_taken(site, karen, bo, mette):
    ShiftFactory(site=site, user=bo)
    concern = worry_of(mette)
    taken = acknowledge_concern(concern, karen, actor="user", now=NOW)
    assert taken.acknowledged_by == karen
    assert Message.objects.get(kind=PAGE).state == MessageState.NOT_NEEDED
    run_timer(NOW + timedelta(days=1))
    assert called(concern) == ["Bo"]
    again = acknowledge_concern(concern, bo, actor="user", now=NOW)
    assert again.acknowledged_by == karen


def test_outside_hours_it_waits_for_the_first_on_duty(site, karen, bo, mette):
    concern = worry_of(mette)
    run_timer(NOW + timedelta(hours=5))
    assert called(concern) == []
    ShiftFactory(
        site=site, user=bo, starts_at=NOW + timedelta(hours=6), ends_at=NOW + timedelta(hours=9)
    )
    run_timer(NOW + timedelta(hours=6))
    assert called(concern) == ["Bo"]


def test_sent_twice_is_one_worry(site, karen, mette):
    ShiftFactory(site=site, user=karen)
    assert worry_of(mette) == worry_of(mette)
    assert Message.objects.filter(kind=PAGE).count() == 1


def test_words_are_in_no_row_message_or_event(site, karen, mette):
    ShiftFactory(site=site, user=karen)
    concern = worry_of(mette, words="Hemmelige ord")
    assert words_of(concern) == "Hemmelige ord"
    assert b"Hemmelige" not in bytes(Concern.objects.get().words)
    letter = write_letter(Message.objects.get(kind=PAGE), NOW)
    assert "bekymr" not in (letter.subject + letter.text).lower()
    assert "Hemmelige" not in letter.text
    close_concern(concern, karen, words="Talt sammen", gravity="talk", actor="user", now=NOW)
    assert "Hemmelige" not in str(list(AuditEvent.objects.values()))


def test_a_call_goes_by_mail_and_by_text_message(site, karen, mette, monkeypatch):
    set_mobile(karen, "21 34 56 78", actor="user", now=NOW)
    ShiftFactory(site=site, user=karen)
    sent = []

    class Adapter:
        repeats_safely = False

        def send(self, recipient, letter, **kwargs):
            sent.append((recipient.channel, recipient.address))

    monkeypatch.setattr(
        "peervej.apps.messaging.operations.delivering.adapter_for", lambda channel: Adapter()
    )
    concern = worry_of(mette)
    deliver_due(NOW)
    assert sorted(sent) == [("email", karen.email), ("sms", "+4521345678")]
    acknowledge_concern(concern, karen, actor="user", now=NOW)


def test_taken_both_calls_are_taken_back(site, karen, mette):
    set_mobile(karen, "21345678", actor="user", now=NOW)
    ShiftFactory(site=site, user=karen)
    acknowledge_concern(worry_of(mette), karen, actor="user", now=NOW)
    states = Message.objects.filter(kind=PAGE).values_list("state", flat=True)
    assert list(states) == [MessageState.NOT_NEEDED] * 2


def test_a_mobile_is_encrypted_changed_and_taken_away(karen):
    set_mobile(karen, "21 34 56 78", actor="user", now=NOW)
    assert mobile_of(karen) == "+4521345678"
    assert b"21345678" not in bytes(Addressee.objects.get().ciphertext)
    set_mobile(karen, "31 34 56 78", actor="user", now=NOW)
    assert (mobile_of(karen), Addressee.objects.count()) == ("+4531345678", 1)
    set_mobile(karen, "", actor="user", now=NOW)
    assert (mobile_of(karen), Addressee.objects.count()) == ("", 0)
    with pytest.raises(ValidationError):
        set_mobile(karen, "12", actor="user", now=NOW)


def test_under_faults_it_is_taken_or_escalated(site, karen, bo, mette, monkeypatch):
    """Mail down, gateway failing, worker killed: somebody new is called all the same.

    Twelve schedules; benchmarks/worry.py kills real processes in two hundred.
    """
    set_mobile(bo, "21345678", actor="user", now=NOW)
    ShiftFactory(site=site, user=bo)
    for seed in range(12):
        concern = worry_of(mette, key=f"k{seed}")
        weather(concern, bo, random.Random(seed), monkeypatch)
        concern.refresh_from_db()
        taken = concern.state == ConcernState.ACKNOWLEDGED
        assert taken or set(called(concern)) == {"Bo", "Karen"}


def weather(concern, user, chance, monkeypatch):
    """An hour of bad luck; the timer itself comes through only now and then."""

    class Faulty:
        repeats_safely = False

        def send(self, *args, **kwargs):
            if fault := chance.choice([HandOverFailed, HandOverUncertain, MemoryError, None]):
                raise fault("down")

    monkeypatch.setattr(
        "peervej.apps.messaging.operations.delivering.adapter_for", lambda channel: Faulty()
    )
    now = NOW
    for _turn in range(8):
        now += timedelta(minutes=chance.randint(1, 9))
        if chance.random() < 0.7:
            escalate_due(now)
        try:
            deliver_due(now)
        except MemoryError:
            continue
        if chance.random() < 0.05:
            acknowledge_concern(concern, user, actor="user", now=now)
    escalate_due(now + ANSWER_WITHIN)
