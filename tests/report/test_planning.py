"""The report of a power calculation."""

import pytest

from peervej.methods.power import assumption_costs, find_sample_size, read_power_plan
from peervej.methods.power.recruitment_plan import read_recruitment_plan
from peervej.report import Figure, Rows, write_html
from peervej.report.planning import Planned, build_power_report
from peervej.report.words import LANGUAGES
from tests.methods.power.plans import power_text

COMING = """
[recruitment]
weeks = 120
[[recruitment.site]]
name = "Fredericia"
per_week = 3
[[recruitment.site]]
name = "Gladsaxe"
per_week = 2
opens_week = 10
"""


def planned(text: str) -> Planned:
    plan, coming = read_power_plan(text), read_recruitment_plan(text)
    size = find_sample_size(plan)
    return Planned(
        plan,
        size,
        assumption_costs(plan),
        None if coming is None else coming.forecast(size.n_total),
        () if coming is None else tuple(site.name for site in coming.sites),
        text.encode(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_its_place(language: str) -> None:
    text = power_text("partially_nested", dropout="rate = 0.1") + COMING
    report = build_power_report(planned(text), language=language)
    assert sum(isinstance(block, Figure) for block in report.blocks) == 4
    costs, forecast = (block for block in report.blocks if isinstance(block, Rows))
    assert len(costs.rows) == 2
    assert forecast.columns[1:3] == ("Fredericia", "Gladsaxe")
    assert forecast.rows[0][2].startswith("0")
    assert "90 %" in write_html(report)


def test_a_plain_plan_has_two_curves_and_no_forecast() -> None:
    report = build_power_report(planned(power_text("normal")), language="en")
    assert sum(isinstance(block, Figure) for block in report.blocks) == 2
    page = write_html(report)
    assert "284 people (142 for the intervention and 142 for control)" in page
    assert "no assumptions beside" in page
