"""Power of a comparison of two means, also where one arm meets in groups."""

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.power.plan import DfFormula, PowerMethod, PowerPlan

_NODES = 300
MOST_SPREAD = 1.5  # coefficient of variation of group sizes for which the approximation holds


class FormulaInvalid(AnalysisRefused):
    """The assumptions lie where the approximations are no longer close."""

    code: ClassVar[str] = "formula_invalid"


@dataclass(frozen=True, slots=True)
class ArmVariances:
    """Variance of each arm's mean, with the information each rests on.

    ``units`` are people among controls, and groups (or people) in the intervention arm.
    """

    control: float
    intervention: float
    control_units: float
    intervention_units: float

    @property
    def standard_error(self) -> float:
        """Standard error of the difference."""
        return sqrt(self.control + self.intervention)


@dataclass(frozen=True, slots=True)
class Power:
    """Power with the degrees of freedom it rests on, None for the normal distribution."""

    power: float
    df: float | None


def nested_variances(
    *,
    controls: float,
    groups: float,
    size: float,
    residual_control: float,
    group_variance: float,
    residual_intervention: float,
    size_cv: float = 0.0,
) -> ArmVariances:
    """Variances of the arm means for so many analysed controls and groups of mean size.

    Moerbeek and Wong (2008), Stat Med 27, 2850. With unequal sizes the efficiency of the optimally
    weighted mean is 1 - CV²λ(1 - λ), λ = mτ²/(mτ² + σ²): van Breukelen et al (2007), Stat Med 26,
    2589.
    """
    share = size * group_variance / (size * group_variance + residual_intervention)
    efficiency = 1 - size_cv**2 * share * (1 - share)
    return ArmVariances(
        control=residual_control / controls,
        intervention=(group_variance + residual_intervention / size) / groups / efficiency,
        control_units=controls,
        intervention_units=groups,
    )


def plain_variances(
    *, controls: float, intervention: float, variance_control: float, variance_intervention: float
) -> ArmVariances:
    """Variances of the arm means of independent people."""
    return ArmVariances(
        variance_control / controls, variance_intervention / intervention, controls, intervention
    )


def normal_power(difference: float, standard_error: float, alpha: float, sides: int) -> Power:
    """Power by the normal distribution, both tails counted when two-sided."""
    from scipy.special import ndtr, ndtri

    reach = abs(difference) / standard_error
    critical = float(ndtri(1 - alpha / sides))
    power = float(ndtr(reach - critical))
    return Power(power + float(ndtr(-reach - critical)) if sides == 2 else power, None)


def t_power(difference: float, standard_error: float, df: float, alpha: float, sides: int) -> Power:
    """Power by the noncentral t distribution."""
    from scipy.special import stdtrit

    reach = abs(difference) / standard_error
    critical = float(stdtrit(df, 1 - alpha / sides))
    power = _noncentral_t_tail(reach, critical, df)
    if sides == 2:
        power += _noncentral_t_tail(-reach, critical, df)
    return Power(min(power, 1.0), df)


def _noncentral_t_tail(reach: float, critical: float, df: float) -> float:
    """P(T > critical) as the mean of Φ(reach - critical·s) over s = √(χ²/df), df at least 1.

    Numerical integration, since scipy's noncentral t gives NaN far in its tails.
    """
    from scipy.special import gammainccinv, gammaincinv, gammaln, ndtr

    half = df / 2
    low = sqrt(float(gammaincinv(half, 1e-17)) / half)
    high = sqrt(float(gammainccinv(half, 1e-17)) / half)
    nodes, weights = _quadrature()
    s = low + (high - low) * (nodes + 1) / 2
    log_density = np.log(2 * half) + (half - 1) * np.log(half * s**2) - half * s**2
    density = np.exp(log_density - gammaln(half)) * s
    return float((weights * density * ndtr(reach - critical * s)).sum() * (high - low) / 2)


@cache
def _quadrature() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights


def welch_df(variances: ArmVariances) -> float:
    """Satterthwaite's degrees of freedom of the difference: (a + b)²/(a²/(J - 1) + b²/(n - 1)).

    Satterthwaite (1946), Biometrics Bull 2, 110. Infinite information gives its limit.
    """
    a, b = variances.intervention, variances.control
    spread = a**2 / (variances.intervention_units - 1) + b**2 / (variances.control_units - 1)
    return (a + b) ** 2 / spread


def textbook_df(variances: ArmVariances) -> float:
    """The formula of the R package powertools, which leaves the product 2ab out of the numerator.

    With J groups and n controls: (a²(J + 1)/(J - 1) + b²(n + 1)/(n - 1)) over
    (a²(J + 1)/(J - 1)² + b²(n + 1)/(n - 1)²). It is about half of Satterthwaite's when the two
    variances are alike, so its power is too low; kept to compare with published figures.
    """
    a2, b2 = variances.intervention**2, variances.control**2
    J, n = variances.intervention_units, variances.control_units
    above = a2 * (J + 1) / (J - 1) + b2 * (n + 1) / (n - 1)
    return above / (a2 * (J + 1) / (J - 1) ** 2 + b2 * (n + 1) / (n - 1) ** 2)


def planned_variances(plan: PowerPlan, controls: float, intervention: float) -> ArmVariances:
    """Variances for people drawn, after drop-out and adjustment for the baseline.

    The baseline takes r² of the total variance, all of it from differences between people: groups
    are formed after the baseline and cannot differ in it beyond chance. Drop-out at random makes
    group sizes vary binomially. Raises FormulaInvalid where the sizes vary too much.
    """
    kept = 1 - plan.dropout
    explained = plan.baseline_correlation**2
    analysed = controls * kept
    left_control = plan.sd_control**2 * (1 - explained)
    groups = plan.used_groups
    if groups is None:
        return plain_variances(
            controls=analysed,
            intervention=intervention * kept,
            variance_control=left_control,
            variance_intervention=plan.sd_intervention**2 * (1 - explained),
        )
    total = groups.variance + groups.residual
    spread = sqrt(groups.size_cv**2 + plan.dropout / (kept * groups.size))
    if spread > MOST_SPREAD:
        raise FormulaInvalid(
            "So few of each group stay that no formula holds; use larger groups or less drop-out."
        )
    return nested_variances(
        controls=analysed,
        groups=intervention / groups.size,
        size=groups.size * kept,
        residual_control=left_control,
        group_variance=groups.variance,
        residual_intervention=groups.residual - explained * total,
        size_cv=spread,
    )


def planned_power(plan: PowerPlan, controls: float, intervention: float) -> Power:
    """Power of the plan with so many people drawn to each arm."""
    variances = planned_variances(plan, controls, intervention)
    error = variances.standard_error
    by_normal = plan.used_groups is not None and plan.df_formula is DfFormula.NORMAL
    if plan.method is PowerMethod.NORMAL or by_normal:
        return normal_power(plan.difference, error, plan.alpha, plan.sides)
    if plan.method is PowerMethod.T and plan.sd_control == plan.sd_intervention:
        df = variances.control_units + variances.intervention_units - 2
    elif plan.method is PowerMethod.PARTIALLY_NESTED and plan.df_formula is DfFormula.TEXTBOOK:
        df = textbook_df(variances)
    else:
        df = welch_df(variances)
    return t_power(plan.difference, error, df, plan.alpha, plan.sides)
