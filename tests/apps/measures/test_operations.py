"""Assessments: issued once, answered in their window, closed, voided."""

from datetime import timedelta
from uuid import uuid4

import pytest

from peervej.apps.audit.models import AuditEvent
from peervej.apps.measures.models import Answer, Assessment, AssessmentState
from peervej.apps.measures.operations import (
    AnswerRefused,
    AssessmentClosed,
    close_overdue,
    finish_assessment,
    issue_assessment,
    reopen_baseline,
    save_answer,
    void_assessments,
)
from peervej.apps.measures.queries import count_states, has_baseline, open_assessment
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


def issue(respondent=None, *, occasion="baseline", opens=TODAY, closes=TODAY + 10 * DAY):
    return issue_assessment(
        respondent or uuid4(),
        "effekt",
        occasion,
        ["demo-hope"],
        opens_on=opens,
        closes_on=closes,
        now=NOW,
    )


def test_issuing_the_same_twice_is_one():
    first = issue()
    again = issue(first.respondent, closes=TODAY + 99 * DAY)
    assert again.pk == first.pk
    assert again.closes_on == TODAY + 10 * DAY
    assert AuditEvent.objects.filter(verb="issue_assessment").count() == 1


def test_an_answer_is_kept_at_once_and_replaced_by_a_later_one():
    asked = issue()
    save_answer(asked, "demo-hope", "1", 0, now=NOW)
    save_answer(asked, "demo-hope", "1", 4, now=NOW + DAY)
    save_answer(asked, "demo-hope", "2", None, now=NOW)
    assert dict(asked.answers.values_list("item", "value")) == {"1": 4, "2": None}
    asked.refresh_from_db()
    assert asked.state == AssessmentState.BEGUN


@pytest.mark.parametrize(
    ("instrument", "item", "value"),
    [
        ("who-5", "1", 2),
        ("demo-hope", "7", 2),
        ("demo-hope", "", 2),
        ("demo-hope", "1", 5),
        ("demo-hope", "1", -1),
    ],
)
def test_what_is_no_possible_answer_is_refused(instrument, item, value):
    asked = issue()
    with pytest.raises(AnswerRefused):
        save_answer(asked, instrument, item, value, now=NOW)
    assert not Answer.objects.exists()
    asked.refresh_from_db()
    assert asked.state == AssessmentState.OPEN


@pytest.mark.parametrize("days", [-1, 11])
def test_outside_the_window_nothing_is_taken(days):
    asked = issue()
    with pytest.raises(AssessmentClosed):
        save_answer(asked, "demo-hope", "1", 2, now=NOW + days * DAY)
    with pytest.raises(AssessmentClosed):
        finish_assessment(asked, now=NOW + days * DAY)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("days", [0, 10])
def test_both_ends_of_the_window_are_inside(days):
    save_answer(issue(), "demo-hope", "1", 2, now=NOW + days * DAY)
    assert Answer.objects.count() == 1


def test_finishing_twice_keeps_the_first_day():
    asked = issue()
    finish_assessment(asked, now=NOW)
    finish_assessment(asked, now=NOW + 2 * DAY)
    asked.refresh_from_db()
    assert (asked.state, asked.answered_on) == (AssessmentState.ANSWERED, TODAY)
    with pytest.raises(AssessmentClosed):
        save_answer(asked, "demo-hope", "1", 2, now=NOW)


def test_a_baseline_counts_from_the_day_it_was_finished():
    asked = issue()
    finish_assessment(asked, now=NOW + 3 * DAY)
    key = asked.respondent
    assert has_baseline(key, "effekt", since=TODAY + 3 * DAY)
    assert not has_baseline(key, "effekt", since=TODAY + 4 * DAY)
    assert not has_baseline(key, "another", since=TODAY)
    assert not has_baseline(uuid4(), "effekt", since=TODAY)


def test_an_unfinished_baseline_does_not_count():
    asked = issue()
    save_answer(asked, "demo-hope", "1", 2, now=NOW)
    assert not has_baseline(asked.respondent, "effekt", since=TODAY - DAY)


def test_a_stale_baseline_is_asked_anew_without_its_old_answers():
    asked = issue()
    save_answer(asked, "demo-hope", "1", 2, now=NOW)
    finish_assessment(asked, now=NOW)
    reopen_baseline(asked, closes_on=TODAY + 90 * DAY, now=NOW + 30 * DAY)
    assert not Answer.objects.exists()
    assert open_assessment(asked.respondent, "effekt", TODAY + 40 * DAY) == asked


def test_a_follow_up_is_never_reopened():
    asked = issue(occasion="follow_up")
    save_answer(asked, "demo-hope", "1", 2, now=NOW)
    finish_assessment(asked, now=NOW)
    with pytest.raises(AssessmentClosed):
        reopen_baseline(asked, closes_on=TODAY + 90 * DAY, now=NOW)
    assert Answer.objects.count() == 1


def test_what_is_past_its_window_closes_and_keeps_what_was_begun():
    begun, untouched, finished = issue(), issue(), issue()
    still_open = issue(closes=TODAY + 11 * DAY)
    save_answer(begun, "demo-hope", "1", 3, now=NOW)
    finish_assessment(finished, now=NOW)
    assert close_overdue(NOW + 11 * DAY) == 2
    assert close_overdue(NOW + 11 * DAY) == 0
    assert count_states("effekt", "baseline") == {
        "open": 1, "begun": 0, "answered": 1, "closed": 2, "withdrawn": 0,
    }  # fmt: skip
    assert begun.answers.get().value == 3
    untouched.refresh_from_db()
    still_open.refresh_from_db()
    assert (untouched.state, still_open.state) == ("closed", "open")


@pytest.mark.parametrize("remove", [True, False])
def test_voiding_stops_the_questions_and_removes_answers_only_when_asked(remove):
    key = uuid4()
    answered, waiting = issue(key), issue(key, occasion="follow_up")
    other = issue()
    for asked in (answered, other):
        save_answer(asked, "demo-hope", "1", 1, now=NOW)
    finish_assessment(answered, now=NOW)
    void_assessments(key, remove_answers=remove, now=NOW)
    states = dict(Assessment.objects.filter(respondent=key).values_list("occasion", "state"))
    assert states == {
        "baseline": "withdrawn" if remove else "answered",
        "follow_up": "withdrawn",
    }
    assert Answer.objects.filter(assessment=answered).exists() is not remove
    assert Answer.objects.filter(assessment=other).exists()
    with pytest.raises(AssessmentClosed):
        save_answer(waiting, "demo-hope", "1", 1, now=NOW)


def test_events_name_no_respondent_and_no_hour():
    asked = issue()
    finish_assessment(asked, now=NOW)
    for event in AuditEvent.objects.all():
        written = f"{event.subject_id} {event.detail} {event.actor}"
        assert str(asked.respondent) not in written
        assert str(asked.pk) not in written
        assert (event.at.astimezone(NOW.tzinfo).hour, event.at.minute) == (0, 0)
