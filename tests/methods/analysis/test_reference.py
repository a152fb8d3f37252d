"""The reference figures: dense REML to rounding, established R packages to their own precision."""

import json
from typing import Any

import pytest

from peervej.methods.analysis import DfMethod, run_analysis
from peervej.methods.analysis.ancova import arm_difference_cr2, fit_ancova
from peervej.methods.analysis.long_trial import build_long_trial
from peervej.methods.analysis.longitudinal import fit_longitudinal
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.wide_trial import build_wide_trial

from .trials import REFERENCE, plan_of, reference_table

DATA_SETS = ["main", "small"]


def krlin(name: str) -> dict[str, Any]:
    return json.loads((REFERENCE / f"{name}_krlin.json").read_text())


def expected() -> dict[str, Any]:
    return json.loads((REFERENCE / "main_expected.json").read_text())


def assert_inference(fit: Any, found: Any, figures: dict[str, float]) -> None:
    """``found`` maps a method to the estimate with it."""
    plain, adjusted = found(DfMethod.SATTERTHWAITE), found(DfMethod.KENWARD_ROGER)
    assert plain.estimate == pytest.approx(figures["est"], abs=2e-8)
    assert plain.se == pytest.approx(figures["se"], abs=2e-8)
    assert plain.df == pytest.approx(figures["satt_df_obs"], rel=1e-8)
    assert plain.p == pytest.approx(figures["p_satt"], rel=1e-7)
    assert adjusted.se == pytest.approx(figures["se_kr"], abs=2e-8)
    assert adjusted.df == pytest.approx(figures["kr_df"], rel=1e-8)
    assert adjusted.p == pytest.approx(figures["p_kr"], rel=1e-7)


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize(("key", "heteroscedastic"), [("pn_het", True), ("pn_homo", False)])
def test_partially_nested(name: str, key: str, heteroscedastic: bool) -> None:
    trial = build_wide_trial(reference_table(name), plan_of())
    fit = fit_partially_nested(trial, heteroscedastic=heteroscedastic)
    figures = krlin(name)[key]
    assert fit.log_reml == pytest.approx(figures["logREML"], abs=1e-8)
    assert_inference(fit, fit.arm_difference, figures["arm"])
    assert fit.coefficients == pytest.approx(list(figures["coef"].values()), abs=1e-7)
    theta = figures["theta"]
    assert [fit.group_variance, fit.residual_control, fit.residual_intervention] == pytest.approx(
        theta if heteroscedastic else [theta[0], theta[1], theta[1]], rel=1e-7
    )


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize(
    ("key", "kind", "group_effect"),
    [
        ("clda_un3", "clda", False),
        ("clda_pn_un3", "clda", True),
        ("mmrm_post_un2", "mmrm", False),
    ],
)
def test_longitudinal(name: str, key: str, kind: str, group_effect: bool) -> None:
    trial = build_long_trial(reference_table(name, "long"), plan_of(kind))
    fit = fit_longitudinal(trial, group_effect=group_effect)
    figures = krlin(name)[key]
    assert fit.log_reml == pytest.approx(figures["logREML"], abs=1e-8)
    for visit, column in zip(("a1", "a2"), trial.arm_columns, strict=True):
        assert_inference(fit, lambda method, c=column: fit.coefficient(c, method), figures[visit])


@pytest.mark.parametrize("name", DATA_SETS)
def test_constrained_model_on_two_visits(name: str) -> None:
    table = reference_table(name, "long")
    two = table.take((table.numbers("visit") < 2).nonzero()[0])
    trial = build_long_trial(two, plan_of("clda"))
    fit = fit_longitudinal(trial)
    figures = krlin(name)["clda_un2"]
    assert fit.log_reml == pytest.approx(figures["logREML"], abs=1e-8)
    column = trial.arm_columns[0]
    assert_inference(fit, lambda method: fit.coefficient(column, method), figures["a1"])


def test_ancova_and_cr2_match_r() -> None:
    trial = build_wide_trial(reference_table("main"), plan_of())
    fit = fit_ancova(trial)
    plain, robust = expected()["ancova"], expected()["ancova_cr2"]
    found = fit.arm_difference()
    assert (found.estimate, found.se, found.df, found.p) == pytest.approx(
        (plain["est"], plain["se"], plain["df"], plain["p"]), rel=1e-9
    )
    assert found.interval(0.05) == pytest.approx((plain["lo"], plain["hi"]), rel=1e-9)
    robustly = arm_difference_cr2(fit, trial)
    assert (robustly.estimate, robustly.se, robustly.df, robustly.p) == pytest.approx(
        (robust["est"], robust["se"], robust["df"], robust["p"]), rel=1e-8
    )


def test_run_gives_the_documented_json() -> None:
    document = run_analysis(reference_table("main"), plan_of()).to_json()
    assert list(document) == [
        "n", "n_groups", "model", "primary", "variance", "log_reml", "converged", "at_boundary",
        "boundary_rule", "sensitivity", "warnings",
    ]  # fmt: skip
    assert (document["n"], document["n_groups"]) == (240, 20)
    assert set(document["primary"]) == {
        "estimate", "se", "df", "df_method", "t", "p", "ci_low", "ci_high",
    }  # fmt: skip
    assert [line["name"] for line in document["sensitivity"]] == [
        "ancova", "cr2", "homoscedastic", "kenward_roger",
    ]  # fmt: skip
    assert document["warnings"] == []
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@pytest.mark.parametrize("kind", ["clda", "mmrm"])
def test_run_on_long_data(kind: str) -> None:
    document = run_analysis(reference_table("main", "long"), plan_of(kind)).to_json()
    key = {"clda": "clda_un3", "mmrm": "mmrm_post_un2"}[kind]
    assert document["primary"]["estimate"] == pytest.approx(krlin("main")[key]["a1"]["est"])
    names = [line["name"] for line in document["sensitivity"]]
    assert names == ["kenward_roger", "visit_2", "group_effect"]
    later = document["sensitivity"][1]["estimate"]
    assert later == pytest.approx(krlin("main")[key]["a2"]["est"])
