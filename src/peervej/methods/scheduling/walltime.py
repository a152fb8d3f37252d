"""A time on the clock on the wall, made exact."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from peervej.methods.errors import UnusableInput

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class ClockChange(UnusableInput):
    """The clock shows this time never, or twice, because it is changed that night."""


def at_wall_time(day: date, clock: time, timezone: ZoneInfo = COPENHAGEN) -> datetime:
    """Return the moment at which the clock shows ``clock`` on ``day``.

    Raises `ClockChange` when the night between winter and summer time leaves no such moment,
    or two of them (PEP 495: the two folds differ in offset exactly then).
    """
    if clock.tzinfo is not None:
        raise UnusableInput("A wall time carries no time zone of its own; give it without one.")
    try:
        first = datetime.combine(day, clock.replace(fold=0), tzinfo=timezone)
        second = first.replace(fold=1)
        exists = first.astimezone(UTC).astimezone(timezone).replace(tzinfo=None) == (
            first.replace(tzinfo=None)
        )
    except OverflowError:
        raise UnusableInput(f"{day.isoformat()} is too far away to be planned.") from None
    if first.utcoffset() == second.utcoffset():
        return first
    shown = f"{clock:%H:%M} on {day.isoformat()}"
    if exists:
        raise ClockChange(
            f"The clock shows {shown} twice, because winter time begins; choose another time."
        )
    raise ClockChange(
        f"The clock never shows {shown}, because summer time begins; choose another time."
    )
