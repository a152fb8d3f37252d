"""The blind review: what the data look like with both arms together, before the plan is locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import correlation, fmean, stdev

from peervej.apps.reporting.queries.dataset import Dataset, Values
from peervej.data.instruments import load_instrument
from peervej.methods.instruments import reachable_range

BINS = 8


@dataclass(frozen=True)
class Distribution:
    """A pooled score: how many, how it lies, and counts in equal steps of its range."""

    n: int
    missing: int
    mean: float | None
    sd: float | None
    lowest: float | None
    highest: float | None
    steps: tuple[tuple[float, float, int], ...]

    @property
    def most(self) -> int:
        return max((count for _low, _high, count in self.steps), default=0)


@dataclass(frozen=True)
class Skips:
    """How often one question was left open, by its place in the questionnaire."""

    instrument: str
    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Review:
    """Everything pooled; nothing here knows an arm or a group."""

    drawn: int
    first: Distribution
    last: Distribution
    correlation: float | None
    skips: tuple[Skips, ...]


def review_of(dataset: Dataset) -> Review:
    """Summarise a blinded data set. Raises ValueError for one with arms in it."""
    if not dataset.is_blinded:
        raise ValueError("the blind review takes a data set without arms")
    low, high = map(float, reachable_range(dataset.instrument))
    first, last = [row.y0 for row in dataset.rows], [row.y1 for row in dataset.rows]
    both = [(a, b) for a, b in zip(first, last, strict=True) if a is not None and b is not None]
    return Review(
        drawn=len(dataset.rows),
        first=distribute(first, low, high),
        last=distribute(last, low, high),
        correlation=_correlate(both),
        skips=_count_skips(dataset),
    )


def distribute(scores: Sequence[float | None], low: float, high: float) -> Distribution:
    """Mean, standard deviation and counts of scores between `low` and `high`."""
    known = [score for score in scores if score is not None]
    width = (high - low) / BINS
    counts = [0] * BINS
    for score in known:
        counts[min(BINS - 1, max(0, int((score - low) / width)))] += 1
    return Distribution(
        n=len(known),
        missing=len(scores) - len(known),
        mean=fmean(known) if known else None,
        sd=stdev(known) if len(known) > 1 else None,
        lowest=min(known, default=None),
        highest=max(known, default=None),
        steps=tuple((low + k * width, low + (k + 1) * width, counts[k]) for k in range(BINS)),
    )


def _correlate(pairs: Sequence[tuple[float, float]]) -> float | None:
    varies = all(len({pair[side] for pair in pairs}) > 1 for side in (0, 1))
    return correlation(*zip(*pairs, strict=True)) if len(pairs) > 2 and varies else None


def _count_skips(dataset: Dataset) -> tuple[Skips, ...]:
    names = {
        *dataset.definition.baseline.instruments,
        *dataset.definition.follow_up.instruments,
    }
    before = [row.baseline for row in dataset.rows]
    after = [row.follow_up for row in dataset.rows]
    return tuple(
        Skips(
            load_instrument(name).name,
            number,
            _skipped(before, name, item.id),
            _skipped(after, name, item.id),
        )
        for name in sorted(names)
        for number, item in enumerate(load_instrument(name).items, start=1)
    )


def _skipped(people: Sequence[Values], instrument: str, item: str) -> int:
    """How many were asked the question and left it open."""
    return sum(
        item in values.get(instrument, {}) and values[instrument][item] is None for values in people
    )
