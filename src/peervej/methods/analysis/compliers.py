"""The effect in those who took up the intervention when offered it."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.plan import Model
from peervej.methods.analysis.planned_fit import fit_planned
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.roots import find_root
from peervej.methods.analysis.wide_trial import WideTrial

_CLOSE = 1e-11


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
    close = _CLOSE * reach
    estimate = find_root(lambda b: without(b).estimate, centre - reach, centre + reach, close)

    def is_rejected(b: float) -> float:
        return without(b).p - alpha

    def edge(outside: float) -> float | None:
        unbounded = is_rejected(outside) > 0
        return None if unbounded else find_root(is_rejected, estimate, outside, close)

    low, high = edge(estimate - reach), edge(estimate + reach)
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
