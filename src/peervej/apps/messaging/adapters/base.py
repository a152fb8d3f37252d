"""What every adapter takes, gives and raises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from peervej.apps.messaging.kinds import Letter


@dataclass(frozen=True)
class Recipient:
    """Where a letter goes, at the moment of sending only."""

    channel: str
    address: str
    language: str


class HandOverFailed(RuntimeError):
    """Surely not sent: it may be tried again."""


class HandOverUncertain(RuntimeError):
    """Perhaps sent: it is not tried again."""


class Adapter(Protocol):
    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        """Hand the letter over once, or raise one of the two above."""
