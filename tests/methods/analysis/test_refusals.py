"""Data that contradict the design or hold no answer: a named refusal, never a number."""

from typing import Any

import numpy as np
import pytest

from peervej.methods.analysis import AnalysisRefused, Table, run_analysis

from .trials import plan_of, random_columns


def refused(columns: dict[str, Any], **plan: str) -> AnalysisRefused:
    kind = plan.pop("kind", "partially_nested")
    with pytest.raises(AnalysisRefused, match=r"^[^\n]+\.$") as fault:
        run_analysis(Table.from_columns(columns), plan_of(kind, **plan))
    return fault.value


def trial(**changes: Any) -> dict[str, Any]:
    columns = random_columns(1) | {}
    for name, change in changes.items():
        columns[name] = change(list(columns[name]))
    return columns


def put(place: int, value: Any) -> Any:
    def change(values: list[Any]) -> list[Any]:
        values[place] = value
        return values

    return change


def each(rule: Any) -> Any:
    return lambda values: [rule(v) for v in values]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (trial(y1=each(lambda _: 7.0)), "constant_outcome"),
        (trial(group=each(lambda g: "G1" if g else ""), site=each(lambda _: "A")), "one_group"),
        (trial(group=put(0, "G1")), "group_in_control_arm"),
        (trial(group=put(-2, "")), "group_missing"),
        (trial(site=put(-1, "elsewhere")), "group_in_two_sites"),
        (trial(site=put(1, "")), "category_missing"),
        (trial(arm=each(lambda _: 1), group=each(lambda _: "G")), "one_arm_only"),
        (trial(arm=put(3, 2)), "unknown_arm"),
        (trial(arm=put(3, None)), "unknown_arm"),
        (trial(id=put(3, "0")), "duplicate_id"),
        (trial(id=put(3, "")), "duplicate_id"),
        (trial(y1=each(lambda v: "much" if v > 30 else v)), "text_in_number_column"),
        (trial(y0=put(3, "much")), "text_in_number_column"),
        (trial(y0=put(3, float("inf"))), "text_in_number_column"),
        (trial(y0=put(3, 1e300)), "text_in_number_column"),
    ],
)
def test_contradictions(columns: dict[str, Any], code: str) -> None:
    assert refused(columns).code == code


@pytest.mark.parametrize("kind", ["partially_nested", "ancova"])
def test_a_group_in_two_sites_though_the_plan_does_not_name_the_site(kind: str) -> None:
    columns = trial(site=put(-1, "elsewhere"))
    fault = refused(columns, kind=kind, outcome='name = "y1"\nbaseline = "y0"')
    assert fault.code == "group_in_two_sites"
    columns["visit"] = columns["arm"] * 0
    columns |= {"y": columns["y1"]}
    later = {name: [*values, *values] for name, values in columns.items()}
    later["visit"] = [0] * len(columns["arm"]) + [1] * len(columns["arm"])
    assert refused(later, kind="clda", outcome='name = "y"').code == "group_in_two_sites"


def test_one_group_has_no_robust_standard_error() -> None:
    columns = random_columns(1)
    columns["group"] = ["G" if group else "" for group in columns["group"]]
    columns["site"] = ["A"] * len(columns["group"])
    result = run_analysis(
        Table.from_columns(columns), plan_of("ancova", outcome='name = "y1"\nbaseline = "y0"')
    )
    assert [(line.name, line.code) for line in result.sensitivity] == [
        ("cr2", "one_group"),
        ("partially_nested", "one_group"),
    ]


@pytest.mark.parametrize("arm", [0, 1])
def test_no_follow_up_in_an_arm(arm: int) -> None:
    columns = random_columns(1)
    columns["y1"] = np.where(np.asarray(columns["arm"]) == arm, np.nan, columns["y1"])
    assert refused(columns).code == "no_follow_up"
    columns = random_columns(1)
    columns["y0"] = np.where(np.asarray(columns["arm"]) == arm, np.nan, columns["y0"])
    assert refused(columns).code == "no_follow_up"


@pytest.mark.parametrize(
    "values",
    [
        lambda arm, draw: arm,
        lambda arm, draw: 3 - 2 * arm,
        lambda arm, draw: arm * 100 + draw.normal(size=arm.size),
        lambda arm, draw: [f"{int(a)}{'pqr'[i % 3]}" for i, a in enumerate(arm)],
    ],
)  # fmt: skip
def test_a_covariate_that_separates_the_arms(values: Any) -> None:
    columns = random_columns(2)
    columns["x"] = values(np.asarray(columns["arm"]), np.random.default_rng(0))
    fault = refused(columns, outcome='name = "y1"\ncovariates = ["x"]')
    assert fault.code == "covariate_separates_arms"
    assert "x" in str(fault)


def test_covariates_that_repeat_each_other() -> None:
    columns = random_columns(2)
    columns["again"] = 2 * np.asarray(columns["y0"]) - 1
    columns["same"] = np.full(len(columns["y0"]), 3.0)
    for name in ("again", "same"):
        fault = refused(columns, outcome=f'name = "y1"\ncovariates = ["y0", "{name}"]')
        assert fault.code == "collinear_covariates"
        assert name in str(fault)


def test_an_identifier_is_no_category() -> None:
    columns = random_columns(2)
    columns["who"] = [f"p{i}" for i in range(len(columns["y0"]))]
    fault = refused(columns, outcome='name = "y1"\ncovariates = ["who"]')
    assert fault.code == "too_many_categories"


def test_numbers_with_text_are_no_category() -> None:
    columns = random_columns(2)
    columns["x"] = [str(i) if i % 3 == 0 else "old" for i in range(len(columns["y0"]))]
    fault = refused(columns, outcome='name = "y1"\ncovariates = ["x"]')
    assert fault.code == "text_in_number_column"


def test_groups_of_one() -> None:
    columns = random_columns(3, groups=20, per_group=1)
    columns["group"] = [f"G{i}" if g else "" for i, g in enumerate(columns["group"])]
    assert refused(columns, outcome='name = "y1"').code == "groups_of_one"


def test_an_arm_without_variation() -> None:
    columns = random_columns(3)
    arm = np.asarray(columns["arm"])
    columns["y1"] = np.where(arm == 0, 20.0, columns["y1"])
    assert refused(columns, outcome='name = "y1"').code == "no_residual_variance"
    columns["y1"] = np.where(arm == 0, 20.0, 30.0)
    assert refused(columns, outcome='name = "y1"').code == "no_residual_variance"
    assert refused(columns, kind="ancova", outcome='name = "y1"').code == "no_residual_variance"
    homo = {"rules": "heteroscedastic = false", "outcome": 'name = "y1"'}
    assert refused(columns, **homo).code == "no_residual_variance"


def test_too_few_people() -> None:
    columns = {
        "arm": [0, 0, 1, 1],
        "group": ["", "", "a", "b"],
        "y0": [1, 2, 4, 1.5],
        "y1": [1, 3, 2, 5.0],
    }
    assert refused(columns, outcome='name = "y1"\nbaseline = "y0"').code == "too_few_people"
    assert refused(columns, outcome='name = "y1"').code in {"groups_of_one", "too_few_people"}


def test_one_control_with_an_outcome() -> None:
    columns = random_columns(3)
    controls = np.flatnonzero(np.asarray(columns["arm"]) == 0)
    columns["y1"][controls[1:]] = np.nan
    assert refused(columns, outcome='name = "y1"').code == "one_control"


def test_an_empty_site_is_named_and_left_out() -> None:
    columns = random_columns(4)
    place = [i for i, s in enumerate(columns["site"]) if s == "S2"]
    columns["y1"][place] = np.nan
    result = run_analysis(Table.from_columns(columns), plan_of())
    assert "site S2: nobody with an outcome; left out." in result.warnings


def test_missing_covariates_are_counted() -> None:
    columns = random_columns(4)
    seen = np.flatnonzero(~np.isnan(columns["y1"]))
    columns["y0"][seen[:3]] = np.nan
    result = run_analysis(Table.from_columns(columns), plan_of())
    assert result.warnings[0] == "y0 is missing for 3 with an outcome; left out."
    assert result.n == seen.size - 3


def test_boundary_is_named_with_both_rules() -> None:
    columns = random_columns(7, tau2=0.0, groups=8)
    for rule, other in (("drop", "boundary_keep"), ("keep", "boundary_drop")):
        result = run_analysis(Table.from_columns(columns), plan_of(rules=f'boundary = "{rule}"'))
        assert result.at_boundary
        assert result.variance.group == 0
        assert any("zero" in warning for warning in result.warnings)
        names = [line.name for line in result.sensitivity]
        assert names == ["ancova", "cr2", "homoscedastic", "kenward_roger", other]
        assert result.to_json()["boundary_rule"] == rule
        assert result.icc is not None and result.icc.low == 0


def test_groups_in_which_everybody_answers_alike() -> None:
    """The likelihood has a maximum beside, but grows without bound as the variance shrinks."""
    columns = random_columns(3, sizes=[1, 1, 2, 1, 2, 1], tau2=400.0)
    groups = np.asarray(columns["group"])
    first = [int(np.flatnonzero(groups == group)[0]) if group else i
             for i, group in enumerate(groups)]  # fmt: skip
    columns["y1"] = np.nan_to_num(columns["y1"], nan=30.0)[first]
    assert refused(columns, outcome='name = "y1"').code == "no_residual_variance"
