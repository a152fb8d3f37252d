"""Restricted likelihood of a linear mixed model whose covariance is linear in its parameters.

Everything follows from M(θ) = W'V⁻¹W with W = [X | y], log|V(θ)|, and their first and second
derivatives. With V = Σ θₖVₖ: W'V⁻¹VₖV⁻¹W = -∂ₖM and, symmetrised, W'V⁻¹VₖV⁻¹VₗV⁻¹W = ½∂ₖₗM.
All arrays may have leading dimensions, one entry per trial.
"""

from dataclasses import dataclass
from math import isqrt

import numpy as np

from peervej.methods.analysis.arrays import Floats

LOG_2_PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Moments:
    """M and log|V| with derivatives at some θ of length k; q is the width of W.

    ``stack`` (..., m, q, q) and ``log_dets`` (..., m) with m = 1 + k + k²: the value, the first
    derivatives, the second derivatives row by row.
    """

    stack: Floats
    log_dets: Floats

    @property
    def parameters(self) -> int:
        """How many variance parameters there are, k."""
        return isqrt(self.stack.shape[-3])

    def design_part(self) -> tuple[Floats, Floats]:
        """First (..., k, p, p) and second (..., k, k, p, p) derivatives of X'V⁻¹X."""
        k, p = self.parameters, self.stack.shape[-1] - 1
        inner = self.stack[..., 1:, :p, :p]
        second = inner[..., k:, :, :]
        return inner[..., :k, :, :], second.reshape(*second.shape[:-3], k, k, p, p)


@dataclass(frozen=True, slots=True)
class RemlPoint:
    """The restricted likelihood at some θ.

    ``log_reml`` (...); ``score`` (..., k); ``observed`` and ``expected`` information (..., k, k);
    ``beta`` (..., p); ``beta_cov`` (..., p, p) = (X'V⁻¹X)⁻¹.
    """

    log_reml: Floats
    score: Floats
    observed: Floats
    expected: Floats
    beta: Floats
    beta_cov: Floats


def reml_point(moments: Moments, residual_df: Floats | float) -> RemlPoint:
    """Log-likelihood, score and information; ``residual_df`` is N - p.

    Harville (1977), JASA 72, 320, sections 4-5; where M is not positive definite, -inf.
    """
    stack, log_dets, k = moments.stack, moments.log_dets, moments.parameters
    lead, (m, q, _) = stack.shape[:-3], stack.shape[-3:]
    p = q - 1
    inner = stack[..., 0, :p, :p]
    sign, log_det_x = np.linalg.slogdet(inner)
    good = sign > 0
    if not good.all():
        inner = np.where(good[..., None, None], inner, np.eye(p))
    # (X'V⁻¹X)⁻¹ with a row and a column of zeros: traces with it pass over the outcome's column
    both = np.zeros((*lead, 2, q, q))
    padded = both[..., 1, :, :]
    padded[..., :p, :p] = np.linalg.inv(inner)
    e = padded @ stack[..., 0, :, p:]
    np.negative(e, out=e)
    e[..., p, 0] = 1.0
    np.multiply(e, e.swapaxes(-1, -2), out=both[..., 0, :, :])
    sums = stack.reshape(*lead, m, q * q) @ both.reshape(*lead, 2, q * q).swapaxes(-1, -2)
    slopes = stack[..., 1 : k + 1, :, :]
    reach = (slopes @ e[..., None, :, :])[..., 0]
    scaled = padded[..., None, :, :] @ slopes
    turned = scaled.swapaxes(-1, -2).reshape(*lead, k, q * q)
    trace_squares = scaled.reshape(*lead, k, q * q) @ turned.swapaxes(-1, -2)
    curves = log_dets + sums[..., 1]
    half_trace = 0.5 * (trace_squares - curves[..., 1 + k :].reshape(*lead, k, k))
    forms = 0.5 * sums[..., 1 + k :, 0].reshape(*lead, k, k)
    quadratic = sums[..., 0, 0]
    total = residual_df * LOG_2_PI + log_dets[..., 0] + log_det_x + quadratic
    return RemlPoint(
        log_reml=np.where(good & (quadratic > 0), -0.5 * total, -np.inf),
        score=-0.5 * (curves + sums[..., 0])[..., 1 : k + 1],
        observed=forms - reach @ padded @ reach.swapaxes(-1, -2) - half_trace,
        expected=half_trace,
        beta=-e[..., :p, 0],
        beta_cov=padded[..., :p, :p],
    )
