"""What the timer does for programmes."""

from datetime import datetime

from peervej.apps.programmes.operations.enrolment import expire_offers
from peervej.apps.programmes.operations.timing import (
    carry_over_waiting,
    finish_groups,
    hold_past_intros,
    keep_people_enrolled,
    offer_everywhere,
    queue_session_reminders,
    release_usual_support,
    start_groups,
)


def run_timer(now: datetime) -> None:
    """Everything that happens by itself; each step may run again without harm."""
    expire_offers(now)
    carry_over_waiting(now)
    offer_everywhere(now)
    hold_past_intros(now)
    start_groups(now)
    finish_groups(now)
    release_usual_support(now)
    queue_session_reminders(now)
    keep_people_enrolled(now)
