"""Permuted blocks of random size, each computed from seed, stratum and block number."""

import itertools
from collections.abc import Iterator

from peervej.methods.randomisation.design import Design
from peervej.methods.randomisation.generator import Stream


def arms_of_block(design: Design, seed: bytes, stratum: str, block: int) -> list[str]:
    """Compute one block, numbered from 0: its size, then its order.

    Every arm stands in the block in proportion to its weight; the order is one of
    all possible ones, equally likely (Fisher–Yates; Knuth, TAOCP 3.4.2, algorithm P).
    """
    stream = Stream(seed, "block", stratum, block)
    size = design.sizes[stream.below(len(design.sizes))]
    share = size // design.total_weight
    arms = [name for name, weight in design.arms for _ in range(weight * share)]
    for last in range(size - 1, 0, -1):
        chosen = stream.below(last + 1)
        arms[last], arms[chosen] = arms[chosen], arms[last]
    return arms


def arms_in_blocks(design: Design, seed: bytes, stratum: str) -> Iterator[str]:
    """Run through a stratum's slots from the first, without end."""
    for block in itertools.count():
        yield from arms_of_block(design, seed, stratum, block)
