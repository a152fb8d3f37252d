"""Means and changes with their 95 % intervals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

from peervej.methods.errors import UnusableInput

LEVEL = 0.95
FEWEST = 2


@dataclass(frozen=True)
class Mean:
    """The mean of ``n`` scores with its interval, in the questionnaire's points."""

    n: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """The change from first to later, later minus first, with its interval, in points."""

    first: Mean
    later: Mean
    change: float
    low: float
    high: float


def mean_of(scores: Sequence[float]) -> Mean:
    """Return the mean with the t interval of one sample; raises `UnusableInput` below two."""
    n = len(scores)
    mean, variance = _moments(scores)
    half = _reach(math.sqrt(variance / n), n - 1)
    return Mean(n, mean, mean - half, mean + half)


def change_within(first: Sequence[float], later: Sequence[float]) -> Change:
    """Return the mean change of the same people, score by score in the same order.

    The interval is that of the paired t test. Raises `UnusableInput` on lists of different
    lengths and on fewer than two people.
    """
    if len(first) != len(later):
        raise UnusableInput("First and later scores are of the same people, one for each.")
    found = mean_of([b - a for a, b in zip(first, later, strict=True)])
    return Change(mean_of(first), mean_of(later), found.mean, found.low, found.high)


def change_between(first: Sequence[float], later: Sequence[float]) -> Change:
    """Return the difference of two rounds whose people cannot be told to be the same.

    The interval is Welch's (1947, Biometrika 34:28–35), as for two separate samples. Raises
    `UnusableInput` on fewer than two scores in a round.
    """
    (mean_a, var_a), (mean_b, var_b) = _moments(first), _moments(later)
    part_a, part_b = var_a / len(first), var_b / len(later)
    spread = part_a + part_b
    if spread > 0:
        weights = part_a**2 / (len(first) - 1) + part_b**2 / (len(later) - 1)
        half = _reach(math.sqrt(spread), spread**2 / weights)
    else:
        half = 0.0
    change = mean_b - mean_a
    return Change(mean_of(first), mean_of(later), change, change - half, change + half)


def spread_of(scores: Sequence[float]) -> float:
    """Return the standard deviation (n - 1), in points; raises `UnusableInput` below two."""
    return math.sqrt(_moments(scores)[1])


def _moments(scores: Sequence[float]) -> tuple[float, float]:
    n = len(scores)
    if n < FEWEST:
        raise UnusableInput("A mean with an interval needs at least two scores.")
    if not all(math.isfinite(score) for score in scores):
        raise UnusableInput("A score is a finite number.")
    mean = math.fsum(scores) / n
    return mean, math.fsum((score - mean) ** 2 for score in scores) / (n - 1)


def _reach(error: float, df: float) -> float:
    return float(stdtrit(df, 0.5 + LEVEL / 2)) * error
