"""Keeping the chance of a false finding among several outcomes at the level chosen."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p values, in the order given; raises ValueError outside 0 to 1.

    Holm (1979), Scand J Stat 6, 65.
    """
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError("A p value must lie between 0 and 1.")
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return tuple(adjusted)
