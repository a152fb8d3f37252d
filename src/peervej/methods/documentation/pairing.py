"""First and later replies of the same person, found by a code of their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

SHORTEST_GAP_DAYS = 14


@dataclass(frozen=True)
class Reply:
    """One filled-in sheet: scores by instrument (None where too much was skipped).

    ``code``: what is kept of the person's code, empty without one.
    """

    is_later: bool
    code: str
    on: date
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class Pairs:
    """The pairs found, and how many replies could not be paired and why.

    ``unclear``: replies whose code stands more than once in a round. ``too_soon``: pairs less
    than two weeks apart. ``alone``: replies without a code, or whose other half never came.
    """

    pairs: tuple[tuple[Reply, Reply], ...]
    unclear: int
    too_soon: int
    alone: int


def pair_replies(replies: Iterable[Reply]) -> Pairs:
    """Pair by code; a code used twice in a round could be two people, so it pairs nobody."""
    by_code: dict[str, tuple[list[Reply], list[Reply]]] = defaultdict(lambda: ([], []))
    alone = unclear = too_soon = 0
    pairs = []
    for reply in replies:
        if reply.code:
            by_code[reply.code][reply.is_later].append(reply)
        else:
            alone += 1
    for first, later in by_code.values():
        if len(first) > 1 or len(later) > 1:
            unclear += len(first) + len(later)
        elif not first or not later:
            alone += 1
        elif (later[0].on - first[0].on).days < SHORTEST_GAP_DAYS:
            too_soon += 1
        else:
            pairs.append((first[0], later[0]))
    return Pairs(tuple(pairs), unclear, too_soon, alone)
