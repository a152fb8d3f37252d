"""Takes messages and keeps nothing: for building a demonstration's past."""

from datetime import datetime

from peervej.apps.messaging.adapters.base import Recipient
from peervej.apps.messaging.kinds import Letter


class DiscardAdapter:
    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        """Nothing: the message counts as handed over."""
