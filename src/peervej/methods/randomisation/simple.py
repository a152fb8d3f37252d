"""Simple draws: every slot on its own, by the arms' weights."""

import itertools
from collections.abc import Iterator

from peervej.methods.randomisation.design import Design
from peervej.methods.randomisation.generator import Stream


def arm_of_simple_slot(design: Design, seed: bytes, stratum: str, slot: int) -> str:
    """Draw the arm of one slot, numbered from 1, like a die with as many sides as weights."""
    side = Stream(seed, "simple", stratum, slot).below(design.total_weight)
    sides = [name for name, weight in design.arms for _ in range(weight)]
    return sides[side]


def arms_one_by_one(design: Design, seed: bytes, stratum: str) -> Iterator[str]:
    """Run through a stratum's slots from the first, without end."""
    for slot in itertools.count(1):
        yield arm_of_simple_slot(design, seed, stratum, slot)
