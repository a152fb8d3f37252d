"""Analysis of covariance by least squares, plain and with cluster-robust variance."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats, Ints
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.orthogonal import OrthogonalDesign, orthogonalise
from peervej.methods.analysis.partially_nested import OneGroup
from peervej.methods.analysis.plan import DfMethod
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.reml import LOG_2_PI
from peervej.methods.analysis.wide_trial import ARM, WideTrial

_NUMBERS_AT_ONCE = 4_000_000


class PerfectFit(AnalysisRefused):
    """The covariates explain the outcome completely."""

    code: ClassVar[str] = "no_residual_variance"


@dataclass(frozen=True, slots=True)
class LeastSquaresFit:
    """An ordinary least-squares fit of the design X to the outcome; ``bread`` is (X'X)⁻¹."""

    design: OrthogonalDesign
    coefficients: Floats
    residuals: Floats
    bread: Floats
    residual_variance: float
    residual_df: int
    log_reml: float

    def contrast(self, c: Floats, _method: DfMethod | None = None) -> Estimate:
        """The linear combination c'β with the usual standard error; its df need no method."""
        variance = self.residual_variance * float(c @ self.bread @ c)
        value = float(c @ self.coefficients)
        return Estimate(value, float(np.sqrt(variance)), float(self.residual_df), "residual")

    def arm_difference(self, _method: DfMethod | None = None) -> Estimate:
        """The difference intervention minus control."""
        return self.contrast(np.eye(self.coefficients.size)[ARM])


def fit_ancova(trial: WideTrial) -> LeastSquaresFit:
    """Least squares with one residual variance; raises PerfectFit."""
    return fit_orthogonal(orthogonalise(trial.design, trial.outcome))


def fit_least_squares(X: Floats, y: Floats) -> LeastSquaresFit:
    """Fit outcome y (n,) to a design X (n, p) of full rank; raises PerfectFit."""
    return fit_orthogonal(orthogonalise(X, y))


def fit_orthogonal(design: OrthogonalDesign) -> LeastSquaresFit:
    """The fit whose parts are known already; raises PerfectFit."""
    count, p = design.W.shape[0], design.R.shape[0]
    R_inverse = np.linalg.inv(design.R)
    residuals = design.W[:, p]
    squares = float(residuals @ residuals)
    if squares <= 1e-20 * max(design.outcome_squares, count * 1e-300) or count <= p:
        raise PerfectFit("The covariates explain the outcome completely; use fewer covariates.")
    df = count - p
    variance = squares / df
    log_reml = -0.5 * df * (LOG_2_PI + np.log(variance) + 1) - design.log_det
    bread = R_inverse @ R_inverse.T
    return LeastSquaresFit(
        design, design.least_squares, residuals, bread, variance, df, float(log_reml)
    )


def cr2_estimate(fit: LeastSquaresFit, c: Floats, clusters: Ints) -> Estimate:
    """c'β with the bias-reduced cluster-robust variance CR2 and Satterthwaite df.

    ``clusters`` (n,) holds numbers from 0; -1 makes a person a cluster of one, as controls are.
    The working model is independence. Bell and McCaffrey (2002), Survey Methodology 28, 169;
    Pustejovsky and Tipton (2018), J Bus Econ Stat 36, 672.
    """
    Q, w = fit.design.W[:, :-1], fit.design.contrast(c)
    alone = clusters < 0
    parts = [
        _singletons(Q[alone], fit.residuals[alone], w),
        _clusters(Q[~alone], fit.residuals[~alone], clusters[~alone], w),
    ]
    scores, lengths, reach = (np.concatenate(piece) for piece in zip(*parts, strict=True))
    overlap = (reach * reach).sum(axis=1)
    expected = float((lengths - overlap).sum())
    inner = reach.T @ reach
    spread = float((lengths**2 - 2 * lengths * overlap).sum() + (inner * inner).sum())
    df = expected**2 / spread if spread > 0 else float("inf")
    error = float(np.sqrt(scores @ scores))
    return Estimate(float(c @ fit.coefficients), error, df, "satterthwaite_cr2")


_Part = tuple[Floats, Floats, Floats]


def _singletons(Q: Floats, e: Floats, w: Floats) -> _Part:
    g = _inverse_root(1 - np.einsum("np,np->n", Q, Q)) * (Q @ w)
    return g * e, g**2, g[:, None] * Q


def _clusters(Q: Floats, e: Floats, clusters: Ints, w: Floats) -> _Part:
    """Clusters of one size at a time, as many as fit well in memory."""
    size = np.bincount(clusters)[clusters]
    order = np.lexsort((clusters, size))
    runs = np.flatnonzero(np.diff(size[order])) + 1
    parts = [(np.zeros(0), np.zeros(0), np.zeros((0, w.size)))]
    for alike in np.split(order, runs):
        if alike.size:
            n = int(size[alike[0]])
            step = n * max(1, _NUMBERS_AT_ONCE // (n * w.size))
            for begin in range(0, alike.size, step):
                rows = alike[begin : begin + step].reshape(-1, n)
                parts.append(_alike(Q[rows], e[rows], w))
    joined = [np.concatenate(piece) for piece in zip(*parts, strict=True)]
    return joined[0], joined[1], joined[2]


def _alike(Q: Floats, e: Floats, w: Floats) -> _Part:
    """Of m clusters of n people, Q (m, n, p) and e (m, n), with g = (I - QQ')^(-1/2)Qw.

    Where people are more than columns, g = Qa from the smaller Q'Q.
    """
    turned = Q.swapaxes(1, 2)
    is_long = Q.shape[1] > w.size
    values, vectors = np.linalg.eigh(turned @ Q if is_long else Q @ turned)
    right = np.broadcast_to(w, (Q.shape[0], w.size)) if is_long else Q @ w
    across = (vectors.swapaxes(1, 2) @ right[..., None]) * _inverse_root(1 - values)[..., None]
    g = (vectors @ across)[..., 0]
    if is_long:
        g = (Q @ g[..., None])[..., 0]
    return (g * e).sum(axis=1), (g * g).sum(axis=1), (turned @ g[..., None])[..., 0]


def _inverse_root(values: Floats) -> Floats:
    """The generalised inverse square root, zero for a direction that one cluster decides alone."""
    return np.asarray(np.where(values > 1e-10, 1 / np.sqrt(np.maximum(values, 1e-10)), 0.0))


def arm_difference_cr2(fit: LeastSquaresFit, trial: WideTrial) -> Estimate:
    """The arm difference with CR2, groups as clusters and every control a cluster of one.

    Raises OneGroup: a lone group would count as if groups did not differ.
    """
    if len(trial.group_names) == 1:
        raise OneGroup(
            "Everybody analysed in the intervention arm was in one group, so how groups differ is "
            "unknown; a robust standard error needs two groups or more."
        )
    return cr2_estimate(fit, np.eye(fit.coefficients.size)[ARM], trial.groups)
