"""Whole months on the calendar."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(since: date, until: date) -> int:
    """How many months have passed in full."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (add_months(since, months) > until)
