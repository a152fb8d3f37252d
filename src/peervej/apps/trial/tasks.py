"""Invitations and reminders to answer, at the days the trial's definition names."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from peervej.apps.measures.models import Assessment, Occasion
from peervej.apps.measures.queries import ANSWERABLE
from peervej.apps.messaging.operations import queue_message
from peervej.apps.messaging.queries import keys_in_outbox
from peervej.apps.trial.models import Participation, ParticipationState, Trial, TrialState
from peervej.apps.trial.queries import definition_of, people_of


def run_timer(now: datetime) -> None:
    """Queue what is due; again on the same day queues nothing twice.

    The key names the person and the occasion, never the assessment: the outbox must not
    tell whose answers are whose. What is already in the outbox costs no more questions.
    """
    for trial in Trial.objects.exclude(state__in=(TrialState.DRAFT, TrialState.SEALING)):
        reminder_days = definition_of(trial).follow_up.reminder_days
        unanswered = list(_unanswered(trial, now))
        people = people_of(participation for _assessment, participation in unanswered)
        due = {}
        for assessment, participation in unanswered:
            person = people.get(participation.key)
            if person:
                turn = turn_due(assessment.opens_on, reminder_days, now.date())
                due[f"questions:{trial.code}:{person.pk}:{turn}"] = person
        for key in sorted(due.keys() - keys_in_outbox(due)):
            queue_message(due[key], "trial.questions", key=key, now=now)


def turn_due(opens_on: date, reminder_days: Sequence[int], today: date) -> int:
    """Which message is due: 0 the invitation, then the reminders; only ever the latest one.

    Days on which the machine stood still are made up for by one message, not by all.
    """
    days = (today - opens_on).days
    return sum(days >= reminder for reminder in reminder_days)


def _unanswered(trial: Trial, now: datetime) -> Iterator[tuple[Assessment, Participation]]:
    rows = Assessment.objects.filter(
        study=trial.code,
        occasion=Occasion.FOLLOW_UP,
        state__in=ANSWERABLE,
        opens_on__lte=now.date(),
        closes_on__gte=now.date(),
    )
    participations = {
        row.key: row for row in trial.participations.filter(state=ParticipationState.DRAWN)
    }
    for assessment in rows:
        if assessment.respondent in participations:
            yield assessment, participations[assessment.respondent]
