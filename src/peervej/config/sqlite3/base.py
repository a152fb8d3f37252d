"""SQLite takes one writer at a time, and lets those who wait look again at ever longer
intervals: whoever is unlucky is overtaken for as long as the crowd lasts, until "database is
locked" after the whole timeout. So writers stand in line at a lock of the operating system,
which wakes them in turn, in this process and in the others (web, worker, timer).
"""

import fcntl
import os
import weakref
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One open file per connection: `flock` belongs to the open file, not to the process.

    When a process dies, the system lets its lock go. A single statement outside a transaction
    does not stand in line; it waits for SQLite's own lock as before.
    """

    _line: "weakref.finalize[..., Any] | None" = None
    transaction_mode: str | None
    _descriptor = -1
    _is_first = False

    def _start_transaction_under_autocommit(self) -> None:
        self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_line()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave_line()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._line is not None:
                # Closing the file lets the lock go.
                self._line()
                self._line, self._is_first = None, False

    def _stand_in_line(self) -> None:
        if self._is_first or self.transaction_mode != "IMMEDIATE" or self.is_in_memory_db():
            return
        if self._line is None:
            path = f"{self.settings_dict['NAME']}-line"
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._line = weakref.finalize(self, os.close, self._descriptor)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        self._is_first = True

    def _leave_line(self) -> None:
        if self._is_first:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self._is_first = False
