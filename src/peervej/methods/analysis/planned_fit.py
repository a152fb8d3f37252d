"""The plan's own model of one follow-up, for what stands beside the primary result."""

from peervej.methods.analysis.ancova import LeastSquaresFit, fit_ancova
from peervej.methods.analysis.partially_nested import NestedFit, fit_partially_nested
from peervej.methods.analysis.plan import Model, ModelKind
from peervej.methods.analysis.wide_trial import WideTrial


def fit_planned(trial: WideTrial, model: Model) -> NestedFit | LeastSquaresFit:
    """Fit the model that the plan names for one row per person.

    Raises the refusals of fit_ancova and fit_partially_nested.
    """
    if model.kind is ModelKind.ANCOVA:
        return fit_ancova(trial)
    return fit_partially_nested(
        trial, heteroscedastic=model.heteroscedastic, boundary=model.boundary
    )
