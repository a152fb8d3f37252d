"""Cost against consequences, per payer and year."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from peervej.methods.economics.case import Case, CostKind
from peervej.methods.economics.money import ZERO, Payer, in_year

ByPayer = Mapping[Payer, Decimal]
DIGITS = 40


@dataclass(frozen=True)
class Year:
    """One year, kroner in the case's price year, not discounted; ``discount`` is the factor."""

    year: int
    cost: ByPayer
    benefit: ByPayer
    discount: Decimal

    def net(self, payer: Payer) -> Decimal:
        """Return benefit less cost for one payer, kroner."""
        return self.benefit[payer] - self.cost[payer]

    @property
    def net_total(self) -> Decimal:
        """Return benefit less cost for all payers together, kroner."""
        return sum((self.net(payer) for payer in Payer), ZERO)


@dataclass(frozen=True)
class Investment:
    """What a case comes to. Present values are kroner at the start of year 0."""

    years: tuple[Year, ...]
    net_present_value: ByPayer
    cost_present_value: Decimal
    payback_year: int | None
    break_even_success: Decimal | None
    success_difference: Decimal

    @property
    def total(self) -> Decimal:
        """Return the net present value for all payers together, kroner."""
        return sum(self.net_present_value.values(), ZERO)


def invest(case: Case, *, success_difference: Decimal | None = None) -> Investment:
    """Net the cost of an effort against its consequences (the SØM logic).

    With N(c) people beginning in year c, success difference s, quantity q(k, a) of consequence k
    in year a after the start and price P(k, payer): the benefit of year t for a payer is
    Σ N(c) · s · Σ q(k, t - c) · P(k, payer); the cost of a year is fixed + variable · N - saved.
    Year t is discounted by (1 + r)^-t. The pay-back year is the first from which the discounted
    sum of all payers is and stays at least 0 within the horizon. The break-even success is the
    present value of the cost over that of the benefit of a success difference of 1; None when
    successes are worth nothing. Raises `UnusablePrices` on prices of several years without an
    index.
    """
    with localcontext(prec=DIGITS):
        success = case.success.value if success_difference is None else success_difference
        per_success = [_benefit(case, year) for year in range(case.horizon_years)]
        years = tuple(
            Year(
                year,
                _cost(case, year),
                {payer: success * amount for payer, amount in per_success[year].items()},
                (1 + case.discount_rate) ** -year,
            )
            for year in range(case.horizon_years)
        )
        worth = sum((sum(per_success[y.year].values(), ZERO) * y.discount for y in years), ZERO)
        cost = sum((sum(y.cost.values(), ZERO) * y.discount for y in years), ZERO)
        return Investment(
            years=years,
            net_present_value={
                payer: sum((y.net(payer) * y.discount for y in years), ZERO) for payer in Payer
            },
            cost_present_value=cost,
            payback_year=_payback(years),
            break_even_success=cost / worth if worth > 0 else None,
            success_difference=success,
        )


def _benefit(case: Case, year: int) -> dict[Payer, Decimal]:
    """Return what a success difference of 1 spares each payer in a year, kroner."""
    benefit = dict.fromkeys(Payer, ZERO)
    for consequence in case.consequences:
        quantity = ZERO
        for begun, people in enumerate(case.participants):
            if 0 <= year - begun < len(consequence.quantity):
                quantity += people * consequence.quantity[year - begun]
        for payer, price in consequence.prices.items():
            amount = in_year(price, consequence.price_year, case.price_year, case.index)
            benefit[Payer(payer)] += quantity * amount
    return benefit


def _cost(case: Case, year: int) -> dict[Payer, Decimal]:
    people = case.participants[year] if year < len(case.participants) else ZERO
    running = Decimal(1) if people else ZERO
    times = {
        CostKind.ONCE: Decimal(1) if year == 0 else ZERO,
        CostKind.FIXED: running,
        CostKind.VARIABLE: people,
        CostKind.SAVED: -running,
    }
    cost = dict.fromkeys(Payer, ZERO)
    for item in case.costs:
        amount = in_year(item.amount, item.price_year, case.price_year, case.index)
        cost[item.payer] += amount * times[item.kind]
    return cost


def _payback(years: tuple[Year, ...]) -> int | None:
    found, balance = None, ZERO
    for year in years:
        balance += year.net_total * year.discount
        if balance < 0:
            found = None
        elif found is None:
            found = year.year
    return found
