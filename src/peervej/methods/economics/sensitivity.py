"""What changes when one thing is different, and when several are."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from peervej.methods.economics.case import RESERVED, Case, Consequence, Cost, Variation
from peervej.methods.economics.investment import Investment, invest
from peervej.methods.economics.money import UnusablePrices

LESS, MORE = Decimal("0.8"), Decimal("1.2")


@dataclass(frozen=True)
class Bar:
    """One bar of the tornado: a parameter's range and the net present values at its ends."""

    parameter: str
    low: Decimal
    base: Decimal
    high: Decimal
    at_low: Investment
    at_high: Investment

    @property
    def span(self) -> Decimal:
        """Return how far the net present value moves, kroner."""
        return abs(self.at_high.total - self.at_low.total)


def tornado(case: Case) -> list[Bar]:
    """Vary one parameter at a time, widest effect on the net present value first.

    Without variations of its own, each is taken from 80 to 120 % and the discount rate from 2 %
    to 5 %. Raises `UnusablePrices` on a parameter the case does not have.
    """
    bars = []
    for variation in case.variations or default_variations(case):
        bars.append(
            Bar(
                variation.parameter,
                variation.low,
                base_value(case, variation.parameter),
                variation.high,
                changed(case, {variation.parameter: variation.low}),
                changed(case, {variation.parameter: variation.high}),
            )
        )
    return sorted(bars, key=lambda bar: (-bar.span, bar.parameter))


def default_variations(case: Case) -> list[Variation]:
    """Return the variations used when a case names none."""
    success = case.success.value
    return [
        Variation("success_difference", success * LESS, success * MORE),
        Variation("discount_rate", Decimal("0.02"), Decimal("0.05")),
        Variation("cost", LESS, MORE),
        *(Variation(part.name, LESS, MORE) for part in case.consequences),
    ]


def scenarios(case: Case) -> dict[str, Investment]:
    """Return what the case comes to in each of its scenarios; raises as `tornado` does."""
    return {scenario.name: changed(case, scenario.changes) for scenario in case.scenarios}


def base_value(case: Case, parameter: str) -> Decimal:
    """Return what a parameter is in the case: its value, or the factor 1."""
    if parameter == "discount_rate":
        return case.discount_rate
    if parameter == "success_difference":
        return case.success.value
    return Decimal(1)


def changed(case: Case, changes: Mapping[str, Decimal]) -> Investment:
    """Return what the case comes to with some parameters changed; raises `UnusablePrices`."""
    known = RESERVED | set(case.part_names)
    for name, value in changes.items():
        if name not in known:
            raise UnusablePrices(
                f"There is no parameter {name!r} to vary; there are {', '.join(sorted(known))}."
            )
        if name != "success_difference" and value < 0:
            raise UnusablePrices(f"The parameter {name!r} cannot be below 0.")
    success = changes.get("success_difference")
    if success is not None and not -1 <= success <= 1:
        raise UnusablePrices("The success difference is a share from -1 to 1.")
    people = changes.get("participants", Decimal(1))
    varied = dataclasses.replace(
        case,
        discount_rate=changes.get("discount_rate", case.discount_rate),
        participants=tuple(number * people for number in case.participants),
        costs=tuple(_cost(cost, changes) for cost in case.costs),
        consequences=tuple(_consequence(part, changes) for part in case.consequences),
    )
    return invest(varied, success_difference=success)


def _cost(cost: Cost, changes: Mapping[str, Decimal]) -> Cost:
    one = Decimal(1)
    factor = changes.get("cost", one) * changes.get(cost.name, one)
    return dataclasses.replace(cost, amount=cost.amount * factor)


def _consequence(part: Consequence, changes: Mapping[str, Decimal]) -> Consequence:
    one = Decimal(1)
    factor = changes.get("benefit", one) * changes.get(part.name, one)
    prices = {payer: price * factor for payer, price in part.prices.items()}
    return dataclasses.replace(part, prices=prices)
