"""Numbers are rounded in one way wherever people read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervej.methods.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [(0.125, 2, "0.13"), (2.675, 2, "2.68"), (-2.5, 0, "-3"), (-0.004, 2, "0.00"),
     (Decimal("1.005"), 2, "1.01"), (1e75, 0, f"1{'0' * 75}")],
)  # fmt: skip
def test_halves_go_away_from_nought(value: float | Decimal, places: int, said: str) -> None:
    assert f"{round_half_up(value, places):f}" == said


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_no_further_than_half_a_unit(value: float, places: int) -> None:
    off = abs(round_half_up(value, places) - Decimal(repr(value)))
    assert off <= Decimal("0.5").scaleb(-places) or abs(value) > 1e20
