"""Numbers as people write them."""

from decimal import Decimal

from django.utils.formats import number_format

from peervej.methods.rounding import round_half_up


def write_number(value: float | Decimal, places: int = 1) -> str:
    """A number, rounded, with so many decimals and a mark between thousands.

    Django's `number_format` alone cuts the decimals off.
    """
    return number_format(round_half_up(value, places), places, force_grouping=True)
