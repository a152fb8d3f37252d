"""How far a long command is, on standard error."""

import sys
import time
from typing import TextIO

SECONDS_BEFORE = 0.5
SECONDS_BETWEEN = 0.2
SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """One line that counts where a person watches; now and then a line where a file does.

    What is done within half a second says nothing, so short commands keep standard error clean.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._watched = self._stream.isatty()
        self._last = time.monotonic()
        self._wait = SECONDS_BEFORE if self._watched else SECONDS_BETWEEN_LINES
        self._shown = 0

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Say how far it is, not too often."""
        if time.monotonic() - self._last < self._wait:
            return
        said = f"{stage}: {done} of {of}"
        if self._watched:
            self._wait = SECONDS_BETWEEN
            said = f"{said}; Ctrl-C stops"
            self._stream.write("\r" + said.ljust(self._shown))
            self._shown = max(self._shown, len(said))
        else:
            self._stream.write(said + "\n")
        self._stream.flush()
        self._last = time.monotonic()

    def end(self) -> None:
        """Take the line away, so that what follows stands alone."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0
