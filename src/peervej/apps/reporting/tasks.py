"""Long calculations for the worker, and what happens by itself.

Rules about paper ask the site without waiting for a researcher; what a worker that died has
left is taken up again.
"""

from datetime import datetime
from uuid import UUID

from django_tasks import task

from peervej.apps.audit.clock import real_time
from peervej.apps.reporting.models import Calculation
from peervej.apps.reporting.operations import ask_by_rule
from peervej.apps.reporting.operations.calculating import reclaim_calculations, run_calculation
from peervej.apps.trial.models import Trial, TrialState

UNDER_WAY = (TrialState.SEALED, TrialState.FULL)


@task()
def carry_out(key: str) -> None:
    """Carry out one calculation; given twice it is done once."""
    run_calculation(UUID(key), real_now=real_time())


def hand_over(calculation: Calculation) -> None:
    """Let the worker know; should that be lost, the timer does it again."""
    carry_out.enqueue(str(calculation.key))


def run_timer(now: datetime) -> None:
    """Take up calculations left behind; ask about paper that has stood since yesterday."""
    for calculation in reclaim_calculations(real_now=real_time()):
        hand_over(calculation)
    for trial in Trial.objects.filter(state__in=UNDER_WAY):
        ask_by_rule(trial, now=now)
