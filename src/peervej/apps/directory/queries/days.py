"""The day it is in Denmark: regions, deadlines and marks change at a Danish midnight."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Europe/Copenhagen")


def local_day(now: datetime) -> date:
    """The date in Denmark at `now`."""
    return now.astimezone(HOME_ZONE).date()
