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
    q = W.shape[1]
    controls = W[~arms]
    size_of_group = np.bincount(groups[arms])
    # people by size of their group, then group: each size is then a run of groups
    labels = groups[arms] + size_of_group[groups[arms]] * size_of_group.size
    order = np.argsort(labels, kind="stable")
    inside, labels = W[np.flatnonzero(arms)[order]], labels[order]
    starts = np.concatenate([[0], np.flatnonzero(labels[1:] != labels[:-1]) + 1])
    size = labels[starts] // size_of_group.size
    sums = np.add.reduceat(inside, starts, axis=0)
    runs = np.concatenate([[0], np.flatnonzero(size[1:] != size[:-1]) + 1])
    products = np.empty((2 + runs.size, q, q))
    for place, (begin, end) in enumerate(zip(runs, [*runs[1:], size.size], strict=True), start=2):
        alike = sums[begin:end]
        products[place] = alike.T @ alike / size[begin]
    products[0] = controls.T @ controls
    products[1] = inside.T @ inside - products[2:].sum(axis=0)
    counts = np.empty(2 + runs.size)
    counts[0], counts[1] = controls.shape[0], inside.shape[0] - starts.size
    counts[2:-1], counts[-1] = runs[1:] - runs[:-1], starts.size - runs[-1]
    return NestedStatistics(products, counts, size[runs].astype(np.float64))


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
        pairs = (shape[:, :, None] * shape[:, None, :]).reshape(strata, k * k)
        self._stack = np.vstack([np.ones(strata), -shape.T, 2 * pairs.T])
        self._powers = np.repeat([1, 2, 3], [1, k, k * k])[:, None]
        # ∂log η = a/η and ∂²log η = -aa'/η², against weights -a/η² and 2aa'/η³ of M
        self._det_factor = np.repeat([1.0, -1.0, -0.5], [1, k, k * k])[:, None]

    def __call__(self, theta: Floats) -> Moments | None:
        """Moments of one trial at theta (k,), None outside the parameter space."""
        eigenvalues = self._shape @ theta
        if eigenvalues.min() <= 0:
            return None
        return self._moments(eigenvalues, self._flat, self._counts)

    def many(self, theta: Floats, rows: Ints | slice) -> Moments:
        """Moments at theta (R, k) of the trials in rows; NaN outside the parameter space."""
        eigenvalues = theta @ self._shape.T
        eigenvalues = np.where(eigenvalues > 0, eigenvalues, np.nan)
        return self._moments(eigenvalues, self._flat[rows], self._counts[rows])

    def _moments(self, eigenvalues: Floats, flat: Floats, counts: Floats) -> Moments:
        weights = self._stack * (1.0 / eigenvalues)[..., None, :] ** self._powers
        log_dets = (weights * self._det_factor * eigenvalues[..., None, :]) @ counts[..., None]
        log_dets[..., 0, 0] = (counts * np.log(eigenvalues)).sum(-1)
        products = weights @ flat
        return Moments(products.reshape(*products.shape[:-1], self._q, self._q), log_dets[..., 0])
