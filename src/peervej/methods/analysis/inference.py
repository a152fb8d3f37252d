"""Standard errors and degrees of freedom for linear combinations of coefficients."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.maximise import is_positive_definite
from peervej.methods.analysis.plan import DfMethod
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.reml import Moments, RemlPoint


class VariancesNotIdentified(AnalysisRefused):
    """Different variances would explain the data equally well."""

    code: ClassVar[str] = "variances_not_identified"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A linear combination with its standard error and degrees of freedom."""

    estimate: float
    se: float
    df: float
    df_method: str

    @property
    def t(self) -> float:
        """Estimate over standard error."""
        return self.estimate / self.se

    @property
    def p(self) -> float:
        """Two-sided p value."""
        from scipy.special import stdtr

        return float(2 * stdtr(self.df, -abs(self.t)))

    def interval(self, alpha: float) -> tuple[float, float]:
        """The 1 - alpha confidence interval."""
        from scipy.special import stdtrit

        half = float(stdtrit(self.df, 1 - alpha / 2)) * self.se
        return self.estimate - half, self.estimate + half


@dataclass(frozen=True, slots=True)
class CovarianceSensitivity:
    """What the two methods need of a fit: quantities at θ̂ for k free variance parameters.

    ``beta_cov`` Φ (..., p, p); ``first`` (..., k, p, p) = ∂X'V⁻¹X; ``second`` (..., k, k, p, p);
    ``theta_cov_observed`` and ``theta_cov_expected`` (..., k, k), inverse informations.
    Leading dimensions hold many trials.
    """

    beta_cov: Floats
    first: Floats
    second: Floats
    theta_cov_observed: Floats
    theta_cov_expected: Floats
    used_expected: bool = False

    def satterthwaite(self, c: Floats) -> tuple[Floats, Floats]:
        """Standard error and df of c'β, 2f²/(g'Cg) with C from the observed information.

        Giesbrecht and Burns (1985), Biometrics 41, 477; Fai and Cornelius (1996).
        """
        variance, gradient = self._variance(c)
        return np.sqrt(variance), _df(variance, gradient, self.theta_cov_observed)

    def kenward_roger(self, c: Floats) -> tuple[Floats, Floats]:
        """Adjusted standard error and df of c'β, from the expected information.

        Kenward and Roger (1997), Biometrics 53, 983, with a covariance linear in θ, for which
        the term R vanishes; for one row the scale λ is 1.
        """
        variance, gradient = self._variance(c)
        return np.sqrt(self._adjusted(c)), _df(variance, gradient, self.theta_cov_expected)

    def estimate(self, value: float, c: Floats, method: DfMethod) -> Estimate:
        """The estimate of one trial with the chosen method."""
        chosen = self.satterthwaite if method is DfMethod.SATTERTHWAITE else self.kenward_roger
        se, df = chosen(c)
        return Estimate(value, float(se), float(df), str(method))

    def _variance(self, c: Floats) -> tuple[Floats, Floats]:
        turned = self.beta_cov @ c
        gradient = -((self.first @ turned[..., None, :, None])[..., 0] @ turned[..., None])[..., 0]
        return turned @ c, gradient

    def _adjusted(self, c: Floats) -> Floats:
        """c'Φc + 2a'{Σ Wₖₗ(½∂ₖₗA - ∂ₖAΦ∂ₗA)}a with a = Φc, one number per trial."""
        a = (self.beta_cov @ c)[..., None]
        reach = (self.first @ a[..., None, :, :])[..., 0]
        curved = a[..., None, None, :, :].swapaxes(-1, -2) @ self.second @ a[..., None, None, :, :]
        middle = 0.5 * curved[..., 0, 0] - reach @ self.beta_cov @ reach.swapaxes(-1, -2)
        adjusted: Floats = (a[..., 0] @ c) + 2 * (self.theta_cov_expected * middle).sum((-2, -1))
        return adjusted


def _df(variance: Floats, gradient: Floats, theta_cov: Floats) -> Floats:
    spread = (gradient[..., None, :] @ theta_cov @ gradient[..., None])[..., 0, 0]
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(spread > 0, 2 * variance**2 / spread, np.inf))


def covariance_sensitivity(
    moments: Moments, point: RemlPoint, *, drop_first: bool = False
) -> CovarianceSensitivity:
    """Collect what the df methods need from one trial; ``drop_first`` leaves τ² out.

    Where the observed information is not positive definite (possible with a parameter kept on its
    bound), the expected one is used for both and ``used_expected`` says so. Raises
    VariancesNotIdentified.
    """
    free = slice(1, None) if drop_first else slice(None)
    first, second = moments.design_part()
    if not is_positive_definite(point.expected[free, free], 1e-12):
        raise VariancesNotIdentified(
            "The variances cannot be told apart with these groups; use heteroscedastic = false or "
            'kind = "ancova" if the plan allows.'
        )
    expected: Floats = np.asarray(np.linalg.inv(point.expected[free, free]), dtype=np.float64)
    observed = point.observed[free, free]
    definite = is_positive_definite(observed)
    return CovarianceSensitivity(
        beta_cov=point.beta_cov,
        first=first[free],
        second=second[free, free],
        theta_cov_observed=np.asarray(np.linalg.inv(observed)) if definite else expected,
        theta_cov_expected=expected,
        used_expected=not definite,
    )
