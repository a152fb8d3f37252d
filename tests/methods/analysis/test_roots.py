"""The search for a crossing: few steps, and never outside its bracket."""

import numpy as np
import pytest

from peervej.methods.analysis.roots import find_root


@pytest.mark.parametrize(
    ("function", "low", "high", "root", "most"),
    [
        (lambda x: 3 * x - 1, 0.0, 1.0, 1 / 3, 4),
        (lambda x: x**3 - 2, 5.0, 0.0, 2 ** (1 / 3), 15),
        (lambda x: np.exp(-50 * x) - 1e-9, 0.0, 10.0, np.log(1e9) / 50, 60),
        (lambda x: -1.0 if x < 0.7 else 1.0, 0.0, 1.0, 0.7, 45),
        (lambda x: x, 0.0, 1.0, 0.0, 3),
    ],
)
def test_the_root_is_found(function, low, high, root, most) -> None:  # type: ignore[no-untyped-def]
    asked: list[float] = []

    def counted(x: float) -> float:
        asked.append(x)
        return float(function(x))

    assert find_root(counted, low, high, 1e-11) == pytest.approx(root, abs=1e-10)
    assert len(asked) <= most
    assert min(low, high) <= min(asked) and max(asked) <= max(low, high)
