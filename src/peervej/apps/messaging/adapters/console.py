"""Prints messages: for trying things out at a desk."""

import sys
from datetime import datetime
from typing import ClassVar

from peervej.apps.messaging.adapters.base import Recipient
from peervej.apps.messaging.kinds import Letter


class ConsoleAdapter:
    repeats_safely: ClassVar[bool] = False

    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        sys.stderr.write(f"[{recipient.channel}] {letter.subject}\n{letter.text}\n\n")
