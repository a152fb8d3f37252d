"""A plan that cannot be carried out."""

from django.utils.translation import gettext as _

from peervej.methods import scheduling
from peervej.methods.errors import UnusableInput


class PlanRefused(Exception):
    """Dates or people that do not fit; the message says why and how to mend it."""


def say_why(error: UnusableInput) -> str:
    """What is wrong with a plan, for the person at the desk."""
    if isinstance(error, scheduling.SessionInThePast):
        return _("That day has passed. Choose a later one.")
    if isinstance(error, scheduling.SessionOutOfOrder):
        return _("The meeting would pass another one of the group. Choose another date.")
    if isinstance(error, scheduling.NoOpenDate):
        return _("Holidays and closed weeks leave no date. Choose another start.")
    if isinstance(error, scheduling.ClockChange):
        return _("The clock is changed that night, so this time does not exist. Choose another.")
    return _("These dates cannot be planned. Check the day and the time.")
