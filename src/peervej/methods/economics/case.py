"""A business case: costs, success and its consequences, each with price, year and source.

The logic is that of the Danish Socialøkonomisk Investeringsmodel (SØM): the cost of an effort
is netted against its consequences for each payer and year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import NormalDist
from types import MappingProxyType

from peervej.methods.economics.money import (
    ZERO,
    Payer,
    UnusablePrices,
    check_index,
    check_year,
)
from peervej.methods.strict_toml import build, parse_toml

# The Danish Ministry of Finance states its discount rate for the first 35 years.
LONGEST_HORIZON = 36


class CostKind(StrEnum):
    """When and how often a cost falls."""

    ONCE = "once"
    FIXED = "fixed"
    VARIABLE = "variable"
    SAVED = "saved"


@dataclass(frozen=True)
class Cost:
    """A cost in kroner: once in year 0, fixed in each year people begin, or for each of them.

    A cost of the kind saved is what the effort makes superfluous, and is subtracted.
    """

    name: str
    kind: CostKind
    amount: Decimal
    price_year: int
    source: str
    payer: Payer = Payer.KOMMUNE

    def __post_init__(self) -> None:
        """Refuse amounts below nothing: what is spared is of the kind saved."""
        check_year(self.price_year, f"The price year of {self.name!r}")
        if self.amount < 0:
            raise UnusablePrices(f"The cost {self.name!r} is below 0; give it as kind saved.")


@dataclass(frozen=True)
class Consequence:
    """What one success changes: how much of it in each year since the start, and its price.

    ``quantity``: for year 0, 1, 2 and so on after a person began; 0 afterwards. ``prices``: what
    a unit spares each payer, kroner (below 0 when it costs them more).
    """

    name: str
    quantity: tuple[Decimal, ...]
    prices: Mapping[str, Decimal]
    price_year: int
    source: str

    def __post_init__(self) -> None:
        """Refuse payers there are none of, and consequences without any quantity."""
        check_year(self.price_year, f"The price year of {self.name!r}")
        unknown = set(self.prices) - {payer.value for payer in Payer}
        if unknown or not self.prices:
            raise UnusablePrices(
                f"The prices of {self.name!r} are for kommune, region or stat"
                f"{f', not {min(unknown)}' if unknown else ''}."
            )
        if not self.quantity:
            raise UnusablePrices(f"{self.name!r} has no quantity; give one for each year.")


@dataclass(frozen=True)
class Success:
    """How many more succeed with the effort than without, as a share of those who begin.

    Given as a ``difference``, as two rates, or as a standardised effect beside the rate without:
    then the rate with is Φ(Φ⁻¹(rate without) + effect), the share above the same threshold when
    a normal distribution is moved by so many standard deviations.
    """

    source: str
    difference: Decimal | None = None
    rate_with: Decimal | None = None
    rate_without: Decimal | None = None
    standardised_effect: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse anything but exactly one way of stating it."""
        rates = (self.difference, self.rate_with, self.standardised_effect)
        if sum(rate is not None for rate in rates) != 1:
            raise UnusablePrices(
                "Give the success as difference, as rate_with and rate_without, or as "
                "standardised_effect and rate_without."
            )
        if (self.difference is None) != (self.rate_without is not None):
            raise UnusablePrices("rate_without goes with rate_with and standardised_effect.")
        for name in ("rate_with", "rate_without"):
            rate = getattr(self, name)
            if rate is not None and not 0 <= rate <= 1:
                raise UnusablePrices(f"{name} is a share from 0 to 1, not {rate}.")
        if self.standardised_effect is not None and not (
            self.rate_without is not None
            and 0 < self.rate_without < 1
            and abs(self.standardised_effect) <= 3
        ):
            raise UnusablePrices(
                "A standardised effect lies between -3 and 3 and needs a rate_without "
                "above 0 and below 1."
            )
        if not -1 <= self.value <= 1:
            raise UnusablePrices("The success difference is a share from -1 to 1.")

    @property
    def value(self) -> Decimal:
        """Return the difference in the share that succeeds."""
        if self.difference is not None:
            return self.difference
        without = self.rate_without or ZERO
        if self.rate_with is not None:
            return self.rate_with - without
        normal = NormalDist()
        moved = normal.cdf(normal.inv_cdf(float(without)) + float(self.standardised_effect or 0))
        return Decimal(repr(moved)) - without


@dataclass(frozen=True)
class Variation:
    """A parameter to vary, from ``low`` to ``high``.

    ``discount_rate`` and ``success_difference`` are given as values; ``participants``, ``cost``,
    ``benefit`` and the name of a cost or consequence as factors of what they are.
    """

    parameter: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Scenario:
    """Several parameters changed at once, by name as in `Variation`."""

    name: str
    changes: Mapping[str, Decimal]


@dataclass(frozen=True)
class Case:
    """One business case. ``participants``: how many begin in year 0, 1, 2 and so on."""

    title: str
    price_year: int
    horizon_years: int
    discount_rate: Decimal
    participants: tuple[Decimal, ...]
    success: Success
    costs: tuple[Cost, ...]
    consequences: tuple[Consequence, ...]
    start_year: int | None = None
    variations: tuple[Variation, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    index: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no calculation can be made of."""
        check_year(self.price_year, "price_year")
        check_index(self.index)
        if not 1 <= self.horizon_years <= LONGEST_HORIZON:
            raise UnusablePrices(f"horizon_years is from 1 to {LONGEST_HORIZON}.")
        if not 0 <= self.discount_rate <= Decimal("0.2"):
            raise UnusablePrices("discount_rate is a share from 0 to 0.2, such as 0.035.")
        if not self.participants or any(n < 0 for n in self.participants):
            raise UnusablePrices("participants says how many begin in year 0, 1 and so on.")
        if len(self.participants) > self.horizon_years or not any(self.participants):
            raise UnusablePrices("Somebody begins, and within the horizon.")
        if not self.costs or not self.consequences:
            raise UnusablePrices("A business case has at least one cost and one consequence.")
        names = self.part_names
        if len(set(names)) < len(names) or set(names) & RESERVED:
            raise UnusablePrices("Each cost and consequence has a name of its own.")

    @property
    def part_names(self) -> list[str]:
        """Return the names of all costs and consequences."""
        return [cost.name for cost in self.costs] + [part.name for part in self.consequences]


RESERVED = frozenset({"discount_rate", "success_difference", "participants", "cost", "benefit"})


def read_case(data: str | bytes, *, what: str = "the case") -> Case:
    """Read a business case from TOML; raises `UnusableDefinition`, naming the key."""
    return build(Case, parse_toml(data, what=what), where=what)
