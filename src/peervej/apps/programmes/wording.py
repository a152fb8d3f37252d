"""Times as they are said, in messages and on pages."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.methods.scheduling import COPENHAGEN


def say_when(moment: datetime) -> str:
    """A moment with its weekday: "torsdag den 3. december kl. 15.00"."""
    local = moment.astimezone(COPENHAGEN)
    return _("%(day)s at %(time)s") % {"day": say_day(local.date()), "time": say_time(local)}


def say_day(day: date) -> str:
    """A day with its weekday: "torsdag den 3. december"."""
    return _("%(weekday)s %(day)s") % {
        "weekday": date_format(day, "l"),
        "day": date_format(day, "MONTH_DAY_FORMAT"),
    }


def say_time(moment: datetime) -> str:
    """The time on the clock in Copenhagen."""
    return date_format(moment.astimezone(COPENHAGEN), "TIME_FORMAT")
