"""What the timer does for volunteers and companionship."""

from datetime import datetime

from peervej.apps.volunteers.operations.companionship import close_due, settle_matches
from peervej.apps.volunteers.operations.way_in import keep_volunteers


def run_timer(now: datetime) -> None:
    """Everything that happens by itself; each step may run again without harm."""
    settle_matches(now)
    close_due(now)
    keep_volunteers(now)
