"""What a line of the work list is, and how its time is said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peervej.apps.places.models import Site

NOW, SOON, CALM, INFO = "now", "soon", "calm", "info"
ORDER = {NOW: 0, SOON: 1, CALM: 2, INFO: 3}


@dataclass(frozen=True)
class Item:
    """One line: how urgent, what, when, and the button that opens it.

    Most lines go when what they ask for is done. A line that asks for a call cannot see that
    it was made: it has a `done_key`, and the coordinator ticks it off. The key names what gave
    rise to the line, so that the same again is a new line.
    """

    urgency: str
    title: str
    line: str
    when: str
    url: str
    action: str
    done_key: str = ""


Source = Callable[[Site, datetime], Iterator[Item]]


def day_of(moment: datetime) -> str:
    """A day as people say it: 3. december."""
    return date_format(timezone.localtime(moment), "MONTH_DAY_FORMAT")


def days_ago(days: int) -> str:
    """How long ago, in words."""
    if days <= 0:
        return _("today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def hours_ago(hours: int) -> str:
    """How many hours ago, then days."""
    if hours < 1:
        return _("just now")
    if hours < 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return days_ago(hours // 24)


def in_days(days: int) -> str:
    """How long until, in words."""
    if days <= 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
