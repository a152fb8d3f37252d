"""What the timer lets the directory do by itself."""

from datetime import datetime

from peervej.apps.directory.operations.freshness import hide_faded, remind_owners
from peervej.apps.directory.operations.searches import send_saved_searches


def run_timer(now: datetime) -> None:
    """Ask owners whose entries are due, hide what has faded, tell about new entries."""
    remind_owners(now=now)
    hide_faded(now=now)
    send_saved_searches(now=now)
