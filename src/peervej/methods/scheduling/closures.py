"""Days on which nobody meets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

from peervej.methods.errors import UnusableInput


@cache
def _public_holidays(country: str, year: int) -> Mapping[date, str]:
    language = "da" if country == "DK" else None
    return dict(holidays.country_holidays(country, years=year, language=language))


@dataclass(frozen=True)
class ClosedDays:
    """Public holidays, the two eves, ISO weeks closed every year, and single dates.

    ``weeks``: ISO 8601 week numbers 1–53 closed in every year, such as 42 and 52.
    ``dates``: single days with the reason to show. ``country``: ISO 3166 code, or None for no
    public holidays. ``eves``: Christmas Eve and New Year's Eve, on which no law closes anything
    but nobody comes. Raises `UnusableInput` on a week number that does not exist.
    """

    weeks: frozenset[int] = frozenset()
    dates: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    country: str | None = "DK"
    eves: bool = True

    def __post_init__(self) -> None:
        """Refuse week numbers outside ISO 8601."""
        for week in self.weeks:
            if not 1 <= week <= 53:
                raise UnusableInput(f"There is no ISO week {week}; closed weeks are 1 to 53.")

    def reason(self, day: date) -> str | None:
        """Say why ``day`` is closed, in Danish as shown to people, or None when it is open."""
        if day in self.dates:
            return self.dates[day]
        if self.country is not None:
            name = _public_holidays(self.country, day.year).get(day)
            if name is not None:
                return name
        if self.eves and day.month == 12 and day.day in (24, 31):
            return "Juleaften" if day.day == 24 else "Nytårsaften"
        week = day.isocalendar().week
        return f"Lukket i uge {week}" if week in self.weeks else None


DANISH_CLOSURES = ClosedDays()
