"""Prices against the printed ones and sums made by hand."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.tariffs import UnknownTariff, list_tariffs, load_tariff
from peervej.methods.economics import (
    Basis,
    UnusablePrices,
    costs_of,
    price_range,
    price_year,
    prices_to_toml,
    read_prices,
)
from peervej.methods.errors import UnusableInput

LIST = """
title = "T"
price_year = 2025
basis = "own"
[volume]
courses_per_weekly_group = 4
participants_per_course = 10
sites = 2
dropout_rate = 0.2
[[items]]
name = "a"
category = "preparation"
per = "site"
amount = 100
price_year = 2025
source = "s"
[[items]]
name = "b"
category = "operation"
per = "course"
amount = 50.5
quantity = 2
price_year = 2025
source = "s"
[[items]]
name = "c"
category = "material"
per = "participant"
amount = 1
price_year = 2025
source = "s"
[[unpaid]]
name = "d"
per = "course"
hours = 60
"""


def test_the_brochure_gives_both_printed_prices_per_participant():
    one, two = price_range(load_tariff("brochure"), [1, 2])
    assert (one.participants, one.per_participant) == (48, 2908)
    assert (two.participants, two.per_participant) == (96, 2375)
    assert two.total == 228000
    assert one.total == 139584
    assert round(one.total, -4) == 140000
    assert load_tariff("brochure").basis is Basis.IMPLIED
    assert "implied" in load_tariff("brochure").note


def test_a_price_made_by_hand():
    tariff = price_year(read_prices(LIST), 3)
    # 2 sites × 100 + 12 courses × 2 × 50.50 + 120 people × 1
    assert tariff.total == Decimal("1532.0")
    assert (tariff.courses, tariff.participants, tariff.completing) == (12, 120, 96)
    report = tariff.to_json()
    assert report["per_participant"] == 12.77
    assert report["per_completing"] == 15.96
    assert report["per_weekly_group"] == 510.67
    assert report["unpaid_hours"] == [{"name": "d", "hours": 720, "amount": 0}]
    assert [line["amount"] for line in report["lines"]] == [200, 1212, 120]


def test_prices_of_different_years_are_never_added_up_in_silence():
    mixed = LIST.replace("amount = 100\nprice_year = 2025", "amount = 100\nprice_year = 2023")
    with pytest.raises(UnusablePrices, match="prices of 2023 and of 2025"):
        price_year(read_prices(mixed), 1)
    indexed = mixed.replace("[volume]", "[index]\n2023 = 100\n2025 = 110\n[volume]")
    assert price_year(read_prices(indexed), 1).lines[0].amount == 220


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 1000), st.sampled_from(list_tariffs()))
def test_the_lines_add_up_and_more_groups_are_never_dearer_each(number, tariff_id):
    prices = load_tariff(tariff_id)
    tariff, one = price_year(prices, number), price_year(prices, 1)
    assert tariff.total == sum(line.amount for line in tariff.lines)
    assert tariff.participants == number * one.participants
    assert tariff.per_participant <= one.per_participant


@pytest.mark.parametrize("number", [0, -1, 1001, True])
def test_an_impossible_number_of_groups_is_refused(number):
    with pytest.raises(UnusablePrices, match="from 1 to 1000"):
        price_year(load_tariff("brochure"), number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LIST.replace('basis = "own"', 'basis = "guess"'), "must be one of own"),
        (LIST.replace("dropout_rate = 0.2", "dropout_rate = 1"), "a share from 0 to below 1"),
        (LIST.replace("sites = 2", "sites = 0"), "sites must be a whole number"),
        (LIST.replace('name = "b"', 'name = "a"'), "same name"),
        (LIST.replace("quantity = 2", "quantity = -2"), "quantity below 0"),
        (LIST.replace("hours = 60", "hours = -60"), "hours below 0"),
        (LIST.replace("amount = 100", "amount = nan"), "not a number"),
        (LIST.replace("amount = 100", 'amount = "100"'), "must be a number"),
        (LIST.replace("amount = 100\n", ""), "lacks 'amount'"),
        (LIST.replace('source = "s"', 'source = ""', 1), "source is empty"),
        (LIST.replace("price_year = 2025", "price_year = 25", 1), "give a year"),
        (LIST.replace("[volume]", "[index]\n2023 = 0\n[volume]"), "needs a year and > 0"),
        (LIST.replace("[volume]", "[index]\nx = 1\n[volume]"), "needs a year and > 0"),
        (LIST.split("[[items]]")[0], "lacks 'items'"),
        ("title = 'x'", "lacks"),
    ],
)
def test_a_list_that_makes_no_price_is_refused(text, words):
    with pytest.raises(UnusableInput, match=words):
        read_prices(text, what="p.toml")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"x" * 2_000_000, b"a,b\n1,2\n"])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(UnusableInput):
        read_prices(data)


def test_every_shipped_list_has_a_source_for_every_price():
    assert list_tariffs() == ("brochure", "illustrative")
    for name in list_tariffs():
        assert all(item.source for item in load_tariff(name).items)
    with pytest.raises(UnknownTariff):
        load_tariff("illustrative-case")


@pytest.mark.parametrize("tariff_id", list_tariffs())
def test_a_list_comes_back_from_toml_the_same(tariff_id):
    prices = load_tariff(tariff_id)
    assert read_prices(prices_to_toml(prices)) == prices


def test_a_price_as_the_costs_of_a_case():
    tariff = price_year(read_prices(LIST), 3)
    # Preparation falls once; what is per participant is given for each of the 120.
    assert [(c.name, c.kind.value, c.amount) for c in costs_of(tariff)] == [
        ("a", "once", 200),
        ("b", "fixed", Decimal("1212.0")),
        ("c", "variable", 1),
    ]
    assert sum(tariff.by_category.values()) == tariff.total
