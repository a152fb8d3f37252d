"""How people are expected to come, read from a plan."""

import pytest

from peervej.methods.analysis.plan_fields import UnusablePlan
from peervej.methods.power.recruitment import UnusableForecast
from peervej.methods.power.recruitment_plan import read_recruitment_plan

TEXT = '[recruitment]\nweeks = 30\ntarget = 50\n[[recruitment.site]]\nname = "A"\nper_week = 2\n'


def test_the_target_is_the_plans_or_the_people_needed() -> None:
    plan = read_recruitment_plan(TEXT)
    assert plan is not None
    assert plan.forecast(9999).week_with_even_chance == 26
    without = read_recruitment_plan(TEXT.replace("target = 50\n", ""))
    assert without is not None
    assert without.forecast(9999).week_with_even_chance is None


def test_no_recruitment_is_none() -> None:
    assert read_recruitment_plan("[design]\n") is None


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("weeks", "week"),
        TEXT.replace("per_week", "per_month"),
        TEXT + '[[recruitment.site]]\nname = "A"\nper_week = 1\n',
        TEXT.replace("= 2", '= "two"'),
    ],
)
def test_faults_are_named(text: str) -> None:
    with pytest.raises(UnusablePlan):
        read_recruitment_plan(text)


def test_no_site_is_no_forecast() -> None:
    plan = read_recruitment_plan("[recruitment]\nweeks = 3\n")
    assert plan is not None
    with pytest.raises(UnusableForecast):
        plan.forecast(10)
