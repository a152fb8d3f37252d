"""What every adapter takes, gives and raises."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from peervej.apps.messaging.kinds import Letter
from peervej.apps.people.vault import keyed_hash


@dataclass(frozen=True)
class Recipient:
    """Where a letter goes, at the moment of sending only."""

    channel: str
    address: str
    language: str


class HandOverFailed(RuntimeError):
    """Surely not sent: it may be tried again."""


class HandOverRefused(RuntimeError):
    """Surely not sent, and trying again would not help: the number or address is no good."""


class HandOverUncertain(RuntimeError):
    """Perhaps sent: it is tried again only where the same key twice is one message."""


class Adapter(Protocol):
    repeats_safely: ClassVar[bool]
    """Whether handing over the same key twice gives one message."""

    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        """Hand the letter over once, or raise one of the three above."""


def handle_of(key: str) -> str:
    """What stands for a message outside: equal for equal keys, and it tells nothing.

    Keyed, for a key can be guessed: it is made of a kind, a number and a day.
    """
    return keyed_hash("message", key)[:32]
