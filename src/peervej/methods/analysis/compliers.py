"""The effect in those who took up the intervention when offered it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.plan import Model
from peervej.methods.analysis.planned_fit import fit_planned
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.wide_trial import WideTrial

_BISECTIONS = 60


class UptakeUnclear(AnalysisRefused):
    """Uptake is missing, or nobody in the intervention arm took part."""

    code: ClassVar[str] = "uptake_unclear"


@dataclass(frozen=True, slots=True)
class ComplierEffect:
    """The complier-average effect with its interval; an end is None when it is without bound.

    ``uptake`` is the share of the intervention arm that took part; ``p`` that of the effect of
    being offered, since both are null together.
    """

    estimate: float
    low: float | None
    high: float | None
    p: float
    uptake: float


def complier_average_effect(
    trial: WideTrial, received: Floats, model: Model, alpha: float
) -> ComplierEffect:
    """The effect of taking part, with the draw as instrument; ``received`` (n,) is 0 or 1.

    Assumes that being offered does nothing by itself, and that nobody refuses because they were
    offered. A value b is in the interval when the plan's model finds no difference in y - b·D
    between the arms, which stays right when uptake is low: Anderson and Rubin (1949), Ann Math
    Stat 20, 46; Imbens and Rosenbaum (2005), J R Stat Soc A 168, 109. Raises UptakeUnclear.
    """
    _check(trial, received)

    def without(effect: float) -> Estimate:
        adjusted = replace(trial, outcome=trial.outcome - effect * received)
        return fit_planned(adjusted, model).arm_difference(model.df)

    offered = without(0.0)
    uptake = float(received[trial.arms].mean() - received[~trial.arms].mean())
    centre, reach = offered.estimate / uptake, 20 * offered.se / uptake
    estimate = _root(lambda b: without(b).estimate, centre - reach, centre + reach)

    def is_rejected(b: float) -> float:
        return without(b).p - alpha

    low = _edge(is_rejected, estimate, estimate - reach)
    high = _edge(is_rejected, estimate, estimate + reach)
    return ComplierEffect(estimate, low, high, offered.p, float(received[trial.arms].mean()))


def _check(trial: WideTrial, received: Floats) -> None:
    if np.isnan(received).any() or not np.isin(received, (0.0, 1.0)).all():
        raise UptakeUnclear(
            "Whether each person took part must be 0 or 1 for everybody with an outcome."
        )
    if received[trial.arms].mean() <= received[~trial.arms].mean():
        raise UptakeUnclear(
            "Uptake is no higher in the intervention arm than among controls; no effect of taking "
            "part can be found from the draw."
        )


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Bisection of a falling function; it is nearly linear, so the bracket always holds."""
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return 0.5 * (low + high)


def _edge(function: Callable[[float], float], inside: float, outside: float) -> float | None:
    if function(outside) > 0:
        return None
    for _ in range(_BISECTIONS):
        middle = 0.5 * (inside + outside)
        inside, outside = (middle, outside) if function(middle) > 0 else (inside, middle)
    return 0.5 * (inside + outside)
