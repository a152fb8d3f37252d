"""The analysis of one follow-up: the primary model, and the other models shown beside it."""

from collections.abc import Callable

from peervej.methods.analysis.ancova import (
    LeastSquaresFit,
    arm_difference_cr2,
    fit_ancova,
    fit_orthogonal,
)
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.partially_nested import NestedFit, fit_partially_nested, refit
from peervej.methods.analysis.plan import Model, ModelKind, Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.remarks import (
    ANCOVA_IGNORES_GROUPS,
    EXPECTED_INFORMATION,
    Remark,
    few_groups,
    group_variance_zero,
    line_impossible,
)
from peervej.methods.analysis.result import AnalysisResult, SensitivityLine, Variances
from peervej.methods.analysis.summaries import (
    ArmMeans,
    arm_contrasts,
    intraclass_correlation,
    standardised_difference,
)
from peervej.methods.analysis.table import Table
from peervej.methods.analysis.wide_trial import WideTrial, build_wide_trial

FEW_GROUPS = 5


def analyse_wide(table: Table, plan: Plan) -> AnalysisResult:
    """Partially nested model or ANCOVA, as the plan says; raises AnalysisRefused."""
    trial = build_wide_trial(table, plan)
    if plan.model.kind is ModelKind.ANCOVA:
        return _analyse_ancova(trial, plan)
    return _analyse_nested(trial, plan)


def _analyse_nested(trial: WideTrial, plan: Plan) -> AnalysisResult:
    model = plan.model
    fit = _fit(trial, model)
    primary = fit.arm_difference(model.df)
    control, intervention = arm_contrasts(trial)
    lines = _lines_beside_nested(trial, fit, plan)
    return AnalysisResult(
        plan=plan,
        n=trial.outcome.size,
        n_groups=len(trial.group_names),
        drawn=trial.drawn,
        analysed=trial.analysed,
        primary=primary,
        variance=Variances(fit.group_variance, fit.residual_intervention, fit.residual_control),
        log_reml=fit.log_reml,
        converged=True,
        at_boundary=fit.at_boundary,
        sensitivity=tuple(lines),
        remarks=(*trial.remarks, *_nested_remarks(trial, fit, plan), *_reasons(lines)),
        means=ArmMeans(fit.contrast(control, model.df), fit.contrast(intervention, model.df)),
        standardised=standardised_difference(primary, trial.outcome, trial.arms, plan.alpha),
        icc=intraclass_correlation(fit, plan.alpha),
    )


def _analyse_ancova(trial: WideTrial, plan: Plan) -> AnalysisResult:
    fit = fit_ancova(trial)
    primary = fit.arm_difference()
    control, intervention = arm_contrasts(trial)
    grouped = plan.data.group is not None
    lines = _lines_beside_ancova(trial, fit, plan.model) if grouped else []
    return AnalysisResult(
        plan=plan,
        n=trial.outcome.size,
        n_groups=len(trial.group_names),
        drawn=trial.drawn,
        analysed=trial.analysed,
        primary=primary,
        variance=Variances(None, fit.residual_variance, fit.residual_variance),
        log_reml=fit.log_reml,
        converged=True,
        at_boundary=False,
        sensitivity=tuple(lines),
        remarks=(*trial.remarks, *([ANCOVA_IGNORES_GROUPS] if grouped else []), *_reasons(lines)),
        means=ArmMeans(fit.contrast(control), fit.contrast(intervention)),
        standardised=standardised_difference(primary, trial.outcome, trial.arms, plan.alpha),
    )


def _fit(trial: WideTrial, model: Model) -> NestedFit:
    return fit_partially_nested(
        trial, heteroscedastic=model.heteroscedastic, boundary=model.boundary
    )


def _lines_beside_nested(trial: WideTrial, fit: NestedFit, plan: Plan) -> list[SensitivityLine]:
    model = plan.model
    lines = [
        _line("ancova", lambda: fit_orthogonal(fit.design).arm_difference()),
        _line("cr2", lambda: arm_difference_cr2(fit_orthogonal(fit.design), trial)),
        _other_variances(fit, model),
        _line(str(model.df.other), lambda: fit.arm_difference(model.df.other)),
    ]
    if fit.at_boundary:
        rule = model.boundary.other
        lines.append(
            _line(
                f"boundary_{rule}",
                lambda: refit(
                    fit, heteroscedastic=model.heteroscedastic, boundary=rule
                ).arm_difference(model.df),
            )
        )
    if plan.data.facilitators is not None:
        lines.append(_line("facilitator_pairs", lambda: _by_facilitators(trial, model)))
    return lines


def _lines_beside_ancova(
    trial: WideTrial, fit: LeastSquaresFit, model: Model
) -> list[SensitivityLine]:
    def nested() -> Estimate:
        return _fit(trial, model).arm_difference(model.df)

    return [
        _line("cr2", lambda: arm_difference_cr2(fit, trial)),
        _line("partially_nested", nested),
    ]


def _other_variances(fit: NestedFit, model: Model) -> SensitivityLine:
    other = not model.heteroscedastic
    return _line(
        "heteroscedastic" if other else "homoscedastic",
        lambda: refit(fit, heteroscedastic=other, boundary=model.boundary).arm_difference(model.df),
    )


def _by_facilitators(trial: WideTrial, model: Model) -> Estimate:
    return fit_partially_nested(
        trial,
        heteroscedastic=model.heteroscedastic,
        boundary=model.boundary,
        clusters=trial.facilitators,
    ).arm_difference(model.df)


def _line(name: str, analyse: Callable[[], Estimate]) -> SensitivityLine:
    try:
        return SensitivityLine(name, analyse())
    except AnalysisRefused as refusal:
        return SensitivityLine(name, None, str(refusal), refusal.code)


def _reasons(lines: list[SensitivityLine]) -> list[Remark]:
    return [
        line_impossible(line.name, line.code, line.reason)
        for line in lines
        if line.estimate is None
    ]


def _nested_remarks(trial: WideTrial, fit: NestedFit, plan: Plan) -> list[Remark]:
    remarks = []
    if fit.at_boundary:
        remarks.append(group_variance_zero(str(plan.model.boundary)))
    if fit.sensitivity.used_expected:
        remarks.append(EXPECTED_INFORMATION)
    if len(trial.group_names) < FEW_GROUPS:
        remarks.append(few_groups(len(trial.group_names)))
    return remarks
