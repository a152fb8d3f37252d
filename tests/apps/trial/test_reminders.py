"""Invitations and reminders: on their days, and never after answer, withdrawal or window."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.measures.models import Assessment
from peervej.apps.measures.operations import close_overdue
from peervej.apps.messaging.models import Message
from peervej.apps.messaging.operations import deliver_due
from peervej.apps.trial.queries import participation_of
from peervej.apps.trial.tasks import run_timer, turn_due
from tests.factories.allocation import answer, ready, trial_group
from tests.factories.moments import NOW

DAY = timedelta(days=1)
OPENS = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("days", "turn"), [(0, 0), (3, 0), (4, 1), (9, 1), (10, 2), (18, 3), (27, 3)]
)
def test_which_message_is_due(days, turn):
    assert turn_due(OPENS, (4, 10, 18), OPENS + days * DAY) == turn


def test_without_reminders_there_is_the_invitation_alone():
    assert {turn_due(OPENS, (), OPENS + n * DAY) for n in range(28)} == {0}


@pytest.fixture
def drawn(db):
    trial, group = trial_group()
    people = [
        ready(group, sms=f"2234{number:04d}", now=NOW + timedelta(minutes=number))
        for number in range(12)
    ]
    Message.objects.all().delete()
    draw_batch(group, actor="test", now=NOW + timedelta(hours=2))
    return trial, group, people


def sent_to(person):
    rows = Message.objects.filter(person=person, kind="trial.questions", state="sent")
    return list(rows.order_by("finished_at").values_list("finished_at", flat=True))


def run_day(day_number, group):
    """One turn of the timer at noon, so many days after the questions opened."""
    opens = group.starts_on + timedelta(weeks=10)
    now = NOW.replace(year=opens.year, month=opens.month, day=opens.day) + day_number * DAY
    close_overdue(now)
    run_timer(now)
    run_timer(now)
    deliver_due(now)
    return now


def test_silent_people_get_the_invitation_and_three_reminders(drawn):
    _trial, group, people = drawn
    first = run_day(-1, group) + DAY
    for day in range(45):
        run_day(day, group)
    expected = [first + days * DAY for days in (0, 4, 10, 18)]
    for person in people:
        assert sent_to(person) == expected


def test_a_machine_that_stood_still_sends_one_message_not_three(drawn):
    _trial, group, people = drawn
    run_day(12, group)
    assert {len(sent_to(person)) for person in people} == {1}


def test_nothing_comes_after_answer_withdrawal_or_window(drawn):
    trial, group, people = drawn
    chance = random.Random(7)
    ends = {}
    plan = {person.pk: (chance.choice(["answers", "leaves", "silent"]), chance.randrange(28))
            for person in people}  # fmt: skip
    for day in range(45):
        now = run_day(day, group)
        for person in people:
            what, on = plan[person.pk]
            if on != day or what == "silent":
                continue
            if what == "answers":
                answer(participation_of(person, trial), "follow_up", now=now)
            else:
                leave_research(person, trial=trial, remove_answers=False, actor="test", now=now)
            ends[person.pk] = now
    assert len({what for what, _on in plan.values()}) == 3
    for person in people:
        last = ends.get(person.pk)
        for moment in sent_to(person):
            assert last is None or moment <= last
    closed = set(Assessment.objects.filter(occasion="follow_up").values_list("state", flat=True))
    assert closed == {"answered", "withdrawn", "closed"}


def test_a_reminder_queued_just_before_the_answer_is_not_sent(drawn):
    trial, group, people = drawn
    now = run_day(3, group)
    before = len(sent_to(people[0]))
    run_timer(now + DAY)
    answer(participation_of(people[0], trial), "follow_up", now=now + DAY)
    deliver_due(now + DAY)
    assert len(sent_to(people[0])) == before
    states = set(Message.objects.filter(person=people[0]).values_list("state", flat=True))
    assert "not_needed" in states


def test_the_outbox_names_no_assessment(drawn):
    _trial, group, _people = drawn
    run_day(0, group)
    keys = {str(key) for key in Assessment.objects.values_list("pk", flat=True)}
    keys |= {str(key) for key in Assessment.objects.values_list("respondent", flat=True)}
    for message in Message.objects.all():
        assert not [key for key in keys if key in f"{message.key}{message.reference}"]


def test_a_turn_with_nothing_new_costs_the_same_for_many_as_for_few(drawn):
    _trial, group, people = drawn
    now = run_day(0, group)
    costs = []
    for many in (12, 3):
        for person in people[many:]:
            person.erased_at = now
            person.save(update_fields=["erased_at"])
        with CaptureQueriesContext(connection) as captured:
            run_timer(now)
        costs.append(len(captured))
    assert costs[0] == costs[1] < 8
