"""The timer: what must happen by itself, minute by minute, at the installation's time."""

import logging
import os
import signal
import sys
import time
from types import FrameType

EVERY_SECONDS = 20
log = logging.getLogger("peervej.timer")


def main() -> None:
    """Run until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peervej.config.settings")
    import django

    django.setup()
    from django.db import close_old_connections

    from peervej.apps.audit.clock import current_time
    from peervej.apps.portal.timer import run_everything
    from peervej.config.database import empty_write_ahead_log

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    while True:
        close_old_connections()
        try:
            run_everything(current_time())
            empty_write_ahead_log()
        except Exception:
            log.exception("the timer failed; it tries again")
        time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    main()
