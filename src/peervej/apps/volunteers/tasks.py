"""What the timer does for volunteers and companionship."""

from datetime import datetime

from peervej.apps.volunteers.operations.along import close_due
from peervej.apps.volunteers.operations.companionship import settle_matches
from peervej.apps.volunteers.operations.staying import keep_volunteers


def run_timer(now: datetime) -> None:
    """Everything that happens by itself; each step may run again without harm."""
    settle_matches(now)
    close_due(now)
    keep_volunteers(now)
