"""Numbers are rounded, not cut."""

from decimal import Decimal

import pytest

from peervej.apps.design.numbers import write_number


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (2.55, 1, "2,6"), (2.58, 1, "2,6"), (-0.04, 1, "0,0"), (1234567.5, 0, "1.234.568"),
        (Decimal("-1234.5"), 0, "-1.235"), (7, 0, "7"), (0.1 + 0.2, 2, "0,30"),
    ],
)  # fmt: skip
def test_a_number_is_rounded_half_up(value, places, said):
    assert write_number(value, places) == said
