"""Does the definition of an instrument agree with itself?"""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from peervej.methods.instruments.parts import (
    MAX_ITEMS,
    Method,
    MissingMethod,
    Subscale,
    UnusableInstrument,
)

if TYPE_CHECKING:
    from peervej.methods.instruments.definition import Instrument

IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_instrument(instrument: "Instrument") -> None:
    """Raise `UnusableInstrument` on the first contradiction."""
    if not IDENTIFIER.fullmatch(instrument.id):
        raise UnusableInstrument(
            f"The id {instrument.id!r} must be small letters and digits joined by hyphens."
        )
    if not 1 <= len(instrument.items) <= MAX_ITEMS:
        raise UnusableInstrument(f"An instrument has between 1 and {MAX_ITEMS} items.")
    names = [item.id for item in instrument.items]
    if len(set(names)) < len(names):
        raise UnusableInstrument("Two items have the same id; give each its own.")
    for subscale in instrument.subscales:
        _check_subscale(subscale, len(names))
    if len({s.id for s in instrument.subscales}) < len(instrument.subscales):
        raise UnusableInstrument("Two subscales have the same id; give each its own.")
    _check_missing(instrument)
    _check_value_set(instrument)
    _check_range(instrument)


def _check_subscale(subscale: Subscale, count: int) -> None:
    if subscale.size == 0 or subscale.most_missing < 0 or subscale.most_missing >= subscale.size:
        raise UnusableInstrument(
            f"Subscale {subscale.id} needs items, or how many there are, and fewer missing ones."
        )
    if len(set(subscale.items)) < len(subscale.items) or not all(
        1 <= number <= count for number in subscale.items
    ):
        raise UnusableInstrument(f"Subscale {subscale.id} names items outside 1 to {count}.")
    if subscale.items and subscale.count not in (0, len(subscale.items)):
        raise UnusableInstrument(
            f"Subscale {subscale.id} names {len(subscale.items)} items but counts {subscale.count}."
        )


def _check_missing(instrument: "Instrument") -> None:
    missing = instrument.missing
    if missing.method is MissingMethod.ALL_NEEDED and missing.most != 0:
        raise UnusableInstrument("When all items are needed, none may be missing.")
    if missing.method is MissingMethod.MEAN_OF_ANSWERED:
        if not 1 <= missing.most < len(instrument.items):
            raise UnusableInstrument("The missing rule must leave at least one item answered.")
        if instrument.scoring.method is Method.VALUE_SET:
            raise UnusableInstrument("A value set needs every item answered.")


def _check_value_set(instrument: "Instrument") -> None:
    scoring = instrument.scoring
    if (scoring.method is Method.VALUE_SET) != bool(scoring.value_set):
        raise UnusableInstrument("A value set and the scoring method value_set go together.")
    if not scoring.value_set:
        return
    if set(scoring.value_set) != {item.id for item in instrument.items}:
        raise UnusableInstrument("The value set must name every item, and nothing else.")
    for item in instrument.items:
        if len(scoring.value_set[item.id]) != item.ceiling - item.floor + 1:
            raise UnusableInstrument(f"The value set of {item.id} needs one number for each level.")


def _check_range(instrument: "Instrument") -> None:
    scoring = instrument.scoring
    if scoring.method is Method.NONE:
        return
    low, high = reachable_range(instrument)
    for name, stated, reached in (
        ("minimum", scoring.minimum, low),
        ("maximum", scoring.maximum, high),
    ):
        if stated is not None and stated != reached:
            raise UnusableInstrument(
                f"The score's {name} is given as {stated}, but the items reach {reached}."
            )
    for band in instrument.bands:
        if not low <= band.minimum <= band.maximum <= high:
            raise UnusableInstrument(f"The band {band.label!r} lies outside {low} to {high}.")


def reachable_range(instrument: "Instrument") -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest score its items can give."""
    scoring = instrument.scoring
    if scoring.method is Method.VALUE_SET:
        decrements = scoring.value_set.values()
        return (
            1 - sum((max(levels) for levels in decrements), Decimal(0)),
            1 - sum((min(levels) for levels in decrements), Decimal(0)),
        )
    low = Decimal(sum(item.floor for item in instrument.items)) * scoring.factor
    high = Decimal(sum(item.ceiling for item in instrument.items)) * scoring.factor
    if scoring.method is Method.MEAN:
        low, high = low / len(instrument.items), high / len(instrument.items)
    return min(low, high), max(low, high)
