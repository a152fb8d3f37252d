"""Price lists as TOML, and their costs as those of a business case."""

import dataclasses
from typing import Any

from peervej.methods.economics.case import Cost, CostKind
from peervej.methods.economics.money import Payer
from peervej.methods.economics.prices import Category, Per, PriceList
from peervej.methods.economics.tariff import Line, Tariff
from peervej.methods.toml_text import dump_toml


def prices_to_toml(prices: PriceList) -> str:
    """Write a price list so that `read_prices` gives it back."""
    return dump_toml(_table(prices))


def costs_of(tariff: Tariff, *, payer: Payer = Payer.KOMMUNE) -> tuple[Cost, ...]:
    """Return a year's price as the costs of a business case, kroner of the list's price year.

    Preparation falls once, what is given per participant follows their number, and the rest is
    fixed in each year people begin.
    """
    return tuple(
        Cost(
            line.item.name,
            _kind(line),
            line.amount / tariff.participants if _kind(line) is CostKind.VARIABLE else line.amount,
            tariff.prices.price_year,
            line.item.source,
            payer,
        )
        for line in tariff.lines
    )


def _kind(line: Line) -> CostKind:
    if line.item.category is Category.PREPARATION:
        return CostKind.ONCE
    return CostKind.VARIABLE if line.item.per is Per.PARTICIPANT else CostKind.FIXED


def _table(prices: PriceList) -> dict[str, Any]:
    table = {f.name: getattr(prices, f.name) for f in dataclasses.fields(prices)}
    table["basis"] = prices.basis.value
    table["index"] = dict(prices.index) or None
    table["volume"] = dataclasses.asdict(prices.volume)
    table["items"] = [_plain(item) for item in prices.items]
    table["unpaid"] = [_plain(entry) for entry in prices.unpaid] or None
    return table


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: str(v) if isinstance(v, str) else v for name, v in dataclasses.asdict(row).items()
    }
