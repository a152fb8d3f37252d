"""What was written stays written; time and chance have one home each."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings

from peervej.apps.audit.chain import append_line, lock_head, read_lines
from peervej.apps.audit.clock import ClockIsReal, current_time, move_clock, real_time, set_clock
from peervej.apps.audit.entropy import EntropyIsReal, entropy_from, random_bytes
from peervej.apps.audit.models import AppendOnly, AuditEvent, ReadEvent, RetentionRun
from peervej.apps.audit.operations import record_event, record_reading, record_research_event
from peervej.apps.audit.retention import run_retention
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_an_event_cannot_be_changed_or_removed(now):
    event = record_event("greet", PersonFactory(), actor="user:1", now=now)
    event.verb = "curse"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    assert AuditEvent.objects.get(pk=event.pk).verb == "greet"


def test_a_research_event_names_no_row_and_no_hour(now):
    event = record_research_event("issue", AuditEvent, now=now)
    assert (event.subject_id, event.at.hour, event.actor) == ("", 0, "research")


def test_a_walked_clock_ends_nobodys_session(now):
    real = real_time()
    Session.objects.create(session_key="open", expire_date=real + timedelta(hours=8))
    Session.objects.create(session_key="expired", expire_date=real - timedelta(hours=1))
    run_retention(real + timedelta(weeks=10))
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_old_events_go_and_the_run_is_logged(now):
    person = PersonFactory()
    record_event("old", person, actor="a", now=now - timedelta(days=6 * 365))
    record_event("new", person, actor="a", now=now)
    record_reading(person.pk, "page", reader="user:1", reader_label="Karen", now=now)
    removed = run_retention(now)
    assert removed["audit.AuditEvent"] == 1
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"new"}
    assert ReadEvent.objects.count() == 1
    assert RetentionRun.objects.get(model="audit.AuditEvent").removed == 1


def test_a_dry_run_removes_nothing(now):
    record_event("old", PersonFactory(), actor="a", now=now - timedelta(days=6 * 365))
    assert run_retention(now, dry_run=True)["audit.AuditEvent"] == 1
    assert AuditEvent.objects.count() == 1


def test_the_chain_keeps_lines_in_order_and_head_behind_the_last():
    head = lock_head("a-trial")
    append_line(head, '{"n":1}', "aa")
    append_line(head, '{"n":2}', "bb")
    assert list(read_lines("a-trial")) == ['{"n":1}', '{"n":2}']
    again = lock_head("a-trial")
    assert (again.events, again.head) == (2, "bb")


def test_the_clock_stands_still_outside_the_demonstration():
    with pytest.raises(ClockIsReal):
        move_clock(timedelta(days=7))


@override_settings(DEMO_MODE=True)
def test_the_demonstration_walks_in_time(now):
    set_clock(now)
    move_clock(timedelta(days=7))
    assert abs(current_time() - now - timedelta(days=7)) < timedelta(minutes=1)
    assert current_time().utcoffset() == timedelta(hours=1)


def test_chance_cannot_be_replaced_outside_the_demonstration():
    with pytest.raises(EntropyIsReal), entropy_from(lambda size: b"\0" * size):
        random_bytes(4)


@override_settings(DEMO_MODE=True)
def test_chance_comes_back_after_the_demonstration():
    with entropy_from(lambda size: b"\7" * size):
        assert random_bytes(4) == b"\7" * 4
    assert random_bytes(16) != b"\7" * 16
