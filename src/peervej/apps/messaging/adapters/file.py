"""Writes each message as one JSON file in PEERVEJ_HOME/mailbox; the demonstration reads them."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings

from peervej.apps.messaging.adapters.base import Recipient, handle_of
from peervej.apps.messaging.kinds import Letter


def mailbox_folder() -> Path:
    folder: Path = settings.HOME / "mailbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_mailbox() -> Iterator[dict[str, Any]]:
    """Messages in the mailbox, the last written first."""
    with os.scandir(mailbox_folder()) as found:
        files = [(entry.stat().st_mtime_ns, entry.path) for entry in found if _is_letter(entry)]
    for _written, path in sorted(files, reverse=True):
        yield json.loads(Path(path).read_text(encoding="utf-8"))


def _is_letter(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".json")


class FileAdapter:
    """The name comes from the key, so the same message twice is one file."""

    repeats_safely: ClassVar[bool] = True

    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        path = mailbox_folder() / f"{handle_of(key)}.json"
        content = {
            "at": now.isoformat(),
            "channel": recipient.channel,
            "to": recipient.address,
            "subject": letter.subject,
            "text": letter.text,
            "calendar": letter.calendar,
        }
        part = path.with_suffix(".part")
        part.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(path)
