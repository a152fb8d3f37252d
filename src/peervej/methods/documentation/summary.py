"""The figures of one page: nothing in them can be led back to fewer than five people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from peervej.methods.disclosure import DEFAULT_THRESHOLD, suppress_counts
from peervej.methods.documentation.change import (
    Change,
    Mean,
    change_between,
    change_within,
    mean_of,
)
from peervej.methods.documentation.pairing import Pairs, Reply, pair_replies
from peervej.methods.documentation.reliable import (
    Threshold,
    UnusableReliability,
    count_changes,
    important_threshold,
    reliable_threshold,
)
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import Instrument

PLACES = 2


class Design(StrEnum):
    """How people are asked."""

    ONCE = "once"
    ROUNDS = "rounds"
    LINKED = "linked"


@dataclass(frozen=True)
class Plan:
    """What was set up: the design, and per instrument a reliability with its source."""

    design: Design
    instruments: tuple[Instrument, ...]
    reliability: Mapping[str, tuple[float, str]] = field(default_factory=dict)


def summarise(
    plan: Plan, replies: Sequence[Reply], *, fewest: int = DEFAULT_THRESHOLD
) -> dict[str, Any]:
    """Return the figures as one JSON document.

    ``basis`` says what the figures are of: ``linked`` pairs, two ``rounds``, ``once``, or
    ``none`` when fewer than ``fewest`` people (or ``fewest`` in a round) can be counted. Figures
    of one basis alone are given: a mean of all beside a mean of the paired ones would give away
    those who were not paired. Where a count is below ``fewest``, two of the three are put
    together; where that does not help, all are None. ``alike`` gives no figure: everybody but one
    at most had one score in a round, or one and the same change, so that the one (or anyone, when
    there is none) could tell what each of the others answered. Raises `UnusableInput` on a plan
    without an instrument.
    """
    if not plan.instruments:
        raise UnusableInput("Choose at least one questionnaire.")
    ids = [instrument.id for instrument in plan.instruments]
    pairs = pair_replies(replies) if plan.design is Design.LINKED else Pairs((), 0, 0, 0)
    basis, people = _basis(plan.design, ids, replies, pairs, fewest)
    if any(_give_away(basis, people, name) for name in ids):
        basis = "alike"
    found: dict[str, Any] = {
        "design": plan.design.value,
        "basis": basis,
        "fewest": fewest,
        "answered": _answered(replies, fewest),
        "instruments": [],
    }
    if basis not in ("none", "alike"):
        found["instruments"] = [_one(plan, one, basis, people, fewest) for one in plan.instruments]
    return found


People = tuple[list[Reply], list[Reply]]


def _basis(
    design: Design, ids: list[str], replies: Sequence[Reply], pairs: Pairs, fewest: int
) -> tuple[str, People]:
    """Choose the best basis there are people enough for; each is counted on every instrument."""
    whole = [pair for pair in pairs.pairs if all(_is_scored(reply, ids) for reply in pair)]
    if len(whole) >= fewest:
        return "linked", ([a for a, _ in whole], [b for _, b in whole])
    scored = [reply for reply in replies if _is_scored(reply, ids)]
    first = [reply for reply in scored if not reply.is_later]
    later = [reply for reply in scored if reply.is_later]
    if design is Design.ONCE:
        return ("once", (scored, [])) if len(scored) >= fewest else ("none", ([], []))
    if len(first) >= fewest and len(later) >= fewest:
        return "rounds", (first, later)
    return "none", ([], [])


def _is_scored(reply: Reply, ids: list[str]) -> bool:
    return all(reply.scores.get(name) is not None for name in ids)


def _give_away(basis: str, people: People, name: str) -> bool:
    """Whether a mean of a round, or of the same people's changes, says what each of them said."""
    first, later = (_scores(side, name) for side in people)
    changes = [b - a for a, b in zip(first, later, strict=True)] if basis == "linked" else []
    return any(_are_alike(values) for values in (first, later, changes))


def _are_alike(values: Sequence[float]) -> bool:
    """Whether all have one value but for one at most, who knows their own and so the others'."""
    return bool(values) and len(values) - max(Counter(values).values()) <= 1


def _answered(replies: Sequence[Reply], fewest: int) -> int | None:
    """Return the number of sheets, rounded down to whole fives so that no one is singled out."""
    whole = len(replies) - len(replies) % fewest
    return whole or None


def _one(
    plan: Plan, instrument: Instrument, basis: str, people: People, fewest: int
) -> dict[str, Any]:
    first, later = (_scores(side, instrument.id) for side in people)
    row: dict[str, Any] = {
        "id": instrument.id,
        "direction": instrument.direction.value,
        "first": None,
        "later": None,
        "change": None,
        "threshold": None,
        "counts": None,
    }
    if basis == "once":
        row["first"] = _mean(mean_of(first))
        return row
    change = (change_within if basis == "linked" else change_between)(first, later)
    row |= {"first": _mean(change.first), "later": _mean(change.later), "change": _change(change)}
    threshold = _threshold(plan, instrument, first) if basis == "linked" else None
    if threshold is not None:
        row["threshold"] = {
            "kind": threshold.kind.value,
            "points": round(threshold.points, PLACES),
            "source": threshold.source,
            "reliability": threshold.reliability,
            "spread": None if threshold.spread is None else round(threshold.spread, PLACES),
        }
        row["counts"] = _counts(first, later, threshold, instrument, fewest)
    return row


def _threshold(plan: Plan, instrument: Instrument, first: Sequence[float]) -> Threshold | None:
    given = plan.reliability.get(instrument.id)
    if given is not None:
        try:
            return reliable_threshold(first, reliability=given[0], source=given[1])
        except UnusableReliability:
            return None
    return important_threshold(instrument)


def _counts(
    first: Sequence[float],
    later: Sequence[float],
    threshold: Threshold,
    instrument: Instrument,
    fewest: int,
) -> dict[str, int | None]:
    counts = count_changes(first, later, threshold, instrument.direction)
    better, same, worse = counts.better, counts.same, counts.worse
    for parts in (
        {"better": better, "same": same, "worse": worse},
        {"better": better, "not_better": same + worse},
        {"not_worse": better + same, "worse": worse},
    ):
        shown = suppress_counts(list(parts.values()), threshold=fewest)
        if None not in shown.counts:
            return dict(zip(parts, shown.counts, strict=True))
    return {"better": None, "same": None, "worse": None}


def _scores(side: Sequence[Reply], name: str) -> list[float]:
    return [score for reply in side if (score := reply.scores[name]) is not None]


def _mean(found: Mean) -> dict[str, float | int]:
    return {
        "n": found.n,
        "mean": round(found.mean, PLACES),
        "low": round(found.low, PLACES),
        "high": round(found.high, PLACES),
    }


def _change(found: Change) -> dict[str, float]:
    return {
        "points": round(found.change, PLACES),
        "low": round(found.low, PLACES),
        "high": round(found.high, PLACES),
    }
