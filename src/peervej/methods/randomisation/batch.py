"""Batch draws: everybody who waits is ranked and drawn at once, exactly in proportion."""

from collections.abc import Sequence
from itertools import accumulate

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation.design import Design
from peervej.methods.randomisation.encoding import keyed
from peervej.methods.randomisation.generator import Stream


class BatchRefused(UnusableInput):
    """A batch cannot be drawn: nobody in it, too many, or someone twice."""


def draw_batch(design: Design, seed: bytes, draw: int, people: Sequence[str]) -> dict[str, str]:
    """Allot an arm to each of a batch's people (salted codes), in the order of the codes.

    `draw` is the number of the draw in its trial. People are ranked by
    HMAC(seed, draw ‖ person); the first arm takes the first of the ranking, and so on.
    Raises BatchRefused. The result does not depend on the order of `people`.
    """
    check_batch(design, people)
    ranked = sorted(people, key=lambda person: rank_of(seed, draw, person))
    arms = iter(
        [
            name
            for name, share in zip(
                design.arm_names, shares(design, seed, draw, len(people)), strict=True
            )
            for _ in range(share)
        ]
    )
    allotted = {person: next(arms) for person in ranked}
    return {person: allotted[person] for person in sorted(people)}


def rank_of(seed: bytes, draw: int, person: str) -> bytes:
    """Compute the value a person is ranked by; people are ordered from the smallest."""
    return keyed(seed, "peervej/rank/1", draw, person)


def shares(design: Design, seed: bytes, draw: int, people: int) -> list[int]:
    """Compute how many of a batch each arm takes, in the order of the design's arms.

    Everyone that divides evenly by weight is shared out; those left over (the odd
    one, for two arms) go to arms with the probability that makes each arm's
    expectation exactly its weight (systematic sampling; Madow 1949).
    """
    total = design.total_weight
    point = Stream(seed, "odd", draw).below(total)
    rests = [people * weight % total for _, weight in design.arms]
    ends = list(accumulate(rests))
    return [
        people * weight // total + _points(point, total, end) - _points(point, total, end - rest)
        for (_, weight), rest, end in zip(design.arms, rests, ends, strict=True)
    ]


def _points(first: int, step: int, end: int) -> int:
    """Count the points first, first + step, … below `end`."""
    return max(0, -((first - end) // step))


def check_batch(design: Design, people: Sequence[str]) -> None:
    """Raise BatchRefused when these people cannot be one batch of this design."""
    if design.kind != "batch":
        raise BatchRefused(f"the trial {design.trial} draws one person at a time, not batches")
    if not people:
        raise BatchRefused("nobody is ready to be drawn")
    if len(set(people)) != len(people):
        raise BatchRefused("a person stands twice in the batch")
    if len(people) > max(design.sizes):
        raise BatchRefused(
            f"{len(people)} people are more than the {max(design.sizes)} a batch may hold"
        )


def most_people(design: Design, seats: int) -> int:
    """Compute how many may be drawn at once when the first arm has `seats` seats.

    Twice the seats for 1:1: however the odd one falls, everybody drawn to a seat has one.
    """
    weight = design.arms[0][1]
    return min(max(design.sizes), seats * design.total_weight // weight)
