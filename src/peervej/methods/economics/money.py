"""Amounts of money: whose they are, of which year, and how they are rounded."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from peervej.methods.errors import UnusableInput

ZERO = Decimal(0)
ONE = Decimal(1)
FIRST_YEAR, LAST_YEAR = 1980, 2100


class UnusablePrices(UnusableInput):
    """The prices cannot be reckoned with as they stand."""


class Payer(StrEnum):
    """Who pays, or who is spared paying."""

    KOMMUNE = "kommune"
    REGION = "region"
    STAT = "stat"


def check_year(year: int, name: str) -> None:
    """Raise `UnusablePrices` on a year no price list is from."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnusablePrices(f"{name} is {year}; give a year from {FIRST_YEAR} to {LAST_YEAR}.")


def in_year(amount: Decimal, year: int, wanted: int, index: Mapping[str, Decimal]) -> Decimal:
    """Return an amount of ``year``'s prices in ``wanted``'s prices, by a price index per year.

    Raises `UnusablePrices` when the years differ and the index lacks one of them: prices of
    different years are never added up in silence.
    """
    if year == wanted:
        return amount
    missing = [y for y in (year, wanted) if str(y) not in index]
    if missing:
        raise UnusablePrices(
            f"There are prices of {year} and of {wanted}; give them for one year, "
            f"or an [index] with {' and '.join(map(str, missing))}."
        )
    return amount * index[str(wanted)] / index[str(year)]


def check_index(index: Mapping[str, Decimal]) -> None:
    """Raise `UnusablePrices` on index numbers that are not above 0 or belong to no year."""
    for year, number in index.items():
        if not (len(year) == 4 and year.isascii() and year.isdigit()) or number <= 0:
            raise UnusablePrices(f"[index] gives {number} for {year!r}; it needs a year and > 0.")


def rounded(amount: Decimal, places: int = 2) -> int | float:
    """Return an amount as JSON shows it: half up, whole when it is whole."""
    number = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return int(number) if number == number.to_integral_value() else float(number)
