"""The timer: what must happen by itself, minute by minute, at the installation's time."""

import importlib
import logging
import os
import signal
import sys
import time
from datetime import datetime
from importlib.util import find_spec
from types import FrameType

EVERY_SECONDS = 20
log = logging.getLogger("peervej.timer")


def run_once(now: datetime) -> None:
    """Let every app do what is due at `now`, then hand over messages.

    One app's failure never keeps the others, or a page about a worry, from their turn.
    """
    from django.conf import settings

    from peervej.apps.messaging.operations import deliver_due

    for name in settings.APPS_IN_ORDER:
        if find_spec(f"peervej.apps.{name}.tasks") is None:
            continue
        try:
            importlib.import_module(f"peervej.apps.{name}.tasks").run_timer(now)
        except Exception:
            log.exception("the timer of %s failed", name)
    deliver_due(now)


def main() -> None:
    """Run until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peervej.config.settings")
    import django

    django.setup()
    from django.db import close_old_connections

    from peervej.apps.audit.clock import current_time

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    while True:
        close_old_connections()
        try:
            run_once(current_time())
        except Exception:
            log.exception("the timer failed; it tries again")
        time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    main()
