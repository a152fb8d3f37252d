"""Reading plans: what is accepted, and one clear sentence for each fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.analysis import BoundaryRule, DfMethod, ModelKind, read_plan
from peervej.methods.analysis.plan_fields import UnusablePlan

from .trials import plan_text


def test_defaults() -> None:
    plan = read_plan(plan_text())
    assert plan.alpha == 0.05
    assert plan.model.kind is ModelKind.PARTIALLY_NESTED
    assert plan.model.heteroscedastic is True
    assert plan.model.df is DfMethod.SATTERTHWAITE
    assert plan.model.boundary is BoundaryRule.DROP
    assert (plan.data.intervention, plan.data.control) == ("1", "0")


def test_everything_said_is_read() -> None:
    plan = read_plan(
        plan_text(
            rules='heteroscedastic = false\ndf = "kenward_roger"\nboundary = "keep"',
            data='arm = "arm"\nintervention = "peer"\ncontrol = "usual"\ngroup = "hold"',
            outcome='name = "qpr"\nbaseline = "qpr0"\ncovariates = ["age"]\nfactors = ["region"]',
        )
    )
    assert plan.model.heteroscedastic is False
    assert (plan.model.df, plan.model.boundary) == (DfMethod.KENWARD_ROGER, BoundaryRule.KEEP)
    assert (plan.data.intervention, plan.data.group) == ("peer", "hold")
    assert (plan.outcome.covariates, plan.outcome.factors) == (("age",), ("region",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alpha = [", "not valid TOML"),
        ("alpha = 0.05", "no [data]"),
        ("data = 3", "must be a table"),
        (plan_text().replace("alpha = 0.05", 'alpha = "small"'), "alpha must be a number"),
        (plan_text().replace("alpha = 0.05", "alpha = 5"), "between 0 and 1"),
        (plan_text().replace("alpha = 0.05", "alpha = nan"), "finite"),
        (plan_text(rules="heteroscedastc = false"), "did you mean heteroscedastic"),
        (plan_text(rules="nonsense = 1"), "remove it"),
        (plan_text(rules='heteroscedastic = "yes"'), "true or false"),
        (plan_text(rules='df = "nlme"'), 'choose one of "satterthwaite"'),
        (plan_text(model='heteroscedastic = true'), "choose"),
        (plan_text(data='arm = "a"\nintervention = 1\ncontrol = 0'), "needs [data] group"),
        (plan_text(data='arm = "a"\nintervention = 1\ncontrol = 1\ngroup = "g"'), "same code"),
        (plan_text(data='intervention = 1\ncontrol = 0\ngroup = "g"'), "[data] arm"),
        (plan_text(data='arm = 4\nintervention = 1\ncontrol = 0\ngroup = "g"'), "text in quotes"),
        (plan_text(data='arm = "a"\nintervention = true\ncontrol = 0'), "text or a number"),
        (plan_text(outcome='name = "y"\ncovariates = "site"'), "list of texts"),
        (plan_text(outcome='name = "y"\ncovariates = ["y"]'), "more than once"),
        (plan_text(outcome='name = "y"\ncovariates = ["a", "a"]'), "more than once"),
        (plan_text(outcome='name = "y"\nbaseline = "y"'), "from before the draw"),
        (plan_text("clda", data='arm = "a"\nintervention = 1\ncontrol = 0'), "long data"),
        (plan_text("ancova", data='arm = "a"\nintervention = 1\ncontrol = 0',
                   rules="group_effect = true"), "needs [data] group"),
        ("x" * 1_000_001, "not a plan"),
    ],
)  # fmt: skip
def test_faults_are_named(text: str, said: str) -> None:
    with pytest.raises(UnusablePlan, match=r"^[^\n]*$") as fault:
        read_plan(text)
    assert said in str(fault.value)


def test_a_plan_may_hold_sections_for_power() -> None:
    text = plan_text() + "\n[design]\npower = 0.8\n[groups]\nsize = 10\n[dropout]\nrate = 0.1\n"
    assert read_plan(text) == read_plan(plan_text())


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_plan_or_one_sentence(text: str) -> None:
    with pytest.raises(UnusablePlan):
        read_plan(text)
