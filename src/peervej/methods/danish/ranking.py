"""What a search found: which entries, and how well by one weight per entry and group, added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peervej.methods.danish.places import Place
from peervej.methods.danish.query import Group

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

# Near before far: being in the place itself outweighs a word more or less.
PLACE_FACTOR = np.float32(3.0)
WEAK_FACTOR = np.float32(0.3)

# Entries with the greater part of what is required follow where fewer than these have it all.
FEW = 3
GREATER_PART = 0.5
RELAXED_FACTOR = 0.5
# To have a word well is to have it at least half as strongly as the entry that has it most.
WELL = 0.5


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, best first.

    `total` counts every entry found, also beyond the limit; `ignored` are words that no
    entry has and that mean nothing known; `did_you_mean` is the query as it was understood
    where spelling was mended; `lacking` are things that no entry has, which nothing else in the
    query makes up for, and `without_them` is the query without them, empty when it says nothing.
    """

    query: str
    hits: tuple[tuple[str, float], ...]
    total: int
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    without_them: str = ""
    places: tuple[Place, ...] = ()


def rank(
    answered: Sequence[tuple[Group, Scores]], alive: Mask, entries: int
) -> tuple[NDArray[np.intp], Scores]:
    """Rows that have every required group, with scores; of an index of `entries` entries.

    `answered` holds each group with its weight per row, 0 where the row does not answer it. When
    no row has all, those that have the greater part, the rarer words counting more; when few
    have, also those that have the greater part and have it well. Both at half score. A place is
    never left out.
    """
    if not answered:
        return np.array([], dtype=np.intp), np.array([], dtype=np.float32)
    total, met, met_well = (np.zeros(len(alive), dtype=np.float32) for _ in range(3))
    complete = alive.copy()
    in_place = alive.copy()
    asked = 0.0
    for group, scores in answered:
        has = scores > 0
        if group.place:
            in_place &= has
            total += scores * PLACE_FACTOR
            continue
        rarity = _rarity(int(has.sum()), entries)
        total += scores * rarity * (1.0 if group.required else WEAK_FACTOR)
        if group.required:
            complete &= has
            counted = rarity * np.float32(group.share)
            met += has * counted
            met_well += (has & (scores >= WELL * scores.max(initial=0.0))) * counted
            asked += float(counted)
    found = complete & in_place
    holders = int(found.sum())
    if asked and holders < FEW:
        share = (met_well if holders else met) / np.float32(asked)
        partly = (share >= GREATER_PART) & in_place & ~found
        total[partly] *= RELAXED_FACTOR
        found |= partly
    rows = np.flatnonzero(found)
    return rows, total[rows]


def _rarity(holders: int, entries: int) -> np.float32:
    """BM25's inverse document frequency of a group that `holders` entries answer."""
    return np.float32(np.log1p((entries - holders + 0.5) / (holders + 0.5)))
