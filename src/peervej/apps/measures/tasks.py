"""What happens to assessments by itself."""

from datetime import datetime

from peervej.apps.measures.operations import close_overdue


def run_timer(now: datetime) -> None:
    """Close what is past its window."""
    close_overdue(now)
