"""When enough people will have joined: a forecast by site and week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.refusal import AnalysisRefused


class UnusableForecast(AnalysisRefused):
    """The sites and weeks given allow no forecast."""

    code: ClassVar[str] = "unusable_forecast"


@dataclass(frozen=True, slots=True)
class SiteRate:
    """A site's expected people per week from a week on, and how well that is known.

    ``opens_week`` counts from 0, now. ``weeks_known`` says how many weeks of observation the rate
    is worth: the rate is then gamma distributed with variance per_week / weeks_known.
    """

    name: str
    per_week: float
    opens_week: int = 0
    weeks_known: float = 8.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Cumulative numbers after each week, shape (weeks,), and the week the target is reached.

    ``low`` and ``high`` bound the middle 80 %. ``by_site`` (sites, weeks) is expected. The weeks
    are None where the target is not reached within the weeks with that certainty.
    """

    expected: Floats
    low: Floats
    median: Floats
    high: Floats
    by_site: Floats
    chance_reached: Floats
    week_with_even_chance: int | None
    week_nearly_sure: int | None


def forecast_recruitment(
    sites: Sequence[SiteRate], *, target: int, weeks: int, recruited: int = 0
) -> Forecast:
    """Forecast from gamma-mixed Poisson arrivals at each site, exactly, without simulation.

    Anisimov and Fedorov (2007), Stat Med 26, 4958. ``recruited`` are there already.
    Raises UnusableForecast.
    """
    _check(sites, target, weeks, recruited)
    largest = max(target, recruited) + 1
    counts = np.arange(largest + _reach(sites, weeks))
    expected = np.zeros(weeks)
    quantiles = np.zeros((3, weeks))
    chance = np.zeros(weeks)
    by_site = np.zeros((len(sites), weeks))
    for week in range(weeks):
        open_for = np.array([max(0, week + 1 - site.opens_week) for site in sites])
        by_site[:, week] = [s.per_week * t for s, t in zip(sites, open_for, strict=True)]
        expected[week] = recruited + by_site[:, week].sum()
        total = _distribution(sites, open_for, counts.size)
        below = np.cumsum(total)
        quantiles[:, week] = [
            recruited + int(np.searchsorted(below, q - 1e-12)) for q in (0.1, 0.5, 0.9)
        ]
        lacking = target - recruited
        chance[week] = 1.0 if lacking <= 0 else 1.0 - float(below[lacking - 1])
    return Forecast(
        expected=expected,
        low=quantiles[0],
        median=quantiles[1],
        high=quantiles[2],
        by_site=by_site,
        chance_reached=np.clip(chance, 0.0, 1.0),
        week_with_even_chance=_first(chance, 0.5),
        week_nearly_sure=_first(chance, 0.9),
    )


def _distribution(sites: Sequence[SiteRate], open_for: Floats, length: int) -> Floats:
    """Probabilities of 0, 1, … people in all: negative binomials folded together."""
    total = np.zeros(length)
    total[0] = 1.0
    for site, weeks in zip(sites, open_for.tolist(), strict=True):
        if weeks > 0 and site.per_week > 0:
            total = np.convolve(total, _negative_binomial(site, weeks, length))[:length]
    return total


def _negative_binomial(site: SiteRate, weeks: float, length: int) -> Floats:
    from scipy.special import gammaln

    shape = site.per_week * site.weeks_known
    counts = np.arange(length)
    stay = site.weeks_known / (site.weeks_known + weeks)
    logs = gammaln(counts + shape) - gammaln(shape) - gammaln(counts + 1)
    return np.asarray(np.exp(logs + shape * np.log(stay) + counts * np.log1p(-stay)))


def _reach(sites: Sequence[SiteRate], weeks: int) -> int:
    mean = sum(site.per_week * weeks for site in sites)
    variance = sum(site.per_week * weeks * (1 + weeks / site.weeks_known) for site in sites)
    return int(mean + 10 * variance**0.5) + 20


def _first(chance: Floats, wanted: float) -> int | None:
    reached = np.flatnonzero(chance >= wanted)
    return int(reached[0]) + 1 if reached.size else None


def _check(sites: Sequence[SiteRate], target: int, weeks: int, recruited: int) -> None:
    if not sites:
        raise UnusableForecast("No site is given; name at least one with its people per week.")
    if not 1 <= target <= 100_000 or recruited < 0 or not 1 <= weeks <= 1000:
        raise UnusableForecast("Give a target from 1 to 100,000 and from 1 to 1,000 weeks.")
    for site in sites:
        if not 0 <= site.per_week <= 1000 or site.opens_week < 0 or not site.weeks_known > 0:
            raise UnusableForecast(
                f"{site.name}: people per week must be from 0 to 1,000, the opening week 0 or "
                "later, and the weeks known above 0."
            )
