"""When someone has time, coarsely."""

from enum import StrEnum
from typing import NamedTuple


class PartOfDay(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Slot(NamedTuple):
    """A part of a weekday (Monday = 0) on which someone has time."""

    weekday: int
    part: PartOfDay
