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

    Shapes (..., q, q), (..., k, q, q), (..., k, k, q, q), (...), (..., k), (..., k, k).
    """

    value: Floats
    first: Floats
    second: Floats
    log_det: Floats
    log_det_first: Floats
    log_det_second: Floats


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

    Harville (1977), JASA 72, 320, sections 4-5; a non-finite M gives -inf.
    """
    with np.errstate(all="ignore"):
        return _reml_point(moments, residual_df)


def _reml_point(m: Moments, residual_df: Floats | float) -> RemlPoint:
    p = m.value.shape[-1] - 1
    k = m.first.shape[-3]
    lead = m.value.shape[:-2]
    sign, log_det_x = np.linalg.slogdet(m.value[..., :p, :p])
    beta_cov = _inverse(m.value[..., :p, :p], sign)
    beta = (beta_cov @ m.value[..., :p, p:])[..., 0]
    e = np.concatenate([-beta, np.ones((*lead, 1))], axis=-1)[..., None]
    quadratic = m.value[..., p, p] - (beta * m.value[..., :p, p]).sum(-1)
    edge = (m.first @ e[..., None, :, :])[..., 0]
    scaled = (beta_cov[..., None, :, :] @ m.first[..., :p, :p]).reshape(*lead, k, p * p)
    turned = scaled.reshape(*lead, k, p, p).swapaxes(-1, -2).reshape(*lead, k, p * p)
    trace = scaled[..., :: p + 1].sum(-1)
    score = -0.5 * (m.log_det_first + trace + (edge @ e)[..., 0])
    flat = m.second[..., :p, :p].reshape(*lead, k * k, p * p)
    second_trace = (flat @ beta_cov.reshape(*lead, p * p, 1)).reshape(*lead, k, k)
    trace_both = -m.log_det_second - second_trace + scaled @ turned.swapaxes(-1, -2)
    half_quadratic = m.second.reshape(*lead, k * k, -1) @ (e @ e.swapaxes(-1, -2)).reshape(
        *lead, -1, 1
    )
    reach = edge[..., :p]
    both = 0.5 * half_quadratic.reshape(*lead, k, k) - reach @ beta_cov @ reach.swapaxes(-1, -2)
    log_reml = -0.5 * (residual_df * LOG_2_PI + m.log_det + log_det_x + quadratic)
    good = (sign > 0) & (quadratic > 0) & np.isfinite(log_reml)
    return RemlPoint(
        log_reml=np.where(good, log_reml, -np.inf),
        score=score,
        observed=both - 0.5 * trace_both,
        expected=0.5 * trace_both,
        beta=beta,
        beta_cov=beta_cov,
    )


def _inverse(matrices: Floats, sign: Any) -> Floats:
    good = (sign > 0)[..., None, None]
    if not good.all():
        matrices = np.where(good, matrices, np.eye(matrices.shape[-1]))
    return np.asarray(np.linalg.inv(matrices), dtype=np.float64)
