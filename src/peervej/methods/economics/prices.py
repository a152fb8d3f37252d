"""Price lists: what a programme costs to run, item by item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from peervej.methods.economics.money import ONE, ZERO, UnusablePrices, check_index, check_year
from peervej.methods.strict_toml import build, parse_toml


class Category(StrEnum):
    """What a cost is for."""

    PREPARATION = "preparation"
    TRAINING = "training"
    OPERATION = "operation"
    MATERIAL = "material"


class Per(StrEnum):
    """What a cost is multiplied by."""

    SHARED = "shared"
    SITE = "site"
    WEEKLY_GROUP = "weekly_group"
    COURSE = "course"
    PARTICIPANT = "participant"


class Basis(StrEnum):
    """What the numbers of a list are: somebody's own, made up to show the way, or derived."""

    OWN = "own"
    ILLUSTRATIVE = "illustrative"
    IMPLIED = "implied"


@dataclass(frozen=True)
class CostItem:
    """One cost: an amount in kroner of a year's prices, with where it is from."""

    name: str
    category: Category
    per: Per
    amount: Decimal
    price_year: int
    source: str
    quantity: Decimal = ONE
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a year no price list is from, and less than nothing of something."""
        check_year(self.price_year, f"The price year of {self.name!r}")
        if self.quantity < 0:
            raise UnusablePrices(f"{self.name!r} has a quantity below 0.")


@dataclass(frozen=True)
class UnpaidHours:
    """Volunteers' hours: counted at 0 kr. and shown apart."""

    name: str
    per: Per
    hours: Decimal

    def __post_init__(self) -> None:
        """Refuse hours below none."""
        if self.hours < 0:
            raise UnusablePrices(f"{self.name!r} has hours below 0.")


@dataclass(frozen=True)
class Volume:
    """How much is run in a year for each weekly group."""

    courses_per_weekly_group: int
    participants_per_course: int
    sites: int = 1
    dropout_rate: Decimal = ZERO

    def __post_init__(self) -> None:
        """Refuse amounts that make no price."""
        for name in ("courses_per_weekly_group", "participants_per_course", "sites"):
            if not 1 <= getattr(self, name) <= 10_000:
                raise UnusablePrices(f"{name} must be a whole number from 1 to 10000.")
        if not 0 <= self.dropout_rate < 1:
            raise UnusablePrices("dropout_rate is a share from 0 to below 1, such as 0.14.")


@dataclass(frozen=True)
class PriceList:
    """A list of costs for one year of running, all shown in the prices of ``price_year``."""

    title: str
    price_year: int
    basis: Basis
    volume: Volume
    items: tuple[CostItem, ...]
    unpaid: tuple[UnpaidHours, ...] = ()
    note: str | None = None
    index: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse an empty list and two items of one name."""
        check_year(self.price_year, "price_year")
        check_index(self.index)
        if not self.items:
            raise UnusablePrices("A price list has at least one item.")
        names = [item.name for item in self.items]
        if len(set(names)) < len(names):
            raise UnusablePrices("Two items have the same name; give each its own.")


def read_prices(data: str | bytes, *, what: str = "the price list") -> PriceList:
    """Read a price list from TOML; raises `UnusableDefinition`, naming the key."""
    return build(PriceList, parse_toml(data, what=what), where=what)
