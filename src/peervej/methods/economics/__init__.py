"""What a programme costs, and what must be true for the money to come back."""

from peervej.methods.economics.case import (
    Case,
    Consequence,
    Cost,
    CostKind,
    Scenario,
    Success,
    Variation,
    read_case,
)
from peervej.methods.economics.investment import Investment, Year, invest
from peervej.methods.economics.money import Payer, UnusablePrices, rounded
from peervej.methods.economics.prices import (
    Basis,
    Category,
    CostItem,
    Per,
    PriceList,
    UnpaidHours,
    Volume,
    read_prices,
)
from peervej.methods.economics.report import NEVER_ALONE, case_report
from peervej.methods.economics.sensitivity import Bar, changed, scenarios, tornado
from peervej.methods.economics.tariff import Line, Tariff, price_range, price_year
from peervej.methods.economics.writing import costs_of, prices_to_toml

__all__ = [
    "NEVER_ALONE",
    "Bar",
    "Basis",
    "Case",
    "Category",
    "Consequence",
    "Cost",
    "CostItem",
    "CostKind",
    "Investment",
    "Line",
    "Payer",
    "Per",
    "PriceList",
    "Scenario",
    "Success",
    "Tariff",
    "UnpaidHours",
    "UnusablePrices",
    "Variation",
    "Volume",
    "Year",
    "case_report",
    "changed",
    "costs_of",
    "invest",
    "price_range",
    "price_year",
    "prices_to_toml",
    "read_case",
    "read_prices",
    "rounded",
    "scenarios",
    "tornado",
]
