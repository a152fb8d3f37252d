"""Numbers as people write them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format


def write_number(value: float | Decimal, places: int = 1) -> str:
    """A number with so many decimals and a mark between thousands.

    Django's `number_format` cuts the decimals off; here they are rounded, half up.
    """
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    # Minus nothing is nothing.
    return number_format(rounded or Decimal(0), places, force_grouping=True)
