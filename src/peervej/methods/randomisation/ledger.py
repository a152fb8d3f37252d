"""The chain of lines: each holds the hash of the one before and its own."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation import verifier
from peervej.methods.randomisation.events import Event

NO_LINE = "0" * 64


class LineUnusable(UnusableInput):
    """An event cannot be written as a line."""


class LedgerUnusable(UnusableInput):
    """The input is not a ledger."""


@dataclass(frozen=True)
class Head:
    """Where a ledger ends: the number of its last line and that line's hash."""

    seq: int = 0
    hash: str = NO_LINE


@dataclass(frozen=True)
class Line:
    """One line, read back."""

    seq: int
    kind: str
    date: str
    payload: Mapping[str, Any]
    prev: str
    hash: str


def append(head: Head, event: Event) -> tuple[bytes, Head]:
    """Write an event as the next line (with its line feed) and say where the ledger now ends.

    Raises LineUnusable when the payload holds anything but texts, whole numbers,
    truth values, nothing, lists and objects of these.
    """
    body = {
        "seq": head.seq + 1,
        "prev": head.hash,
        "kind": event.kind,
        "date": event.on.isoformat(),
        "payload": _plain(event.payload),
    }
    try:
        digest = hashlib.sha256(canonical(body)).hexdigest()
    except UnicodeEncodeError as error:
        raise LineUnusable("a ledger's line cannot hold half of a character") from error
    return canonical({**body, "hash": digest}) + b"\n", Head(head.seq + 1, digest)


def append_all(events: Iterable[Event], head: Head | None = None) -> tuple[bytes, Head]:
    """Write several events after each other."""
    head = head or Head()
    lines = []
    for event in events:
        line, head = append(head, event)
        lines.append(line)
    return b"".join(lines), head


def read_lines(data: bytes) -> list[Line]:
    """Read lines that are known to be sound (see `verify`); raises LedgerUnusable."""
    try:
        return [Line(**json.loads(line)) for line in data.splitlines()]
    except (ValueError, TypeError) as error:
        raise LedgerUnusable(
            "this is not a ledger; verify it to see which line is wrong"
        ) from error


def verify(
    data: bytes,
    *,
    seed: bytes | None = None,
    head: str | None = None,
    receipts: Sequence[str] = (),
) -> verifier.Verification:
    """Check a ledger with the same file that is offered to strangers (verifier.py).

    `seed` is 32 bytes; `head` the hash the last line must have; `receipts` hashes that
    some line must have. Raises LedgerUnusable when `data` is no ledger at all; a ledger
    with a fault is a result, not an error.
    """
    try:
        return verifier.verify(data, seed=seed, head=head, receipts=receipts)
    except verifier.NotALedger as error:
        raise LedgerUnusable(str(error)) from error


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write JSON in its one form: sorted keys, no blanks, UTF-8 (compare RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    """Copy a payload, refusing what has more than one way of being written in JSON."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping) and all(type(key) is str for key in value):
        return {key: _plain(item) for key, item in value.items()}
    raise LineUnusable(f"a ledger's line cannot hold {type(value).__name__}")
