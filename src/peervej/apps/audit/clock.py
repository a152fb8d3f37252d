"""What time it is: the real time, or in demonstration mode a time that can be walked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from peervej.apps.audit.models import DemonstrationClock


class ClockIsReal(RuntimeError):
    """The clock can only be moved in demonstration mode."""


def current_time() -> datetime:
    """The moment operations are given as `now` by views, commands and the timer.

    In the installation's own time zone, so that `now.date()` is the day people live in:
    in UTC an answer given after 22 on a summer evening would fall on the wrong day.
    """
    now = timezone.localtime()
    if not settings.DEMO_MODE:
        return now
    row = DemonstrationClock.objects.first()
    return timezone.localtime(now + row.offset) if row else now


def real_time() -> datetime:
    """The real moment, also in demonstration mode: for what other packages date by it."""
    return timezone.localtime()


def move_clock(by: timedelta) -> None:
    """Move the demonstration's clock forward."""
    if not settings.DEMO_MODE:
        raise ClockIsReal("The clock can only be moved in demonstration mode.")
    row = DemonstrationClock.objects.first() or DemonstrationClock(offset=timedelta(0))
    row.offset += by
    row.save()


def set_clock(moment: datetime) -> None:
    """Let the demonstration's clock stand at `moment` now, and run on from there."""
    if not settings.DEMO_MODE:
        raise ClockIsReal("The clock can only be moved in demonstration mode.")
    row = DemonstrationClock.objects.first() or DemonstrationClock()
    row.offset = moment - timezone.now()
    row.save()
