"""What an instrument is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from peervej.methods.instruments.consistency import check_instrument
from peervej.methods.instruments.parts import (
    Band,
    Direction,
    ImportantDifference,
    Item,
    Licence,
    Method,
    Missing,
    Scoring,
    Subscale,
)


@dataclass(frozen=True)
class Instrument:
    """A questionnaire's structure and scoring, without the owners' wording."""

    id: str
    name: str
    construct: Mapping[str, str]
    direction: Direction
    items: tuple[Item, ...]
    scoring: Scoring
    missing: Missing
    licence: Licence
    sources: tuple[str, ...]
    validated: bool = True
    subscales: tuple[Subscale, ...] = ()
    bands: tuple[Band, ...] = ()
    important_differences: tuple[ImportantDifference, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a definition that contradicts itself."""
        check_instrument(self)

    @property
    def is_scorable(self) -> bool:
        """Say whether every item's answers are known and some score is defined."""
        known = all(item.is_known for item in self.items)
        return known and (self.scoring.method is not Method.NONE or bool(self.subscales))

    def band(self, value: float | Decimal) -> Band | None:
        """Return the band a score falls in, or None where none is defined."""
        for band in self.bands:
            if band.minimum <= value <= band.maximum:
                return band
        return None
