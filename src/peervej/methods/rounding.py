"""How a number is rounded before people read it: in pages, letters and reports alike."""

from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=400)  # holds every float


def round_half_up(value: float | Decimal, places: int) -> Decimal:
    """The number with so many decimals, halves away from zero; never minus nothing.

    A float counts as it is written (0.125 as 0.125), not as the binary number beneath. ``value``
    is finite.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)
    return rounded if rounded else abs(rounded)
