"""What happens by itself: rules about paper ask the site without waiting for a researcher."""

from datetime import datetime

from peervej.apps.reporting.operations import ask_by_rule
from peervej.apps.trial.models import Trial, TrialState

UNDER_WAY = (TrialState.SEALED, TrialState.FULL)


def run_timer(now: datetime) -> None:
    """Ask about paper forms that have stood since yesterday or longer."""
    for trial in Trial.objects.filter(state__in=UNDER_WAY):
        ask_by_rule(trial, now=now)
