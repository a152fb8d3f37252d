"""The analysis of repeated outcomes: the primary visit, and the other results beside it."""

from collections.abc import Callable

import numpy as np

from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.long_trial import LongTrial, build_long_trial
from peervej.methods.analysis.longitudinal import LongFit, fit_longitudinal
from peervej.methods.analysis.plan import Model, Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.remarks import (
    EXPECTED_INFORMATION,
    MODEL_IGNORES_GROUPS,
    Remark,
    group_variance_zero,
    line_impossible,
)
from peervej.methods.analysis.result import AnalysisResult, SensitivityLine, Variances
from peervej.methods.analysis.summaries import ArmMeans, standardised_difference
from peervej.methods.analysis.table import Table


def analyse_long(table: Table, plan: Plan) -> AnalysisResult:
    """cLDA or MMRM, as the plan says; raises AnalysisRefused."""
    trial = build_long_trial(table, plan)
    model = plan.model
    fit = fit_longitudinal(trial, group_effect=model.group_effect, boundary=model.boundary)
    place = trial.visits.index(trial.primary_visit)
    column = trial.arm_columns[trial.later_visits.index(trial.primary_visit)]
    primary = fit.coefficient(column, model.df)
    lines = _lines(trial, fit, model, column)
    seen = ~np.isnan(trial.outcome[:, place])
    residual = float(fit.covariance[place, place])
    reasons = [
        line_impossible(line.name, line.code, line.reason)
        for line in lines
        if line.estimate is None
    ]
    control = trial.design[:, place, :].mean(axis=0)
    control[column] = 0.0
    return AnalysisResult(
        plan=plan,
        n=trial.outcome.shape[0],
        n_groups=len(trial.group_names),
        drawn=trial.drawn,
        analysed=trial.analysed,
        primary=primary,
        variance=Variances(fit.group_variance, residual, residual),
        log_reml=fit.log_reml,
        converged=True,
        at_boundary=fit.at_boundary,
        sensitivity=tuple(lines),
        remarks=(*trial.remarks, *_remarks(trial, fit, model), *reasons),
        means=ArmMeans(
            fit.contrast(control, model.df),
            fit.contrast(control + np.eye(control.size)[column], model.df),
        ),
        standardised=standardised_difference(
            primary, trial.outcome[seen, place], trial.arms[seen], plan.alpha
        ),
        visit=trial.primary_visit,
    )


def _remarks(trial: LongTrial, fit: LongFit, model: Model) -> list[Remark]:
    remarks = []
    if trial.group_names and not model.group_effect:
        remarks.append(MODEL_IGNORES_GROUPS)
    if fit.at_boundary:
        remarks.append(group_variance_zero(str(model.boundary)))
    if fit.sensitivity.used_expected:
        remarks.append(EXPECTED_INFORMATION)
    return remarks


def _lines(trial: LongTrial, fit: LongFit, model: Model, column: int) -> list[SensitivityLine]:
    other = model.df.other
    lines = [SensitivityLine(str(other), fit.coefficient(column, other))]
    for visit, place in zip(trial.later_visits, trial.arm_columns, strict=True):
        if place != column:
            lines.append(SensitivityLine(f"visit_{visit}", fit.coefficient(place, model.df)))
    if trial.group_names:

        def refit() -> Estimate:
            turned = fit_longitudinal(
                trial, group_effect=not model.group_effect, boundary=model.boundary
            )
            return turned.coefficient(column, model.df)

        lines.append(_line("no_group_effect" if model.group_effect else "group_effect", refit))
    if fit.at_boundary:
        rule = model.boundary.other

        def other_rule() -> Estimate:
            return fit_longitudinal(trial, group_effect=True, boundary=rule).coefficient(
                column, model.df
            )

        lines.append(_line(f"boundary_{rule}", other_rule))
    return lines


def _line(name: str, analyse: Callable[[], Estimate]) -> SensitivityLine:
    try:
        return SensitivityLine(name, analyse())
    except AnalysisRefused as refusal:
        return SensitivityLine(name, None, str(refusal), refusal.code)
