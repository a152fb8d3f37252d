"""The price of running so many weekly groups for a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peervej.methods.economics.money import ZERO, UnusablePrices, in_year, rounded
from peervej.methods.economics.prices import Category, CostItem, Per, PriceList

MAX_WEEKLY_GROUPS = 1000


@dataclass(frozen=True)
class Line:
    """One item of a price: unit price and amount in kroner of the list's price year."""

    item: CostItem
    unit: Decimal
    quantity: Decimal

    @property
    def amount(self) -> Decimal:
        """Return unit × quantity, kroner."""
        return self.unit * self.quantity


@dataclass(frozen=True)
class Tariff:
    """The price of a year, kroner, and what it comes to for each course and person."""

    prices: PriceList
    weekly_groups: int
    lines: tuple[Line, ...]
    unpaid_hours: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """Return the price of the year, kroner."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def by_category(self) -> dict[Category, Decimal]:
        """Return what each category comes to, kroner; 0 where it has no item."""
        sums = dict.fromkeys(Category, ZERO)
        for line in self.lines:
            sums[line.item.category] += line.amount
        return sums

    @property
    def courses(self) -> int:
        """Return how many courses are held in the year."""
        return self.weekly_groups * self.prices.volume.courses_per_weekly_group

    @property
    def participants(self) -> int:
        """Return how many people begin in the year."""
        return self.courses * self.prices.volume.participants_per_course

    @property
    def completing(self) -> Decimal:
        """Return how many are expected to stay to the end."""
        return self.participants * (1 - self.prices.volume.dropout_rate)

    @property
    def per_weekly_group(self) -> Decimal:
        """Return the price for each weekly group, kroner."""
        return self.total / self.weekly_groups

    @property
    def per_participant(self) -> Decimal:
        """Return the price for each who begins, kroner."""
        return self.total / self.participants

    @property
    def per_completing(self) -> Decimal:
        """Return the price for each who stays to the end, kroner."""
        return self.total / self.completing

    def to_json(self) -> dict[str, Any]:
        """Return the price as one JSON document."""
        return {
            "title": self.prices.title,
            "basis": self.prices.basis.value,
            "note": self.prices.note,
            "price_year": self.prices.price_year,
            "weekly_groups": self.weekly_groups,
            "total": rounded(self.total),
            "participants": self.participants,
            "per_participant": rounded(self.per_participant),
            "per_weekly_group": rounded(self.per_weekly_group),
            "courses": self.courses,
            "per_course": rounded(self.total / self.courses),
            "dropout_rate": rounded(self.prices.volume.dropout_rate, 4),
            "completing": rounded(self.completing),
            "per_completing": rounded(self.per_completing),
            "lines": [_line(line) for line in self.lines],
            "unpaid_hours": [
                {"name": name, "hours": rounded(hours), "amount": 0}
                for name, hours in self.unpaid_hours
            ],
        }


def price_year(prices: PriceList, weekly_groups: int) -> Tariff:
    """Return the price of a year with so many weekly groups.

    Each item is multiplied by what it is given per, and converted to the list's price year by
    its index. Raises `UnusablePrices` on a number of groups outside 1–1000 or prices of several
    years without an index.
    """
    if isinstance(weekly_groups, bool) or not 1 <= weekly_groups <= MAX_WEEKLY_GROUPS:
        raise UnusablePrices(
            f"The number of weekly groups is from 1 to {MAX_WEEKLY_GROUPS}, not {weekly_groups}."
        )
    times = _multiples(prices, weekly_groups)
    lines = tuple(
        Line(
            item,
            in_year(item.amount, item.price_year, prices.price_year, prices.index),
            item.quantity * times[item.per],
        )
        for item in prices.items
    )
    unpaid = tuple((entry.name, entry.hours * times[entry.per]) for entry in prices.unpaid)
    return Tariff(prices, weekly_groups, lines, unpaid)


def price_range(prices: PriceList, weekly_groups: Iterable[int]) -> list[Tariff]:
    """Return the price for each number of weekly groups; raises as `price_year` does."""
    return [price_year(prices, number) for number in weekly_groups]


def _multiples(prices: PriceList, weekly_groups: int) -> dict[Per, int]:
    courses = weekly_groups * prices.volume.courses_per_weekly_group
    return {
        Per.SHARED: 1,
        Per.SITE: prices.volume.sites,
        Per.WEEKLY_GROUP: weekly_groups,
        Per.COURSE: courses,
        Per.PARTICIPANT: courses * prices.volume.participants_per_course,
    }


def _line(line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "name": item.name,
        "category": item.category.value,
        "per": item.per.value,
        "unit": rounded(line.unit),
        "quantity": rounded(line.quantity),
        "amount": rounded(line.amount),
        "price_year": item.price_year,
        "source": item.source,
        "note": item.note,
    }
