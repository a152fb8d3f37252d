"""When an answer to a questionnaire counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from peervej.methods.errors import UnusableInput


def week_of(day: date) -> date:
    """The Monday of a day's week: how coarsely research rows say when something happened.

    The service side knows the very day; the same day on both sides would link them.
    """
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class AssessmentWindow:
    """The days on which an assessment may be answered, first and last included."""

    opens_on: date
    due_on: date
    closes_on: date

    def contains(self, day: date) -> bool:
        """Say whether an answer given on ``day`` counts."""
        return self.opens_on <= day <= self.closes_on


def assessment_window(
    anchor: date, *, offset_weeks: int, before_days: int, after_days: int
) -> AssessmentWindow:
    """Return the window around ``anchor`` + ``offset_weeks`` weeks.

    The anchor is the start date of the group people were drawn for, in both arms: a window
    reckoned from each person's own draw would open earlier for one arm than for the other.
    Raises `UnusableInput` on negative numbers of days or a date outside the calendar.
    """
    if before_days < 0 or after_days < 0 or not 0 <= offset_weeks <= 520:
        raise UnusableInput(
            "A window has 0 or more days on each side and lies 0 to 520 weeks after its anchor."
        )
    try:
        due = anchor + timedelta(weeks=offset_weeks)
        return AssessmentWindow(
            due - timedelta(days=before_days), due, due + timedelta(days=after_days)
        )
    except OverflowError:
        raise UnusableInput(f"{anchor.isoformat()} is too far away to anchor a window.") from None


def baseline_window(draw_on: date, *, max_days_before: int = 14) -> AssessmentWindow:
    """Return the days on which a baseline may be answered to count for a draw on ``draw_on``."""
    return assessment_window(draw_on, offset_weeks=0, before_days=max_days_before, after_days=0)
