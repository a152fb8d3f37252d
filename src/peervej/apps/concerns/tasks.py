"""What the timer does for worries."""

from datetime import datetime

from peervej.apps.concerns.operations.paging import escalate_due


def run_timer(now: datetime) -> None:
    """Page the next where nobody has answered; may run again without harm."""
    escalate_due(now)
