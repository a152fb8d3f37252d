"""Restricted likelihood of a linear mixed model whose covariance is linear in its parameters.

Everything follows from M(θ) = W'V⁻¹W with W = [X | y], log|V(θ)|, and their first and second
derivatives. With V = Σ θₖVₖ: W'V⁻¹VₖV⁻¹W = -∂ₖM and, symmetrised, W'V⁻¹VₖV⁻¹VₗV⁻¹W = ½∂ₖₗM.
All arrays may have leading dimensions, one entry per trial.
"""

from dataclasses import dataclass
from typing import Any

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
        return round(float(np.sqrt(self.stack.shape[-3] - 0.75) - 0.5))

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
    stack, k = moments.stack, moments.parameters
    lead, (m, q, _) = stack.shape[:-3], stack.shape[-3:]
    p = q - 1
    inner = stack[..., :p, :p].reshape(*lead, m, p * p)
    beta_cov, log_det_x, good = _invert(stack[..., 0, :p, :p])
    beta = (beta_cov @ stack[..., 0, :p, p:])[..., 0]
    e = np.empty((*lead, q, 1))
    e[..., :p, 0], e[..., p, 0] = -beta, 1.0
    forms = stack.reshape(*lead, m, q * q) @ (e * e.swapaxes(-1, -2)).reshape(*lead, q * q, 1)
    traces = inner @ beta_cov.reshape(*lead, p * p, 1)
    reach = (stack[..., 1 : k + 1, :p, :] @ e[..., None, :, :])[..., 0]
    scaled = beta_cov[..., None, :, :] @ inner[..., 1 : k + 1, :].reshape(*lead, k, p, p)
    turned = scaled.swapaxes(-1, -2).reshape(*lead, k, p * p)
    trace_squares = scaled.reshape(*lead, k, p * p) @ turned.swapaxes(-1, -2)
    curves = moments.log_dets + traces[..., 0]
    trace_both = trace_squares - curves[..., 1 + k :].reshape(*lead, k, k)
    form_both = 0.5 * forms[..., 1 + k :, 0].reshape(*lead, k, k)
    form_both = form_both - reach @ beta_cov @ reach.swapaxes(-1, -2)
    total = residual_df * LOG_2_PI + moments.log_dets[..., 0] + log_det_x + forms[..., 0, 0]
    return RemlPoint(
        log_reml=np.where(good & (forms[..., 0, 0] > 0), -0.5 * total, -np.inf),
        score=-0.5 * (curves + forms[..., 0])[..., 1 : k + 1],
        observed=form_both - 0.5 * trace_both,
        expected=0.5 * trace_both,
        beta=beta,
        beta_cov=beta_cov,
    )


def _invert(matrices: Floats) -> tuple[Floats, Floats, Any]:
    """Inverse, log-determinant, and which are positive; the others count as the identity."""
    sign, log_det = np.linalg.slogdet(matrices)
    good = sign > 0
    if not good.all():
        matrices = np.where(good[..., None, None], matrices, np.eye(matrices.shape[-1]))
    return np.asarray(np.linalg.inv(matrices), dtype=np.float64), log_det, good
