"""Repeated outcomes with unstructured covariance, fitted by REML: cLDA and MMRM."""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats
from peervej.methods.analysis.inference import (
    CovarianceSensitivity,
    Estimate,
    covariance_sensitivity,
)
from peervej.methods.analysis.long_trial import LongTrial
from peervej.methods.analysis.maximise import maximise
from peervej.methods.analysis.orthogonal import OrthogonalDesign, orthogonalise
from peervej.methods.analysis.partially_nested import NotConverged, OneGroup, several_starts
from peervej.methods.analysis.pattern_statistics import (
    PatternMoments,
    PatternStatistics,
    covariance_basis,
    gather_patterns,
)
from peervej.methods.analysis.plan import BoundaryRule, DfMethod

SINGULAR = 1e-8


@dataclass(frozen=True, slots=True)
class LongFit:
    """A fitted longitudinal model.

    ``covariance`` (T, T) of a person's residuals over the visits; ``group_variance`` τ², None
    without a group effect.
    """

    coefficients: Floats
    covariance: Floats
    group_variance: float | None
    log_reml: float
    at_boundary: bool
    design: OrthogonalDesign
    sensitivity: CovarianceSensitivity

    def contrast(self, c: Floats, method: DfMethod = DfMethod.SATTERTHWAITE) -> Estimate:
        """The linear combination c'β, c of shape (p,)."""
        value = float(c @ self.coefficients)
        return self.sensitivity.estimate(value, self.design.contrast(c), method)

    def coefficient(self, column: int, method: DfMethod = DfMethod.SATTERTHWAITE) -> Estimate:
        """One coefficient."""
        return self.contrast(np.eye(self.coefficients.size)[column], method)


def fit_longitudinal(
    trial: LongTrial,
    *,
    group_effect: bool = False,
    boundary: BoundaryRule = BoundaryRule.DROP,
) -> LongFit:
    """Fit by REML, with a group effect after baseline in the intervention arm if wanted.

    Liang and Zeger (2000), Sankhya B 62, 134 for the constrained model; Mallinckrodt et al (2008),
    Drug Inf J 42, 303 for MMRM. Raises OneGroup, NotConverged.
    """
    if group_effect and len(trial.group_names) < 2:
        raise OneGroup(
            "A group effect needs two groups or more among those analysed; leave it out."
        )
    seen = ~np.isnan(trial.outcome)
    design = orthogonalise(trial.design[seen], trial.outcome[seen])
    W = np.zeros((*seen.shape, design.W.shape[1]))
    W[seen] = design.W
    groups = trial.groups if group_effect else np.full(trial.groups.shape, -1)
    statistics = gather_patterns(W, seen, groups, trial.after)
    covariance = _starting_covariance(W[:, :, -1], seen)
    start = covariance[np.triu_indices(seen.shape[1])]
    if group_effect:
        start = np.r_[0.1 * np.diag(covariance).min(), start]
    return _fit(statistics, design, start, boundary)


def _fit(
    statistics: PatternStatistics, design: OrthogonalDesign, start: Floats, boundary: BoundaryRule
) -> LongFit:
    residual_df = float(design.W.shape[0] - design.W.shape[1] + 1)
    groups = statistics.group_counts.shape[0]
    best = maximise(
        PatternMoments(statistics),
        residual_df,
        several_starts(start, groups) if groups else [start],
        bounded=bool(groups),
    )
    free = best.theta[1:] if groups else best.theta
    covariance = np.tensordot(free, covariance_basis(statistics.seen.shape[1]), 1)
    if not best.converged or _is_singular(covariance):
        raise NotConverged(
            "The covariance between the visits has no maximum; use fewer visits or wait for "
            "more people."
        )
    tau = float(best.theta[0]) if statistics.has_groups else None
    at_boundary = tau is not None and tau <= 0
    dropped = at_boundary and boundary is BoundaryRule.DROP
    return LongFit(
        coefficients=design.coefficients(best.point.beta),
        covariance=covariance,
        group_variance=tau,
        log_reml=float(best.point.log_reml) - design.log_det,
        at_boundary=at_boundary,
        design=design,
        sensitivity=covariance_sensitivity(best.moments, best.point, drop_first=dropped),
    )


def _is_singular(covariance: Floats) -> bool:
    """Whether one visit is a combination of others, so that the likelihood has no maximum."""
    sd = np.sqrt(np.diag(covariance))
    return bool(np.linalg.eigvalsh(covariance / np.outer(sd, sd))[0] < SINGULAR)


def _starting_covariance(residuals: Floats, seen: Bools) -> Floats:
    """Variances by visit and one common correlation, so that it is positive definite."""
    masked = np.where(seen, residuals, 0.0)
    counts = np.maximum(seen.sum(axis=0), 1)
    pooled = (masked**2).sum() / seen.sum()
    sd = np.sqrt(np.maximum((masked**2).sum(axis=0) / counts, 1e-3 * pooled))
    scaled = masked / sd
    both = seen.astype(np.float64).T @ seen.astype(np.float64)
    crossed = scaled.T @ scaled
    off = ~np.eye(sd.size, dtype=bool)
    common = float(crossed[off].sum() / max(both[off].sum(), 1.0)) if off.any() else 0.0
    common = min(max(common, -0.5 / max(sd.size - 1, 1)), 0.9)
    return np.asarray(np.outer(sd, sd) * np.where(off, common, 1.0))
