"""Sufficient statistics of a trial where one arm meets in groups, and their moments.

V has few distinct eigenvalues: σ²c for controls, σ²i within groups, σ²i + nτ² between groups of
size n. So W'V⁻¹W = S₀/σ²c + S_w/σ²i + Σₙ Bₙ/(σ²i + nτ²), one small matrix per eigenvalue.
"""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.reml import Moments


@dataclass(frozen=True, slots=True)
class NestedStatistics:
    """Cross-products of W = [X | y] per eigenvalue, for one trial or R of them.

    ``products`` (..., S, q, q) for controls, within groups, then one per size in ``sizes``;
    ``counts`` (..., S) the dimension of each eigenspace; ``group_counts`` (..., S - 2).
    """

    products: Floats
    counts: Floats
    sizes: Floats

    @property
    def group_counts(self) -> Floats:
        """How many groups there are of each size."""
        return self.counts[..., 2:]


def gather(W: Floats, arms: Bools, groups: Ints) -> NestedStatistics:
    """Statistics of one trial: W (n, q), arms (n,), groups (n,) from 0, -1 for controls."""
    controls, inside = W[~arms], W[arms]
    order = np.argsort(groups[arms], kind="stable")
    labels = groups[arms][order]
    starts = np.flatnonzero(np.r_[True, labels[1:] != labels[:-1]])
    size_of = np.diff(np.r_[starts, labels.size])
    sums = np.add.reduceat(inside[order], starts, axis=0)
    by_size = np.argsort(size_of, kind="stable")
    sizes, first, counts = np.unique(size_of[by_size], return_index=True, return_counts=True)
    products = np.empty((2 + sizes.size, W.shape[1], W.shape[1]))
    for position, (size, begin, count) in enumerate(zip(sizes, first, counts, strict=True)):
        chosen = sums[by_size[begin : begin + count]]
        products[2 + position] = chosen.T @ chosen / size
    products[0] = controls.T @ controls
    products[1] = inside.T @ inside - products[2:].sum(axis=0)
    dimensions = np.r_[controls.shape[0], inside.shape[0] - starts.size, counts]
    return NestedStatistics(products, dimensions.astype(np.float64), sizes.astype(np.float64))


def structure(sizes: Floats, *, heteroscedastic: bool, with_group: bool = True) -> Floats:
    """How each eigenvalue depends on θ, shape (S, k).

    θ is (τ², σ²c, σ²i), (τ², σ²), (σ²c, σ²i) or (σ²,) in that order.
    """
    between = np.column_stack([sizes, np.zeros_like(sizes), np.ones_like(sizes)])
    full = np.vstack([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], between])
    if not heteroscedastic:
        full = np.column_stack([full[:, 0], full[:, 1:].sum(axis=1)])
    return full if with_group else full[:, 1:]


class NestedMoments:
    """M(θ) and log|V(θ)| with derivatives from the sufficient statistics."""

    def __init__(self, statistics: NestedStatistics, shape: Floats) -> None:
        products = statistics.products
        self._q = products.shape[-1]
        self._flat = products.reshape(*products.shape[:-2], self._q**2)
        self._counts = statistics.counts
        strata, k = shape.shape
        self._shape = shape
        self._k = k
        pairs = (shape[:, :, None] * shape[:, None, :]).reshape(strata, k * k)
        self._stack = np.vstack([np.ones(strata), -shape.T, 2 * pairs.T])
        self._power = np.repeat([0, 1, 2], [1, k, k * k])
        self._dets = np.vstack([shape.T, -pairs.T])

    def at(self, theta: Floats, rows: Ints | slice) -> Moments:
        """Moments at theta (R, k) of the trials in rows; NaN outside the parameter space."""
        eigenvalues = theta @ self._shape.T
        eigenvalues = np.where(eigenvalues > 0, eigenvalues, np.nan)
        inverse = 1.0 / eigenvalues
        powers = np.stack([inverse, inverse**2, inverse**3], axis=-2)
        weights = self._stack * powers[..., self._power, :]
        counts = self._counts[rows]
        flat = weights @ self._flat[rows]
        k, q, lead = self._k, self._q, theta.shape[:-1]
        dets = (self._dets * powers[..., self._power[1:] - 1, :]) @ counts[..., None]
        return Moments(
            value=flat[..., 0, :].reshape(*lead, q, q),
            first=flat[..., 1 : k + 1, :].reshape(*lead, k, q, q),
            second=flat[..., k + 1 :, :].reshape(*lead, k, k, q, q),
            log_det=(counts * np.log(eigenvalues)).sum(-1),
            log_det_first=dets[..., :k, 0],
            log_det_second=dets[..., k:, 0].reshape(*lead, k, k),
        )
