"""Business cases against sums made by hand and by another way of reckoning."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from peervej.data.tariffs import load_case
from peervej.methods.economics import (
    Consequence,
    Cost,
    CostKind,
    Payer,
    Scenario,
    Success,
    UnusablePrices,
    Variation,
    case_report,
    changed,
    invest,
    read_case,
    scenarios,
    tornado,
)
from peervej.methods.errors import UnusableInput

TEXT = """
title = "T"
price_year = 2025
horizon_years = 3
discount_rate = 0.1
participants = [10, 20]
[success]
source = "s"
difference = 0.5
[[costs]]
name = "once"
kind = "once"
amount = 100
price_year = 2025
source = "s"
[[costs]]
name = "fixed"
kind = "fixed"
amount = 50
price_year = 2025
source = "s"
[[costs]]
name = "each"
kind = "variable"
amount = 3
price_year = 2025
source = "s"
payer = "region"
[[costs]]
name = "spared"
kind = "saved"
amount = 20
price_year = 2025
source = "s"
[[consequences]]
name = "visits"
quantity = [1, 2]
prices = {kommune = 10, stat = 4}
price_year = 2025
source = "s"
"""
CASE = read_case(TEXT)


def test_a_case_made_by_hand():
    found = invest(CASE)
    cost = [(y.cost[Payer.KOMMUNE], y.cost[Payer.REGION]) for y in found.years]
    assert cost == [(130, 30), (30, 60), (0, 0)]
    # Year 0: 10 × .5 × 1 × 10. Year 1: (10 × 2 + 20 × 1) × .5 × 10. Year 2: 20 × 2 × .5 × 10.
    assert [y.benefit[Payer.KOMMUNE] for y in found.years] == [50, 200, 200]
    assert [y.benefit[Payer.STAT] for y in found.years] == [20, 80, 80]
    kommune = -80 + Decimal(170) / Decimal("1.1") + Decimal(200) / Decimal("1.21")
    assert found.net_present_value[Payer.KOMMUNE] == pytest.approx(kommune)
    assert found.cost_present_value == pytest.approx(160 + Decimal(90) / Decimal("1.1"))
    assert found.payback_year == 1
    worth = 140 + Decimal(560) / Decimal("1.1") + Decimal(560) / Decimal("1.21")
    assert found.break_even_success == pytest.approx(found.cost_present_value / worth)


AMOUNTS = st.integers(0, 10_000).map(Decimal)
CASES = st.builds(
    lambda rate, people, difference, costs, quantities, prices: replace(
        CASE,
        horizon_years=8,
        discount_rate=Decimal(rate) / 1000,
        participants=tuple(map(Decimal, people)),
        success=Success("s", difference=Decimal(difference) / 100),
        costs=tuple(
            Cost(f"c{n}", kind, amount, 2025, "s", payer)
            for n, (kind, amount, payer) in enumerate(costs)
        ),
        consequences=tuple(
            Consequence(f"k{n}", tuple(map(Decimal, quantity)), price, 2025, "s")
            for n, (quantity, price) in enumerate(zip(quantities, prices, strict=False))
        ),
    ),
    st.integers(0, 200),
    st.lists(st.integers(1, 100), min_size=1, max_size=4),
    st.integers(-100, 100),
    st.lists(
        st.tuples(st.sampled_from(CostKind), AMOUNTS, st.sampled_from(Payer)),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=6), min_size=3, max_size=3),
    st.lists(
        st.dictionaries(st.sampled_from([p.value for p in Payer]), AMOUNTS, min_size=1),
        min_size=1,
        max_size=3,
    ),
)


def reckon_by_person(case):
    """Return net present values by following each cohort and year in floats."""
    value = dict.fromkeys((p.value for p in Payer), 0.0)
    rate = 1 + float(case.discount_rate)
    for begun, people in enumerate(case.participants):
        for part in case.consequences:
            for age, quantity in enumerate(part.quantity):
                if begun + age < case.horizon_years:
                    worth = float(people * quantity * case.success.value) / rate ** (begun + age)
                    for payer, price in part.prices.items():
                        value[payer] += worth * float(price)
        for cost in case.costs:
            amount = {
                CostKind.ONCE: float(cost.amount) if begun == 0 else 0.0,
                CostKind.FIXED: float(cost.amount),
                CostKind.VARIABLE: float(cost.amount * people),
                CostKind.SAVED: -float(cost.amount),
            }[cost.kind]
            value[cost.payer.value] -= amount / rate**begun
    return value


@settings(max_examples=80, deadline=None)
@given(CASES)
def test_any_case_agrees_with_following_each_cohort(case):
    found = invest(case)
    expected = reckon_by_person(case)
    for payer in Payer:
        assert float(found.net_present_value[payer]) == pytest.approx(
            expected[payer.value], abs=1e-4
        )


@settings(max_examples=80, deadline=None)
@given(CASES)
def test_at_the_break_even_success_nothing_is_left_and_nothing_is_owed(case):
    needed = invest(case).break_even_success
    if needed is not None:
        assert abs(invest(case, success_difference=needed).total) < Decimal("1e-15")


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_the_pay_back_year_is_the_first_that_stays_even(case):
    found = invest(case)
    balances, balance = [], Decimal(0)
    for year in found.years:
        balance += year.net_total * year.discount
        balances.append(balance >= 0)
    expected = next((n for n in range(len(balances)) if all(balances[n:])), None)
    assert found.payback_year == expected


def test_success_as_rates_and_as_an_effect():
    assert Success("s", rate_with=Decimal("0.3"), rate_without=Decimal("0.2")).value == Decimal(
        "0.1"
    )
    moved = Success("s", standardised_effect=Decimal("0.43"), rate_without=Decimal("0.2"))
    assert float(moved.value) == pytest.approx(norm.cdf(norm.ppf(0.2) + 0.43) - 0.2, abs=1e-12)
    none = Success("s", standardised_effect=Decimal(0), rate_without=Decimal("0.2"))
    assert abs(none.value) < Decimal("1e-12")


def test_the_tornado_is_widest_first_and_each_bar_is_a_case_of_its_own():
    bars = tornado(CASE)
    assert {bar.parameter for bar in bars} == {
        "success_difference",
        "discount_rate",
        "cost",
        "visits",
    }
    assert [bar.span for bar in bars] == sorted((bar.span for bar in bars), reverse=True)
    bar = next(bar for bar in bars if bar.parameter == "success_difference")
    assert (bar.low, bar.base, bar.high) == (Decimal("0.40"), Decimal("0.5"), Decimal("0.60"))
    assert bar.at_low.total == invest(CASE, success_difference=Decimal("0.4")).total
    half = changed(CASE, {"visits": Decimal("0.5")})
    assert (
        half.net_present_value == invest(CASE, success_difference=Decimal("0.25")).net_present_value
    )


def test_variations_and_scenarios_of_ones_own():
    case = replace(
        CASE,
        variations=(Variation("fixed", Decimal(0), Decimal(2)),),
        scenarios=(Scenario("double", {"participants": Decimal(2), "cost": Decimal(2)}),),
    )
    (bar,) = tornado(case)
    assert bar.at_low.cost_present_value < bar.at_high.cost_present_value
    report = case_report(case)
    assert [s["name"] for s in report["scenarios"]] == ["double"]
    assert scenarios(case)["double"].years[0].cost[Payer.REGION] == 120
    for wrong in (
        {"colour": Decimal(1)},
        {"cost": Decimal(-1)},
        {"success_difference": Decimal(2)},
    ):
        with pytest.raises(UnusablePrices):
            changed(CASE, wrong)


def test_successes_worth_nothing_never_break_even():
    poor = replace(
        CASE, consequences=(Consequence("k", (Decimal(0),), {"stat": Decimal(1)}, 2025, "s"),)
    )
    report = case_report(poor)
    assert (report["break_even_success"], report["break_even_reachable"]) == (None, False)
    assert report["payback_year"] is None
    dear = replace(CASE, costs=(Cost("c", CostKind.ONCE, Decimal(10**6), 2025, "s"),))
    report = case_report(dear)
    assert report["break_even_success"] > 1
    assert not report["break_even_reachable"]


def test_the_report_says_that_it_never_stands_alone():
    report = case_report(load_case("illustrative-case"))
    assert "never stands alone" in report["note"]
    assert set(report["net_present_value"]) == {"kommune", "region", "stat", "total"}
    assert len(report["years"]) == 5
    assert report["years"][0]["calendar_year"] == 2026
    total = report["net_present_value"]["total"]
    assert total == pytest.approx(sum(y["discounted_net"] for y in report["years"]), abs=0.05)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("horizon_years = 3", "horizon_years = 37", "from 1 to 36"),
        ("discount_rate = 0.1", "discount_rate = 3.5", "such as 0.035"),
        ("participants = [10, 20]", "participants = [0]", "Somebody begins"),
        ("participants = [10, 20]", "participants = [1, 1, 1, 1]", "within the horizon"),
        ("participants = [10, 20]", "participants = [-1]", "how many begin"),
        ("participants = [10, 20]", "participants = []", "how many begin"),
        ("difference = 0.5", "difference = 1.5", "from -1 to 1"),
        ("difference = 0.5", "rate_with = 0.5", "rate_without goes with"),
        ("difference = 0.5", "difference = 0.5\nrate_without = 0.5", "rate_without goes with"),
        ("difference = 0.5", "rate_without = 0.5", "Give the success as"),
        ("difference = 0.5", "rate_with = 2\nrate_without = 0.5", "share from 0 to 1"),
        ("difference = 0.5", "standardised_effect = 1\nrate_without = 0", "above 0 and below 1"),
        ("difference = 0.5", "standardised_effect = 9\nrate_without = 0.5", "between -3 and 3"),
        ("amount = 100", "amount = -100", "give it as kind saved"),
        ('name = "fixed"', 'name = "once"', "name of its own"),
        ('name = "fixed"', 'name = "cost"', "name of its own"),
        ("kommune = 10", "eu = 10", "not eu"),
        ("{kommune = 10, stat = 4}", "{}", "kommune, region or stat"),
        ("quantity = [1, 2]", "quantity = []", "no quantity"),
        ("quantity = [1, 2]", "quantity = [1, inf]", "not a number"),
        ('kind = "once"', 'kind = "twice"', "must be one of once"),
        ('source = "s"\ndifference', "difference", "lacks 'source'"),
        ("title =", "titel =", "unknown key"),
    ],
)
def test_a_case_that_cannot_be_reckoned_is_refused(old, new, words):
    assert old in TEXT
    with pytest.raises(UnusableInput, match=words):
        read_case(TEXT.replace(old, new, 1), what="c.toml")


def test_prices_of_several_years_need_an_index():
    text = TEXT.replace("amount = 100\nprice_year = 2025", "amount = 100\nprice_year = 2020")
    with pytest.raises(UnusablePrices, match="prices of 2020 and of 2025"):
        invest(read_case(text))
    text = text.replace("[success]", "[index]\n2020 = 100\n2025 = 120\n[success]")
    assert invest(read_case(text)).years[0].cost[Payer.KOMMUNE] == 150
