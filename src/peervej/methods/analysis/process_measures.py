"""How outcome goes with attendance or another process measure, in the intervention arm only."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.plan import Model
from peervej.methods.analysis.planned_fit import fit_planned
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.wide_trial import WideTrial, check_size


class ProcessMeasureUnusable(AnalysisRefused):
    """The process measure does not vary, or too few have it."""

    code: ClassVar[str] = "process_measure_unusable"


@dataclass(frozen=True, slots=True)
class ProcessAssociation:
    """The change in outcome per unit of the measure among n people; never an effect of it."""

    measure: str
    n: int
    slope: Estimate
    is_causal: bool = False


def process_association(
    trial: WideTrial, measure: str, values: Floats, model: Model
) -> ProcessAssociation:
    """Regress outcome on the measure within the intervention arm, groups and covariates included.

    ``values`` (n,) may be NaN, and counts as 0 among controls, who keep their own mean. People who
    attend more differ in other ways, so the slope is not causal. Raises ProcessMeasureUnusable.
    """
    has = ~trial.arms | ~np.isnan(values)
    inside = trial.arms & has
    known = values[inside]
    if known.size < 3 or np.ptp(known) == 0:
        raise ProcessMeasureUnusable(
            f"{measure} is missing or the same for everybody in the intervention arm."
        )
    centred = np.where(inside, values - known.mean(), 0.0)[has]
    chosen = replace(
        trial,
        outcome=trial.outcome[has],
        design=np.column_stack([trial.design[has], centred]),
        columns=(*trial.columns, measure),
        arms=trial.arms[has],
        groups=trial.groups[has],
        rows=trial.rows[has],
        facilitators=None,
    )
    check_size(chosen)
    if np.linalg.matrix_rank(chosen.design) < chosen.design.shape[1]:
        raise ProcessMeasureUnusable(f"{measure} is a combination of the covariates.")
    fit = fit_planned(chosen, model)
    return ProcessAssociation(
        measure, known.size, fit.contrast(np.eye(fit.coefficients.size)[-1], model.df)
    )
