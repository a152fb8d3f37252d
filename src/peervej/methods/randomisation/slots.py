"""One person at a time: the arm of any slot, and a trial drawn through to look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation.batch import draw_batch
from peervej.methods.randomisation.blocks import arms_in_blocks
from peervej.methods.randomisation.design import Design, Kind
from peervej.methods.randomisation.encoding import sha256
from peervej.methods.randomisation.simple import arm_of_simple_slot, arms_one_by_one

MOST_SLOTS = 1_000_000


class SlotRefused(UnusableInput):
    """There is no such slot, or the trial is not drawn slot by slot."""


@dataclass(frozen=True)
class Slot:
    """One place in a stratum's order of arrival, numbered from 1, and its arm."""

    stratum: str
    slot: int
    arm: str


def arm_of_slot(design: Design, seed: bytes, stratum: str, slot: int) -> str:
    """Compute the arm of one slot of a stratum, numbered from 1; no list is stored.

    Raises SlotRefused for a slot below 1 or a batch design, DesignUnusable for a
    stratum the trial does not have.
    """
    design.require_stratum(stratum)
    if design.kind is Kind.BATCH:
        raise SlotRefused(f"the trial {design.trial} draws batches, not one person at a time")
    if not 1 <= slot <= MOST_SLOTS:
        raise SlotRefused(f"slots are numbered from 1 to {MOST_SLOTS}")
    if design.kind is Kind.SIMPLE:
        return arm_of_simple_slot(design, seed, stratum, slot)
    return next(islice(arms_in_blocks(design, seed, stratum), slot - 1, None))


def simulate_slots(design: Design, seed: bytes, slots: int) -> Iterator[Slot]:
    """Draw the first `slots` slots of every stratum, stratum after stratum.

    A batch design is drawn through with its batch sizes in their order, again and
    again, and with made-up people; the last batch of a stratum is what is left.
    Raises SlotRefused when it would be more than MOST_SLOTS in all.
    """
    total = slots * len(design.stratum_labels)
    if slots < 1 or total > MOST_SLOTS:
        raise SlotRefused(f"the slots must number 1 to {MOST_SLOTS} over all strata, not {total}")
    return _simulate(design, seed, slots)


def _simulate(design: Design, seed: bytes, slots: int) -> Iterator[Slot]:
    draw = 0
    for stratum in design.stratum_labels:
        if design.kind is Kind.BATCH:
            arms: list[str] = []
            sizes = cycle(design.sizes)
            while len(arms) < slots:
                draw += 1
                size = min(next(sizes), slots - len(arms))
                people = [_made_up(stratum, len(arms) + place) for place in range(size)]
                allotted = draw_batch(design, seed, draw, people)
                arms += [allotted[person] for person in people]
        elif design.kind is Kind.SIMPLE:
            arms = list(islice(arms_one_by_one(design, seed, stratum), slots))
        else:
            arms = list(islice(arms_in_blocks(design, seed, stratum), slots))
        yield from (Slot(stratum, slot, arm) for slot, arm in enumerate(arms, start=1))


def _made_up(stratum: str, place: int) -> str:
    return sha256("peervej/simulated/1", stratum, place + 1).hex()
