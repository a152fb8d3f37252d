"""Analysis of covariance by least squares, plain and with cluster-robust variance."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats, Ints
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.partially_nested import OneGroup
from peervej.methods.analysis.plan import DfMethod
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.reml import LOG_2_PI
from peervej.methods.analysis.wide_trial import ARM, WideTrial


class PerfectFit(AnalysisRefused):
    """The covariates explain the outcome completely."""

    code: ClassVar[str] = "no_residual_variance"


@dataclass(frozen=True, slots=True)
class LeastSquaresFit:
    """An ordinary least-squares fit of the design to the outcome; ``bread`` is (X'X)⁻¹."""

    design: Floats
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
    return fit_least_squares(trial.design, trial.outcome)


def fit_least_squares(X: Floats, y: Floats) -> LeastSquaresFit:
    """Fit outcome y (n,) to a design X (n, p) of full rank; raises PerfectFit."""
    count, p = X.shape
    Q, R = np.linalg.qr(X)
    R_inverse = np.linalg.inv(R)
    coefficients = R_inverse @ (Q.T @ y)
    residuals = y - X @ coefficients
    squares = float(residuals @ residuals)
    if squares <= 1e-20 * count * max(float(y @ y) / count, 1e-300) or count <= p:
        raise PerfectFit("The covariates explain the outcome completely; use fewer covariates.")
    df = count - p
    variance = squares / df
    log_det = 2 * float(np.log(np.abs(np.diag(R))).sum())
    log_reml = -0.5 * (df * (LOG_2_PI + np.log(variance) + 1) + log_det)
    return LeastSquaresFit(
        X, coefficients, residuals, R_inverse @ R_inverse.T, variance, df, float(log_reml)
    )


def cr2_estimate(fit: LeastSquaresFit, c: Floats, clusters: Ints) -> Estimate:
    """c'β with the bias-reduced cluster-robust variance CR2 and Satterthwaite df.

    ``clusters`` (n,) holds numbers from 0; -1 makes a person a cluster of one, as controls are.
    The working model is independence. Bell and McCaffrey (2002), Survey Methodology 28, 169;
    Pustejovsky and Tipton (2018), J Bus Econ Stat 36, 672.
    """
    Q, R = np.linalg.qr(fit.design)
    w = np.linalg.solve(R.T, c)
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
    g = _inverse_root(1 - (Q * Q).sum(axis=1)) * (Q @ w)
    return g * e, g**2, g[:, None] * Q


def _clusters(Q: Floats, e: Floats, clusters: Ints, w: Floats) -> _Part:
    """With Qⱼ the rows of a cluster, (I - QⱼQⱼ')^(-1/2)Qⱼ = QⱼB where B is only p by p."""
    order = np.argsort(clusters, kind="stable")
    Q, e = Q[order], e[order]
    cuts = np.flatnonzero(np.diff(clusters[order])) + 1
    edges = np.concatenate([[0], cuts, [e.size]]) if e.size else np.zeros(1, dtype=np.int64)
    p = w.size
    inner, moved = np.empty((edges.size - 1, p, p)), np.empty((edges.size - 1, p))
    for j, (begin, end) in enumerate(pairwise(edges)):
        rows = Q[begin:end]
        inner[j], moved[j] = rows.T @ rows, e[begin:end] @ rows
    values, vectors = np.linalg.eigh(inner)
    turned = (vectors.swapaxes(1, 2) @ w) * _inverse_root(1 - values)
    a = (vectors @ turned[..., None])[..., 0]
    reach = (inner @ a[..., None])[..., 0]
    return (moved * a).sum(axis=1), (reach * a).sum(axis=1), reach


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
