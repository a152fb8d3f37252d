"""Writes each message as one JSON file in PEERVEJ_HOME/mailbox; the demonstration reads them."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from peervej.apps.messaging.adapters.base import Recipient
from peervej.apps.messaging.kinds import Letter


def mailbox_folder() -> Path:
    folder: Path = settings.HOME / "mailbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_mailbox() -> Iterator[dict[str, Any]]:
    """Messages in the mailbox, newest first."""
    for path in sorted(mailbox_folder().glob("*.json"), reverse=True):
        yield json.loads(path.read_text(encoding="utf-8"))


class FileAdapter:
    """The name comes from the key, so the same message twice is one file."""

    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        short = hashlib.sha256(key.encode()).hexdigest()[:12]
        path = mailbox_folder() / f"{now:%Y%m%dT%H%M%S}-{short}.json"
        content = {
            "at": now.isoformat(),
            "channel": recipient.channel,
            "to": recipient.address,
            "subject": letter.subject,
            "text": letter.text,
            "calendar": letter.calendar,
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
