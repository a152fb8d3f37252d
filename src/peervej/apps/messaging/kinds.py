"""What each kind of message says: apps register how theirs is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from peervej.apps.messaging.models import Message


@dataclass(frozen=True)
class Letter:
    """A message as it is handed over: neutral subject, short text, perhaps a calendar entry."""

    subject: str
    text: str
    calendar: str = ""


Builder = Callable[[Message, datetime], Letter | None]
_builders: dict[str, Builder] = {}


class UnknownKind(LookupError):
    """No app has registered this kind of message."""


def message_kind(kind: str) -> Callable[[Builder], Builder]:
    """Register the function that writes `kind`; it returns None when it is no longer needed."""

    def register(builder: Builder) -> Builder:
        _builders[kind] = builder
        return builder

    return register


def write_letter(message: Message, now: datetime) -> Letter | None:
    """The letter for a message as things stand at `now`."""
    builder = _builders.get(message.kind)
    if builder is None:
        raise UnknownKind(f"no app writes messages of kind {message.kind!r}")
    return builder(message, now)


def registered_kinds() -> list[str]:
    return sorted(_builders)
