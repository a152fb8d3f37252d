"""Reading the power part of a plan."""

import pytest

from peervej.methods.analysis.plan_fields import UnusablePlan
from peervej.methods.power import MissingMechanism, PowerMethod, read_power_plan

from .plans import power_plan, power_text


def test_everything_said_is_read() -> None:
    plan = power_plan(
        "partially_nested",
        design="alpha = 0.01\npower = 0.9\nsides = 1\nratio = 2",
        outcome="difference = 4\nsd_control = 12\nsd_intervention = 10\n"
        "baseline_correlation = 0.5\nminimum = 0\nmaximum = 60",
        groups="size = 8\nvariance_group = 9\nvariance_residual = 91\nsize_cv = 0.3",
        dropout='rate = 0.2\ndepends_on = "baseline"',
        model='kind = "partially_nested"\nheteroscedastic = false',
    )
    assert plan.method is PowerMethod.PARTIALLY_NESTED
    assert (plan.alpha, plan.power, plan.sides, plan.ratio) == (0.01, 0.9, 1, 2)
    assert (plan.sd_control, plan.sd_intervention) == (12, 10)
    assert plan.groups is not None and plan.bounds is not None
    assert plan.groups.icc == pytest.approx(0.09)
    assert (plan.bounds.minimum, plan.bounds.maximum) == (0, 60)
    assert plan.missing is MissingMechanism.BASELINE
    assert plan.heteroscedastic is False


def test_icc_and_variances_say_the_same() -> None:
    by_icc = power_plan("partially_nested")
    by_variance = power_plan(
        "partially_nested", groups="size = 10\nvariance_group = 7.2\nvariance_residual = 136.8"
    )
    assert by_icc.groups is not None and by_variance.groups is not None
    assert by_icc.groups.variance == pytest.approx(by_variance.groups.variance)
    assert by_icc.groups.residual == pytest.approx(by_variance.groups.residual)


def test_a_plan_for_both_commands() -> None:
    text = "alpha = 0.01\n" + power_text(
        outcome='name = "y"\nbaseline = "y0"\ncovariates = ["site"]\ndifference = 4\nsd = 12',
        data='arm = "arm"\nintervention = 1\ncontrol = 0',
    )
    assert read_power_plan(text).alpha == 0.01


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no [design]"),
        (power_text("normal", outcome="sd = 1"), "difference"),
        (power_text("normal", outcome="difference = 0\nsd = 1"), "difference is 0"),
        (power_text("normal", outcome="difference = 1"), "sd_control"),
        (power_text("normal", outcome="difference = 1\nsd = 0"), "above 0"),
        (power_text("normal", outcome="difference = 1\nsd = 1\nsd_control = 1"), "keep one"),
        (power_text("normal", outcome="difference = 1\nsd = 1\nbaseline_correlation = 1"), "-1"),
        (power_text("normal", outcome="difference = 1\nsd = 1\nminimum = 0"), "maximum"),
        (power_text("normal", outcome="difference = 1\nsd = 1\nminimum = 5\nmaximum = 5"), "below"),
        (
            power_text("normal", outcome="difference = 1\nsd = 1\nminimum = 0.5\nmaximum = 5"),
            "whole",
        ),
        (power_text("normal", design="sides = 3"), "1 or 2"),
        (power_text("normal", design="sides = 1.5"), "whole number"),
        (power_text("normal", design="ratio = -1"), "above 0"),
        (power_text("normal", design="power = 80"), "between 0 and 1"),
        (power_text("normal", design="n_control = 10"), "both"),
        (power_text("normal", design="n_control = 1\nn_intervention = 10"), "from 2"),
        (power_text("normal", design="powr = 0.8"), "did you mean power"),
        (power_text("normal", dropout="rate = 1"), "below 1"),
        (power_text("normal", outcome="difference = 1e9\nsd = 1"), "check units"),
        (power_text("normal", outcome="difference = 1\nsd = 1e300"), "above 0"),
        (power_text("partially_nested", groups="size = 1e300\nicc = 0.1"), "at most"),
        (power_text("partially_nested", groups="size = 9\nicc = 0.1\nsize_cv = 3"), "size_cv"),
        (power_text("guess"), "choose one of"),
        (power_text("partially_nested", groups=""), "needs [groups]"),
        (power_text("partially_nested", groups="size = 10\nicc = 1"), "below 1"),
        (power_text("partially_nested", groups="size = 0.5\nicc = 0.1"), "at least 1"),
        (power_text("partially_nested", groups="size = 10"), "variance_group"),
        (
            power_text("partially_nested", groups="size = 10\nicc = 0.1\nvariance_group = 1"),
            "not known",
        ),
        (
            power_text(
                "partially_nested",
                groups="size = 10\nicc = 0.5",
                outcome="difference = 1\nsd = 1\nbaseline_correlation = 0.8",
            ),
            "cannot explain more",
        ),
    ],
)
def test_faults_are_named(text: str, said: str) -> None:
    with pytest.raises(UnusablePlan, match=r"^[^\n]*$") as fault:
        read_power_plan(text)
    assert said in str(fault.value)
