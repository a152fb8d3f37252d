"""Standard errors and degrees of freedom for linear combinations of coefficients."""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.plan import DfMethod
from peervej.methods.analysis.reml import Moments, RemlPoint


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
    """What the two methods need of a fit: quantities at θ̂ for q free variance parameters.

    ``beta_cov`` Φ (p, p); ``first`` (q, p, p) = ∂X'V⁻¹X; ``second`` (q, q, p, p);
    ``theta_cov_observed`` and ``theta_cov_expected`` (q, q), inverse informations.
    """

    beta_cov: Floats
    first: Floats
    second: Floats
    theta_cov_observed: Floats
    theta_cov_expected: Floats
    used_expected: bool

    def satterthwaite(self, c: Floats) -> tuple[float, float]:
        """Standard error and df of c'β, 2f²/(g'Cg) with C from the observed information.

        Giesbrecht and Burns (1985), Biometrics 41, 477; Fai and Cornelius (1996).
        """
        variance, gradient = self._variance(c)
        return float(np.sqrt(variance)), _df(variance, gradient, self.theta_cov_observed)

    def kenward_roger(self, c: Floats) -> tuple[float, float]:
        """Adjusted standard error and df of c'β, from the expected information.

        Kenward and Roger (1997), Biometrics 53, 983, with a covariance linear in θ, for which
        the term R vanishes; for one row the scale λ is 1.
        """
        variance, gradient = self._variance(c)
        adjusted = c @ self._adjusted_cov() @ c
        return float(np.sqrt(adjusted)), _df(variance, gradient, self.theta_cov_expected)

    def estimate(self, value: float, c: Floats, method: DfMethod) -> Estimate:
        """The estimate with the chosen method."""
        chosen = self.satterthwaite if method is DfMethod.SATTERTHWAITE else self.kenward_roger
        se, df = chosen(c)
        return Estimate(value, se, df, str(method))

    def _variance(self, c: Floats) -> tuple[float, Floats]:
        turned = self.beta_cov @ c
        return float(c @ turned), -(self.first @ turned) @ turned

    def _adjusted_cov(self) -> Floats:
        cov, weight = self.beta_cov, self.theta_cov_expected
        q, p = self.first.shape[0], cov.shape[0]
        curved = 0.5 * (weight.reshape(1, q * q) @ self.second.reshape(q * q, p * p))
        weighted = (weight @ self.first.reshape(q, p * p)).reshape(q, p, p)
        product = (self.first @ cov @ weighted).sum(axis=0)
        middle = curved.reshape(p, p) - product
        return np.asarray(cov + 2 * cov @ middle @ cov)


def _df(variance: float, gradient: Floats, theta_cov: Floats) -> float:
    spread = float(gradient @ theta_cov @ gradient)
    return 2 * variance**2 / spread if spread > 0 else float("inf")


def covariance_sensitivity(
    moments: Moments, point: RemlPoint, row: int = 0
) -> CovarianceSensitivity:
    """Collect what the df methods need from one trial of a batch.

    Where the observed information is not positive definite (possible with a parameter kept on its
    bound), the expected one is used for both and ``used_expected`` says so.
    """
    p = point.beta_cov.shape[-1]
    expected = np.linalg.inv(point.expected[row])
    observed = point.observed[row]
    indefinite = bool(np.linalg.eigvalsh(_unit(observed))[0] <= 1e-9)
    return CovarianceSensitivity(
        beta_cov=point.beta_cov[row],
        first=moments.first[row][:, :p, :p],
        second=moments.second[row][:, :, :p, :p],
        theta_cov_observed=expected if indefinite else np.linalg.inv(observed),
        theta_cov_expected=expected,
        used_expected=indefinite,
    )


def _unit(matrix: Floats) -> Floats:
    root = np.sqrt(np.maximum(np.diag(matrix), 1e-300))
    return np.asarray(matrix / np.outer(root, root))
