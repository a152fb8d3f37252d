"""Asking those who wait, and cannot be drawn yet, for the first questions."""

from datetime import datetime, timedelta

from django.db import transaction

from peervej.apps.allocation.operations.ready import people_waiting, trial_of
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.programmes.models import Group
from peervej.apps.trial.operations import renew_baseline
from peervej.apps.trial.queries import definition_of


@transaction.atomic
def ask_for_baselines(group: Group, *, actor: str, now: datetime) -> int:
    """Write to everyone without a fresh baseline, once a day; returns to how many.

    Answers that would be too old for the draw are asked for anew.
    """
    trial = trial_of(group)
    days = definition_of(trial).baseline.max_days_before_draw
    fresh_since = now.date() - timedelta(days=days)
    asked = 0
    for one in people_waiting(group, trial):
        if not renew_baseline(one.participation, fresh_since=fresh_since, now=now):
            continue
        queue_message(
            one.enrolment.person,
            "allocation.questions_ready",
            key=f"baseline:{one.enrolment.pk}:{now:%Y%m%d}",
            now=now,
        )
        asked += 1
    record_event(
        "ask_for_baselines", group, actor=actor, now=now, site_id=group.period.site_id, asked=asked
    )
    return asked
