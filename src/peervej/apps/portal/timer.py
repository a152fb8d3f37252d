"""One turn of the timer: every app does what is due, then messages are handed over."""

import importlib
import logging
from datetime import datetime
from importlib.util import find_spec

from django.conf import settings

from peervej.apps.audit.models import Installation
from peervej.apps.audit.retention import run_retention
from peervej.apps.messaging.operations import deliver_due

log = logging.getLogger("peervej.timer")


def run_everything(now: datetime) -> None:
    """One whole turn: what is due, then the messages that came of it."""
    run_tasks(now)
    deliver_due(now)


def run_tasks(now: datetime) -> None:
    """Let every app do what is due at `now`, and erase what is past its time.

    One app's failure never keeps the others, or a page about a worry, from their turn.
    """
    for name in settings.APPS_IN_ORDER:
        installed = f"peervej.apps.{name}" in settings.INSTALLED_APPS
        if not installed or find_spec(f"peervej.apps.{name}.tasks") is None:
            continue
        try:
            importlib.import_module(f"peervej.apps.{name}.tasks").run_timer(now)
        except Exception:
            log.exception("the timer of %s failed", name)
    try:
        run_retention_daily(now)
    except Exception:
        log.exception("retention failed")


def run_retention_daily(now: datetime) -> None:
    """Retention counts in days, so the first turn of a day is enough."""
    turn = Installation.objects.exclude(retention_ran_on=now.date())
    if turn.update(retention_ran_on=now.date()):
        run_retention(now)
