"""The recruitment forecast against simulation of the same arrivals."""

import numpy as np
import pytest

from peervej.methods.power import SiteRate, forecast_recruitment
from peervej.methods.power.recruitment import UnusableForecast

SITES = [SiteRate("A", 2.0, 0, 10.0), SiteRate("B", 1.0, 4, 5.0), SiteRate("C", 0.0)]


def test_against_simulation() -> None:
    forecast = forecast_recruitment(SITES, target=40, weeks=20, recruited=5)
    draw = np.random.default_rng(1)
    total = np.full(40_000, 5)
    for site in SITES[:2]:
        rate = draw.gamma(site.per_week * site.weeks_known, 1 / site.weeks_known, total.size)
        total = total + draw.poisson(rate * (20 - site.opens_week))
    assert forecast.expected[-1] == pytest.approx(5 + 40 + 16)
    assert forecast.median[-1] == pytest.approx(np.median(total), abs=1)
    assert forecast.low[-1] == pytest.approx(np.quantile(total, 0.1), abs=1)
    assert forecast.high[-1] == pytest.approx(np.quantile(total, 0.9), abs=1)
    assert forecast.chance_reached[-1] == pytest.approx((total >= 40).mean(), abs=0.01)
    assert forecast.by_site[:, -1] == pytest.approx([40, 16, 0])


def test_numbers_rise_and_a_late_site_waits() -> None:
    forecast = forecast_recruitment(SITES, target=40, weeks=30)
    for line in (forecast.expected, forecast.low, forecast.high, forecast.chance_reached):
        assert (np.diff(line) >= -1e-9).all()
    assert forecast.by_site[1, :4].sum() == 0
    assert forecast.week_with_even_chance is not None and forecast.week_nearly_sure is not None
    assert forecast.week_with_even_chance < forecast.week_nearly_sure


def test_a_target_out_of_reach_has_no_week() -> None:
    forecast = forecast_recruitment([SiteRate("A", 0.1)], target=50, weeks=4)
    assert (forecast.week_with_even_chance, forecast.week_nearly_sure) == (None, None)
    reached = forecast_recruitment([SiteRate("A", 0.0)], target=5, weeks=4, recruited=5)
    assert reached.week_nearly_sure == 1


@pytest.mark.parametrize(
    ("sites", "changes"),
    [
        ([], {}),
        (SITES, {"target": 0}),
        (SITES, {"weeks": 0}),
        (SITES, {"recruited": -1}),
        ([SiteRate("A", -1.0)], {}),
        ([SiteRate("A", 1.0, -1)], {}),
        ([SiteRate("A", 1.0, 0, 0.0)], {}),
    ],
)
def test_unusable_forecasts(sites: list[SiteRate], changes: dict[str, int]) -> None:
    with pytest.raises(UnusableForecast):
        forecast_recruitment(sites, **({"target": 10, "weeks": 10} | changes))
