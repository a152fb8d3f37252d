"""Power by simulation: many trials are made from the plan's assumptions and really analysed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.many_trials import (
    Layout,
    ManyEstimates,
    ManyTrials,
    fit_many,
    fit_many_ancova,
)
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.power.plan import Bounds, Groups, MissingMechanism, PowerPlan
from peervej.methods.power.sample_size import SampleSize, find_sample_size

_SAME_LAYOUT = 500


class NothingToAnalyse(AnalysisRefused):
    """Every simulated trial is too small for the analysis."""

    code: ClassVar[str] = "out_of_reach"


@dataclass(frozen=True, slots=True)
class SimulatedPower:
    """The share of simulated trials that reject, and how the analyses went.

    ``not_converged`` trials count as not rejecting; ``mean_estimate`` in units of the outcome.
    """

    power: float
    monte_carlo_se: float
    simulations: int
    not_converged: int
    at_boundary: float
    mean_estimate: float
    median_df: float


def simulate_power(
    plan: PowerPlan,
    simulations: int,
    seed: int,
    *,
    report_done: Callable[[int], None] | None = None,
) -> SampleSize:
    """The plan's sample size with its power from simulated trials; the same seed, the same figure.

    ``report_done`` is told how many trials are analysed, now and then.
    Raises UnusablePlan and OutOfReach as find_sample_size does.
    """
    size = find_sample_size(plan)
    found = simulate_rejections(
        plan, size.n_control, size.n_intervention, simulations, seed, report_done=report_done
    )
    return SampleSize(
        size.method,
        size.n_control,
        size.n_intervention,
        found.power,
        found.median_df,
        found.monte_carlo_se,
    )


def simulate_rejections(
    plan: PowerPlan,
    controls: int,
    intervention: int,
    simulations: int,
    seed: int,
    *,
    no_difference: bool = False,
    report_done: Callable[[int], None] | None = None,
) -> SimulatedPower:
    """Analyse simulated trials of so many people drawn; without difference, the type I error.

    The partially nested model is fitted when the method is partially nested, else ANCOVA with one
    residual variance, or one for each arm where the plan has two. Raises NothingToAnalyse.
    """
    pieces = []
    for trials, layout in simulated_trials(
        plan, controls, intervention, simulations, seed, no_difference=no_difference
    ):
        pieces.append(_analyse(plan, trials, layout))
        if report_done is not None:
            report_done(sum(piece.p.size for piece in pieces))
    p = np.concatenate([piece.p for piece in pieces])
    estimate = np.concatenate([piece.estimate for piece in pieces])
    rejected = p < plan.alpha
    if plan.sides == 1:
        rejected = (p / 2 < plan.alpha) & (np.sign(estimate) == np.sign(plan.difference))
    converged = np.concatenate([piece.converged for piece in pieces])
    if not converged.any():
        raise NothingToAnalyse(
            "No simulated trial has enough people to be analysed; plan for more of them."
        )
    share = float(rejected.mean())
    return SimulatedPower(
        power=share,
        monte_carlo_se=sqrt(share * (1 - share) / simulations),
        simulations=simulations,
        not_converged=int((~converged).sum()),
        at_boundary=float(np.concatenate([piece.at_boundary for piece in pieces]).mean()),
        mean_estimate=float(np.nanmean(estimate)),
        median_df=float(np.nanmedian(np.concatenate([piece.df for piece in pieces]))),
    )


def _analyse(plan: PowerPlan, trials: ManyTrials, layout: Layout) -> ManyEstimates:
    nested = plan.used_groups is not None
    if not nested and plan.sd_control == plan.sd_intervention:
        return fit_many_ancova(trials, layout)
    return fit_many(
        trials,
        layout,
        group_effect=nested,
        heteroscedastic=plan.heteroscedastic or not nested,
        df=plan.df,
        boundary=plan.boundary,
    )


def simulated_trials(
    plan: PowerPlan,
    controls: int,
    intervention: int,
    simulations: int,
    seed: int,
    *,
    no_difference: bool = False,
) -> Iterator[tuple[ManyTrials, Layout]]:
    """Simulated trials in pieces, each of one layout of groups.

    A baseline with the planned correlation is made and adjusted for when that is not 0. Bounded
    outcomes are rounded to whole numbers within the bounds, around the middle of the scale.
    """
    draw = np.random.default_rng(seed)
    difference = 0.0 if no_difference else plan.difference
    while simulations > 0:
        count = min(simulations, _SAME_LAYOUT)
        simulations -= count
        layout = _layout(plan, controls, intervention, draw)
        yield _trials(plan, layout, difference, (count, layout.arms.size), draw), layout


def _layout(plan: PowerPlan, controls: int, intervention: int, draw: np.random.Generator) -> Layout:
    arms = np.arange(controls + intervention) >= controls
    groups = np.full(arms.size, -1, dtype=np.int64)
    if plan.used_groups is None:
        groups[controls:] = np.arange(intervention)
    else:
        sizes = _group_sizes(plan.used_groups, intervention, draw)
        groups[controls:] = np.repeat(np.arange(sizes.size), sizes)
    return Layout(arms, groups)


def _group_sizes(groups: Groups, people: int, draw: np.random.Generator) -> Ints:
    """Sizes that add up to the people, with the planned coefficient of variation in expectation."""
    count = max(1, min(people, round(people / groups.size)))
    if groups.size_cv == 0:
        shares = np.full(count, 1.0)
    else:
        shape = 1 / groups.size_cv**2
        shares = draw.gamma(shape, 1 / shape, count)
    exact = shares / shares.sum() * people
    sizes: Ints = np.maximum(np.floor(exact), 1).astype(np.int64)
    short = people - int(sizes.sum())
    order = np.argsort(sizes - exact, kind="stable")
    while short:
        for place in order[: abs(short)]:
            if short > 0 or sizes[place] > 1:
                change = 1 if short > 0 else -1
                sizes[place] += change
                short -= change
        order = order[::-1]
    return sizes


def _trials(
    plan: PowerPlan,
    layout: Layout,
    difference: float,
    shape: tuple[int, int],
    draw: np.random.Generator,
) -> ManyTrials:
    arms, r = layout.arms, plan.baseline_correlation
    baseline = draw.standard_normal(shape)
    people = draw.standard_normal(shape)
    outcome = np.empty(shape)
    outside = ~arms
    outcome[:, outside] = plan.sd_control * (
        r * baseline[:, outside] + sqrt(1 - r**2) * people[:, outside]
    )
    outcome[:, arms] = difference + _intervention(plan, layout, baseline, people, draw)
    outcome = _bounded(outcome, plan.bounds)
    scores = _bounded(baseline * plan.sd_control, plan.bounds)
    observed = _observed(plan, baseline, draw)
    covariates = scores[..., None] if r != 0 else np.empty((*shape, 0))
    return ManyTrials(outcome, covariates, observed)


def _intervention(
    plan: PowerPlan, layout: Layout, baseline: Floats, people: Floats, draw: np.random.Generator
) -> Floats:
    inside, r = layout.arms, plan.baseline_correlation
    baseline, people = baseline[:, inside], people[:, inside]
    groups = plan.used_groups
    if groups is None:
        return plan.sd_intervention * (r * baseline + sqrt(1 - r**2) * people)
    numbered = layout.groups[inside]
    total = groups.variance + groups.residual
    shared = draw.standard_normal((people.shape[0], int(numbered.max()) + 1))
    return np.asarray(
        sqrt(groups.variance) * shared[:, numbered]
        + r * sqrt(total) * baseline
        + sqrt(groups.residual - r**2 * total) * people
    )


def _bounded(values: Floats, bounds: Bounds | None) -> Floats:
    if bounds is None:
        return values
    middle = (bounds.minimum + bounds.maximum) / 2
    return np.asarray(np.clip(np.round(values + middle), bounds.minimum, bounds.maximum))


def _observed(plan: PowerPlan, baseline: Floats, draw: np.random.Generator) -> Bools:
    """Who stays; by baseline, those one SD lower have three times the odds of dropping out."""
    chance = np.full(baseline.shape, plan.dropout)
    if plan.missing is MissingMechanism.BASELINE and plan.dropout > 0:
        chance = _chance_by_baseline(plan.dropout, baseline)
    return np.asarray(draw.random(baseline.shape) >= chance, dtype=np.bool_)


def _chance_by_baseline(rate: float, baseline: Floats) -> Floats:
    """Logistic in the standardised baseline, with the level that gives the rate on average."""
    slope = np.log(3.0)
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    weights = weights / weights.sum()
    low, high = -30.0, 30.0
    for _ in range(80):
        level = 0.5 * (low + high)
        mean = float((weights / (1 + np.exp(-(level - slope * nodes)))).sum())
        low, high = (level, high) if mean < rate else (low, level)
    return np.asarray(1 / (1 + np.exp(-(level - slope * baseline))))
