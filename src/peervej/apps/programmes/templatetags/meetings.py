"""Times of meetings as they are said."""

from datetime import date, datetime

from django import template

from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.people import decision_text
from peervej.apps.programmes.wording import say_day, say_time, say_when

register = template.Library()


@register.filter
def when(moment: datetime) -> str:
    """A moment with its weekday: "torsdag den 3. december kl. 15.00"."""
    return say_when(moment)


@register.filter
def day(moment: date | datetime) -> str:
    """A day with its weekday: "torsdag den 3. december"."""
    return say_day(local_day(moment) if isinstance(moment, datetime) else moment)


@register.filter
def clock(moment: datetime) -> str:
    """The time in Copenhagen: "15.00"."""
    return say_time(moment)


@register.filter
def reason(code: str) -> str:
    """Why an enrolment stands where it stands."""
    return decision_text(code)
