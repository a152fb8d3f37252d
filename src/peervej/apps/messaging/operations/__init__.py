"""Putting messages in the outbox, handing each over once, and noting those that come back."""

from peervej.apps.messaging.operations.delivering import (
    LEASE,
    MOST_ATTEMPTS,
    deliver_due,
    give_up_on_abandoned,
)
from peervej.apps.messaging.operations.previewing import Preview, preview_messages
from peervej.apps.messaging.operations.queueing import (
    after_quiet_hours,
    cancel_messages,
    queue_message,
)
from peervej.apps.messaging.operations.returning import note_return

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "Preview",
    "after_quiet_hours",
    "cancel_messages",
    "deliver_due",
    "give_up_on_abandoned",
    "note_return",
    "preview_messages",
    "queue_message",
]
