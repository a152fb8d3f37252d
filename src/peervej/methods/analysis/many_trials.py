"""Fitting many trials of one layout at once, for simulation and imputation."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.inference import CovarianceSensitivity
from peervej.methods.analysis.maximise_many import ManyMaxima, maximise_many
from peervej.methods.analysis.nested_statistics import NestedMoments, NestedStatistics, structure
from peervej.methods.analysis.partially_nested import residual_squares, starting_values
from peervej.methods.analysis.plan import BoundaryRule, DfMethod
from peervej.methods.analysis.reml import reml_point

_ARM = 1
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Layout:
    """Who is in which arm and group: ``arms`` (n,), ``groups`` (n,) from 0, -1 for controls."""

    arms: Bools
    groups: Ints


@dataclass(frozen=True, slots=True)
class ManyTrials:
    """R trials of n people: ``outcome`` (R, n), ``covariates`` (R, n, m), ``observed`` (R, n).

    What is not observed may hold any finite number.
    """

    outcome: Floats
    covariates: Floats
    observed: Bools

    def pieces(self, rows: int) -> Iterator["ManyTrials"]:
        """The same trials in pieces, so that each fits the processor's cache."""
        for begin in range(0, self.outcome.shape[0], rows):
            part = slice(begin, begin + rows)
            yield ManyTrials(self.outcome[part], self.covariates[part], self.observed[part])


@dataclass(frozen=True, slots=True)
class _Rules:
    heteroscedastic: bool
    group_effect: bool
    df: DfMethod
    boundary: BoundaryRule


@dataclass(frozen=True, slots=True)
class ManyEstimates:
    """The arm difference in each of R trials, NaN where ``converged`` (R,) is false."""

    estimate: Floats
    se: Floats
    df: Floats
    at_boundary: Bools
    converged: Bools

    @property
    def p(self) -> Floats:
        """Two-sided p values, shape (R,)."""
        from scipy.special import stdtr

        return np.asarray(2 * stdtr(self.df, -np.abs(self.estimate / self.se)))


def fit_many(
    trials: ManyTrials,
    layout: Layout,
    *,
    heteroscedastic: bool = True,
    group_effect: bool = True,
    df: DfMethod = DfMethod.SATTERTHWAITE,
    boundary: BoundaryRule = BoundaryRule.DROP,
) -> ManyEstimates:
    """The partially nested model in each trial, as fit_partially_nested gives it for one.

    One start only; without a group effect a comparison of arms with their own variances.
    """
    rules = _Rules(heteroscedastic, group_effect, df, boundary)
    return _joined(
        [_fit_piece(gather_many(piece, layout), rules) for piece in trials.pieces(_AT_A_TIME)]
    )


def fit_many_ancova(trials: ManyTrials, layout: Layout) -> ManyEstimates:
    """Plain least squares in each trial, as fit_ancova gives it for one."""
    return _joined(
        [_ancova_piece(gather_many(piece, layout)) for piece in trials.pieces(_AT_A_TIME)]
    )


def gather_many(trials: ManyTrials, layout: Layout) -> NestedStatistics:
    """Sufficient statistics of R trials, q = 3 + m columns: intercept, arm, covariates, outcome.

    Covariates and outcome are centred, which changes only the intercept.
    """
    order = np.argsort(layout.groups, kind="stable")
    outside = int((~layout.arms).sum())
    labels = layout.groups[order][outside:]
    starts = np.concatenate([[0], np.flatnonzero(labels[1:] != labels[:-1]) + 1])
    seen = trials.observed[:, order].astype(np.float64)
    values = np.concatenate([trials.covariates, trials.outcome[..., None]], axis=-1)
    values = values[:, order].swapaxes(-1, -2)  # (R, m + 1, n)
    total = np.maximum(seen.sum(-1), 1.0)[:, None, None]
    centred = (values - (values * seen[:, None]).sum(-1, keepdims=True) / total) * seen[:, None]
    arm = seen.copy()
    arm[:, :outside] = 0.0
    W = np.concatenate([seen[:, None], arm[:, None], centred], axis=1)  # (R, q, n)
    controls, inside = W[..., :outside], W[..., outside:]
    sums = np.add.reduceat(inside, starts, axis=-1).swapaxes(-1, -2)  # (R, J, q)
    size = sums[..., 0]
    present = size > 0
    largest = int(np.diff(np.concatenate([starts, [labels.size]])).max())
    sizes = np.arange(1.0, largest + 1)
    R, J, q = sums.shape
    scaled = sums / np.where(present, size, 1.0)[..., None]
    crossed = (sums[..., :, None] * scaled[..., None, :]).reshape(R, J, q * q)
    belongs = (size[:, None, :] == sizes[:, None]).astype(np.float64)  # (R, K, J)
    products = np.empty((R, 2 + sizes.size, q, q))
    products[:, 2:] = (belongs @ crossed).reshape(R, -1, q, q)
    products[:, 0] = controls @ controls.swapaxes(-1, -2)
    products[:, 1] = inside @ inside.swapaxes(-1, -2) - products[:, 2:].sum(1)
    counts = np.concatenate(
        [
            controls[:, 0].sum(-1)[:, None],
            (size.sum(-1) - present.sum(-1))[:, None],
            belongs.sum(-1),
        ],
        axis=1,
    )
    return NestedStatistics(products, counts, sizes)


def _fit_piece(statistics: NestedStatistics, rules: _Rules) -> ManyEstimates:
    count, p = statistics.products.shape[0], statistics.products.shape[-1] - 1
    groups = statistics.group_counts.sum(-1)
    usable = (groups >= 2) & (statistics.counts.sum(-1) > p + 1)
    if rules.heteroscedastic:
        usable &= statistics.counts[:, 0] > 1
    if rules.heteroscedastic and rules.group_effect:
        usable &= statistics.counts[:, 1] > 0
    chosen = np.flatnonzero(usable)
    empty = np.full(count, np.nan)
    result = ManyEstimates(
        empty.copy(), empty.copy(), empty.copy(), np.zeros(count, bool), np.zeros(count, bool)
    )
    if chosen.size:
        kept = NestedStatistics(
            statistics.products[chosen], statistics.counts[chosen], statistics.sizes
        )
        _put_fits(result, chosen, kept, rules)
    return result


def _put_fits(
    result: ManyEstimates,
    chosen: Ints,
    statistics: NestedStatistics,
    rules: _Rules,
) -> None:
    shape = structure(
        statistics.sizes,
        heteroscedastic=rules.heteroscedastic,
        with_group=rules.group_effect,
    )
    start = starting_values(
        statistics,
        heteroscedastic=rules.heteroscedastic,
        squares=residual_squares(statistics),
    )
    lower = np.full(start.shape[1], -np.inf)
    lower[0] = 0.0
    skipped = 0 if rules.group_effect else 1
    moments = NestedMoments(statistics, shape)
    residual_df = statistics.counts.sum(-1) - (statistics.products.shape[-1] - 1)
    best = maximise_many(
        lambda theta, rows: reml_point(moments.many(theta, rows), residual_df[rows]),
        start[:, skipped:],
        lower[skipped:],
    )
    at_boundary = best.theta[:, 0] <= 0
    dropped = at_boundary if rules.boundary is BoundaryRule.DROP else np.zeros_like(at_boundary)
    sensitivity = _sensitivity(moments, best, dropped)
    c = np.eye(best.point.beta.shape[-1])[_ARM]
    method = (
        sensitivity.satterthwaite
        if rules.df is DfMethod.SATTERTHWAITE
        else sensitivity.kenward_roger
    )
    se, freedom = method(c)
    good = best.converged
    result.estimate[chosen] = np.where(good, best.point.beta[:, _ARM], np.nan)
    result.se[chosen] = np.where(good, se, np.nan)
    result.df[chosen] = np.where(good, freedom, np.nan)
    result.at_boundary[chosen] = at_boundary
    result.converged[chosen] = good


def _sensitivity(moments: NestedMoments, best: ManyMaxima, dropped: Bools) -> CovarianceSensitivity:
    """As covariance_sensitivity, for many trials; a dropped τ² gets no variance."""
    first, second = moments.many(best.theta, slice(None)).design_part()
    fixed = np.zeros(best.theta.shape, dtype=np.bool_)
    fixed[:, 0] = dropped
    observed = _theta_cov(best.point.observed, fixed)
    expected = _theta_cov(best.point.expected, fixed)
    indefinite = np.diagonal(observed, axis1=-2, axis2=-1).min(-1) < 0
    return CovarianceSensitivity(
        beta_cov=best.point.beta_cov,
        first=first,
        second=second,
        theta_cov_observed=np.where(indefinite[:, None, None], expected, observed),
        theta_cov_expected=expected,
    )


def _theta_cov(information: Floats, fixed: Bools) -> Floats:
    free = ~fixed
    both = free[:, :, None] & free[:, None, :]
    filled = np.where(both, information, np.eye(information.shape[-1]))
    usable = np.isfinite(filled).all((-2, -1)) & (np.abs(np.linalg.det(filled)) > 0)
    filled = np.where(usable[:, None, None], filled, np.eye(information.shape[-1]))
    return np.where(both, np.linalg.inv(filled), 0.0)


def _ancova_piece(statistics: NestedStatistics) -> ManyEstimates:
    total = statistics.products.sum(1)
    p = total.shape[-1] - 1
    df = statistics.counts.sum(-1) - p
    inner = total[:, :p, :p]
    usable = (df >= 1) & (np.linalg.cond(inner) < 1 / np.finfo(float).eps)
    inverse = np.linalg.inv(np.where(usable[:, None, None], inner, np.eye(p)))
    beta = (inverse @ total[:, :p, p:])[..., 0]
    left = np.maximum(total[:, p, p] - (beta * total[:, :p, p]).sum(-1), 0.0)
    error = np.sqrt(left / np.maximum(df, 1.0) * inverse[:, _ARM, _ARM])
    usable &= error > 0
    return ManyEstimates(
        estimate=np.where(usable, beta[:, _ARM], np.nan),
        se=np.where(usable, error, np.nan),
        df=np.where(usable, df, np.nan),
        at_boundary=np.zeros(df.shape, dtype=np.bool_),
        converged=np.asarray(usable, dtype=np.bool_),
    )


def _joined(results: list[ManyEstimates]) -> ManyEstimates:
    return ManyEstimates(
        *(np.concatenate([getattr(r, f.name) for r in results]) for f in fields(ManyEstimates))
    )
