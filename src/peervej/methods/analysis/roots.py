"""Where a function of one number crosses zero."""

from collections.abc import Callable

MOST_STEPS = 100


def find_root(
    function: Callable[[float], float], low: float, high: float, tolerance: float
) -> float:
    """A zero between two places where the signs differ, to within ``tolerance``.

    Inverse quadratic steps where they are safe, halving elsewhere: Chandrupatla (1997), Adv Eng
    Softw 28, 145.
    """
    a, b = low, high
    at_a, at_b = function(a), function(b)
    share = 0.5
    for _ in range(MOST_STEPS):
        x = a + share * (b - a)
        at_x = function(x)
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = x, at_x
        best, at_best = (a, at_a) if abs(at_a) < abs(at_b) else (b, at_b)
        if at_best == 0 or abs(b - a) <= 2 * tolerance:
            return best
        nearest = tolerance / abs(b - a)
        xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        share = 0.5
        if phi**2 < xi and (1 - phi) ** 2 < 1 - xi:
            share = at_a / (at_b - at_a) * at_c / (at_b - at_c)
            share += (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
        share = min(max(share, nearest), 1 - nearest)
    return best
