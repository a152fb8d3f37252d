"""Numbers of people against published figures, scipy's own distributions, and laws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from peervej.methods.analysis.plan_fields import UnusablePlan
from peervej.methods.power import (
    Assumption,
    DfFormula,
    OutOfReach,
    PowerPlan,
    assumption_costs,
    find_sample_size,
    people_by_assumption,
    power_by_people,
)
from peervej.methods.power.formulas import normal_power, planned_power, t_power

from .plans import power_plan

EXAMPLE = "n_control = 120\nn_intervention = 120\n"
SMALL_EFFECT = "difference = 0.4\nsd = 1"


def test_published_trial() -> None:
    normal = find_sample_size(power_plan("normal"))
    assert (normal.n_control, normal.n_intervention, normal.n_total) == (142, 142, 284)
    assert normal.df is None
    assert normal.power == pytest.approx(0.80199, abs=1e-5)
    t = find_sample_size(power_plan("t"))
    assert (t.n_control, t.n_intervention, t.df) == (143, 143, 284)


def test_cluster_power_example() -> None:
    found = find_sample_size(fixed_groups('df = "normal"'))
    assert found.n_control_exact == pytest.approx(77.8108431, abs=1e-7)
    assert (found.n_control, found.n_intervention, found.df) == (78, 100, None)
    assert found.power >= 0.8
    assert found.to_json()["n_control_exact"] == found.n_control_exact


def fixed_groups(design: str = "", count: int = 10) -> PowerPlan:
    return power_plan(
        "partially_nested",
        design=f"n_groups = {count}\n{design}",
        outcome="difference = 0.5\nsd = 1",
        groups="size = 10\nvariance_group = 0.1\nvariance_residual = 0.9",
    )


def test_fixed_groups_with_degrees_of_freedom_need_more_controls() -> None:
    found = find_sample_size(fixed_groups())
    fewer = replace(
        fixed_groups(), n_groups=None, n_control=found.n_control - 1, n_intervention=100
    )
    assert found.n_control > 78
    assert found.power >= 0.8 > find_sample_size(fewer).power


@pytest.mark.parametrize("design", ["", 'df = "normal"'])
def test_too_few_groups_cannot_be_made_up_for(design: str) -> None:
    with pytest.raises(OutOfReach, match="So few groups"):
        find_sample_size(fixed_groups(design, count=2))


@pytest.mark.parametrize(
    "design", ["n_groups = 1", "n_groups = 10\nn_control = 9\nn_intervention = 9"]
)
def test_fixed_groups_that_contradict_the_plan(design: str) -> None:
    with pytest.raises(UnusablePlan, match="n_groups"):
        power_plan("partially_nested", design=design)


def test_fixed_groups_need_groups() -> None:
    with pytest.raises(UnusablePlan, match="n_groups"):
        power_plan("t", design="n_groups = 10")


def test_power_by_people_keeps_the_groups_fixed() -> None:
    few, some, many = power_by_people(fixed_groups(), [101, 178, 1000])
    assert few.power is None
    assert some.power is not None
    assert many.power is not None
    assert some.power < many.power < 0.99


def test_textbook_example() -> None:
    plan = power_plan("partially_nested", design=EXAMPLE + 'df = "textbook"', outcome=SMALL_EFFECT)
    found = find_sample_size(plan)
    assert found.df == pytest.approx(14.93637453, abs=1e-8)
    assert found.power == pytest.approx(0.7441207874, abs=2e-9)


def test_welch_df_is_the_default() -> None:
    plan = power_plan("partially_nested", design=EXAMPLE, outcome=SMALL_EFFECT)
    a, b = 0.145 / 12, 1 / 120
    df = (a + b) ** 2 / (a**2 / 11 + b**2 / 119)
    found = find_sample_size(plan)
    assert found.df == pytest.approx(df, rel=1e-12)
    reach, critical = 0.4 / (a + b) ** 0.5, stats.t.ppf(0.975, df)
    expected = stats.nct.sf(critical, df, reach) + stats.nct.cdf(-critical, df, reach)
    assert found.power == pytest.approx(expected, abs=1e-8)


@given(
    st.floats(0.1, 4), st.floats(0.2, 1.5), st.floats(3, 400), st.floats(0.001, 0.2),
    st.sampled_from([1, 2]),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_distributions_against_scipy(
    difference: float, error: float, df: float, alpha: float, sides: int
) -> None:
    reach, critical = difference / error, stats.t.ppf(1 - alpha / sides, df)
    expected = stats.nct.sf(critical, df, reach)
    if sides == 2:  # scipy gives NaN far out in either tail; the further one is next to nothing
        expected += np.nan_to_num(stats.nct.cdf(-critical, df, reach))
    found = t_power(difference, error, df, alpha, sides).power
    if np.isnan(expected):  # the near tail: the power is nearly 1
        assert 0.999 < found <= 1
    else:
        assert found == pytest.approx(expected, abs=1e-7)
    z = stats.norm.ppf(1 - alpha / sides)
    expected = stats.norm.sf(z - reach) + (stats.norm.cdf(-z - reach) if sides == 2 else 0)
    assert normal_power(difference, error, alpha, sides).power == pytest.approx(expected)


@pytest.mark.parametrize("method", ["normal", "t", "partially_nested"])
@pytest.mark.parametrize("ratio", [0.5, 1, 2])
def test_the_size_found_is_the_smallest(method: str, ratio: float) -> None:
    plan = power_plan(method, design=f"ratio = {ratio}")
    found = find_sample_size(plan)
    assert found.power >= 0.8
    step = 10 if method == "partially_nested" else 1
    fewer = planned_power(plan, found.n_control - step / ratio, found.n_intervention - step)
    assert fewer.power < 0.8
    assert found.n_intervention == pytest.approx(ratio * found.n_control, abs=2 * step)


def test_drop_out_is_made_up_for() -> None:
    found = find_sample_size(power_plan("normal", dropout="rate = 0.15"))
    assert (found.n_control, found.n_intervention) == (168, 168)
    assert found.power >= 0.8


def test_unequal_variances_use_the_arms_own() -> None:
    plan = power_plan("t", outcome="difference = 4\nsd_control = 14\nsd_intervention = 8")
    found = find_sample_size(plan)
    a, b = 14**2 / found.n_control, 8**2 / found.n_intervention
    df = (a + b) ** 2 / (a**2 / (found.n_control - 1) + b**2 / (found.n_intervention - 1))
    assert found.df == pytest.approx(df)


def test_no_likeness_and_no_groups_are_the_same() -> None:
    nested = power_plan(
        "partially_nested", design=EXAMPLE, groups="size = 10\nicc = 0", outcome=SMALL_EFFECT
    )
    plain = power_plan("normal", design=EXAMPLE, outcome=SMALL_EFFECT)
    assert planned_power(nested, 1e6, 1e6).power == pytest.approx(
        planned_power(plain, 1e6, 1e6).power
    )


@given(st.floats(0.01, 0.3), st.floats(0.02, 0.25), st.floats(0.1, 0.8))
@settings(max_examples=25, deadline=None)
def test_every_assumption_against_us_costs_people(icc: float, lost: float, cv: float) -> None:
    plan = power_plan(
        "partially_nested",
        groups=f"size = 8\nicc = {icc}\nsize_cv = {cv}",
        dropout=f"rate = {lost}",
        outcome="difference = 4\nsd = 12\nbaseline_correlation = 0.5",
    )
    costs = {cost.assumption: cost.extra_people for cost in assumption_costs(plan)}
    assert set(costs) == {"dropout", "baseline_correlation", "size_cv", "icc"}
    assert min(costs["dropout"], costs["size_cv"], costs["icc"]) >= 0
    assert costs["baseline_correlation"] < 0


@pytest.mark.parametrize("people", [40, 120, 400])
def test_textbook_formula_promises_less(people: int) -> None:
    plan = power_plan("partially_nested")
    careful = replace(plan, df_formula=DfFormula.TEXTBOOK)
    assert planned_power(careful, people, people).power < planned_power(plan, people, people).power


def test_curves() -> None:
    plan = power_plan("partially_nested")
    rising = [point.power for point in power_by_people(plan, [100, 200, 400])]
    assert rising == sorted(rising)
    people = people_by_assumption(plan, Assumption.ICC, [0, 0.05, 0.1])
    assert [point.n_total for point in people] == sorted(point.n_total for point in people)
    assert people_by_assumption(plan, Assumption.DIFFERENCE, [4])[0].n_total == (
        find_sample_size(plan).n_total
    )
    assert people_by_assumption(plan, Assumption.GROUP_SIZE, [10])[0] == people_by_assumption(
        plan, Assumption.DROPOUT, [0.0]
    )[0].__class__(10, find_sample_size(plan).n_total, find_sample_size(plan).power)
    assert people_by_assumption(plan, Assumption.DIFFERENCE, [1e-6])[0].n_total is None


def test_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        find_sample_size(power_plan("normal", outcome="difference = 0.0001\nsd = 100"))
    with pytest.raises(OutOfReach, match="Two groups"):
        find_sample_size(
            power_plan("partially_nested", design="n_control = 10\nn_intervention = 10")
        )
    with pytest.raises(OutOfReach, match="stay"):
        find_sample_size(
            power_plan("t", design="n_control = 2\nn_intervention = 2", dropout="rate = 0.6")
        )
