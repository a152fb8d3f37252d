"""How many changed by more than chance or by as much as matters."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from peervej.methods.documentation.change import spread_of
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import Certainty, Direction, Instrument

# The 97.5 % point of the normal distribution as Jacobson and Truax use it.
BEYOND_CHANCE = 1.96


class UnusableReliability(UnusableInput):
    """The reliability is no coefficient, or nobody says where it is from."""


class Kind(StrEnum):
    """What the threshold stands for."""

    IMPORTANT = "important_difference"
    RELIABLE = "reliable_change"


@dataclass(frozen=True)
class Threshold:
    """The smallest change that counts, in points, and where it is from.

    A reliable change is more than ``points``; an important one is ``points`` or more.
    """

    kind: Kind
    points: float
    source: str
    reliability: float | None = None
    spread: float | None = None

    def is_passed_by(self, change: float) -> bool:
        """Say whether a change, in either direction, counts."""
        if self.kind is Kind.RELIABLE:
            return abs(change) > self.points
        return abs(change) >= self.points


@dataclass(frozen=True)
class Counts:
    """How many went which way by at least the threshold."""

    better: int
    same: int
    worse: int


def reliable_threshold(first: Sequence[float], *, reliability: float, source: str) -> Threshold:
    """Return 1.96 · s · √(2 (1 - r)) with s the spread of the first scores.

    ``reliability``: test-retest or internal consistency, from 0 to below 1, and its ``source``.
    Raises `UnusableReliability`, also when all first scores are alike. Source: Jacobson & Truax
    (1991), J Consult Clin Psychol 59:12–19.
    """
    if not 0 <= reliability < 1:
        raise UnusableReliability("The reliability is a number from 0 to below 1, such as 0.85.")
    if not source.strip():
        raise UnusableReliability("Say where the reliability is from.")
    spread = spread_of(first)
    if spread == 0:
        raise UnusableReliability(
            "All first scores are alike, so no change can be told from chance."
        )
    points = BEYOND_CHANCE * spread * math.sqrt(2 * (1 - reliability))
    return Threshold(Kind.RELIABLE, points, source.strip(), reliability, spread)


def important_threshold(instrument: Instrument) -> Threshold | None:
    """Return the important difference of one person, or None where the instrument names none.

    A difference between groups says nothing of a person and is never used.
    """
    for kind in ("within_person", "unspecified"):
        for found in instrument.important_differences:
            if found.kind == kind:
                sure = "" if found.certainty is Certainty.VERIFIED else f" ({found.certainty})"
                source = f"{instrument.name}{sure}"
                return Threshold(Kind.IMPORTANT, float(found.value), source)
    return None


def count_changes(
    first: Sequence[float], later: Sequence[float], threshold: Threshold, direction: Direction
) -> Counts:
    """Count who got better, stayed or got worse; raises `UnusableInput` on unequal lengths."""
    if len(first) != len(later):
        raise UnusableInput("First and later scores are of the same people, one for each.")
    sign = 1 if direction is Direction.HIGHER_BETTER else -1
    better = same = worse = 0
    for a, b in zip(first, later, strict=True):
        change = sign * (b - a)
        if not threshold.is_passed_by(change):
            same += 1
        elif change > 0:
            better += 1
        else:
            worse += 1
    return Counts(better, same, worse)
