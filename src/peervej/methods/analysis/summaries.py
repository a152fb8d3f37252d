"""What a reader asks beside the difference: likeness within groups, standardised size, means."""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.maximise import maximise
from peervej.methods.analysis.nested_statistics import NestedMoments, structure
from peervej.methods.analysis.partially_nested import NestedFit
from peervej.methods.analysis.roots import find_root
from peervej.methods.analysis.wide_trial import WideTrial

_HIGHEST_ICC = 0.999
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class WithInterval:
    """A quantity with its confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ArmMeans:
    """Adjusted means at the average of the covariates of everybody analysed."""

    control: Estimate
    intervention: Estimate


def arm_contrasts(trial: WideTrial) -> tuple[Floats, Floats]:
    """Combinations of coefficients, shape (p,), that give the adjusted mean of each arm."""
    means = trial.covariate_means
    return np.r_[1.0, 0.0, means], np.r_[1.0, 1.0, means]


def intraclass_correlation(fit: NestedFit, alpha: float) -> WithInterval:
    """τ²/(τ² + σ²i) in the intervention arm with its profile restricted-likelihood interval.

    The interval holds every value that the likelihood-ratio test does not reject, so it is right
    at zero, where a standard error is not.
    """
    from scipy.special import ndtri

    total = fit.group_variance + fit.residual_intervention
    estimate = fit.group_variance / total
    drop = float(ndtri(1 - alpha / 2)) ** 2 / 2
    top = _profile(fit, estimate)

    def beyond(icc: float) -> float:
        return top - _profile(fit, icc) - drop

    low = 0.0 if beyond(0.0) <= 0 else find_root(beyond, estimate, 0.0, _CLOSE)
    is_open = beyond(_HIGHEST_ICC) <= 0
    high = 1.0 if is_open else find_root(beyond, estimate, _HIGHEST_ICC, _CLOSE)
    return WithInterval(estimate, low, high)


def _profile(fit: NestedFit, icc: float) -> float:
    one = fit.statistics
    shape = structure(one.sizes, heteroscedastic=fit.heteroscedastic)
    shape = shape[:, 1:] + (icc / (1 - icc)) * shape[:, :1] * np.eye(shape.shape[1] - 1)[-1]
    residual_df = float(one.counts.sum()) - (fit.design.W.shape[1] - 1)
    own = [fit.residual_control, fit.residual_intervention]
    start = np.array(own if fit.heteroscedastic else own[:1])
    best = maximise(NestedMoments(one, shape), residual_df, [start], bounded=False)
    return float(best.point.log_reml)


def standardised_difference(
    difference: Estimate, outcome: Floats, arms: Bools, alpha: float
) -> WithInterval:
    """The difference in units of the outcome's standard deviation pooled within arms.

    ``outcome`` (n,) and ``arms`` (n,). The interval adds the uncertainty of the standard deviation
    by the delta method: Var(d) = Var(difference)/s² + d²/(2(n - 2)). Hedges (1981), J Educ Stat
    6, 107.
    """
    from scipy.special import stdtrit

    inside, outside = outcome[arms], outcome[~arms]
    squares = ((inside - inside.mean()) ** 2).sum() + ((outside - outside.mean()) ** 2).sum()
    df = outcome.size - 2
    sd = float(np.sqrt(squares / df))
    value = difference.estimate / sd
    se = float(np.sqrt((difference.se / sd) ** 2 + value**2 / (2 * df)))
    half = float(stdtrit(difference.df, 1 - alpha / 2)) * se
    return WithInterval(value, value - half, value + half)
