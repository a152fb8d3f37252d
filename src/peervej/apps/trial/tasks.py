"""Invitations and reminders to answer, at the days the trial's definition names."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from peervej.apps.measures.models import Assessment, Occasion
from peervej.apps.measures.queries import ANSWERABLE
from peervej.apps.messaging.operations import queue_message
from peervej.apps.trial.models import Participation, ParticipationState, Trial
from peervej.apps.trial.queries import definition_of, person_of


def run_timer(now: datetime) -> None:
    """Queue what is due today; the same day twice queues nothing twice.

    The key names the person and the occasion, never the assessment: the outbox must not
    tell whose answers are whose.
    """
    for trial in Trial.objects.exclude(state="draft"):
        reminder_days = definition_of(trial).follow_up.reminder_days
        for assessment, participation in _unanswered(trial, now):
            person = person_of(participation)
            if person is None:
                continue
            for turn, days in enumerate((0, *reminder_days)):
                due_on = assessment.opens_on + timedelta(days=days)
                if due_on == now.date() or (turn == 0 and due_on <= now.date()):
                    queue_message(
                        person,
                        "trial.questions",
                        key=f"questions:{trial.code}:{person.pk}:{turn}",
                        now=now,
                    )


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
