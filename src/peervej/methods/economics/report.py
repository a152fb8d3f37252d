"""A business case as one JSON document."""

from decimal import Decimal
from typing import Any

from peervej.methods.economics.case import Case
from peervej.methods.economics.investment import Investment, Year, invest
from peervej.methods.economics.money import ZERO, Payer, rounded
from peervej.methods.economics.sensitivity import Bar, scenarios, tornado

NEVER_ALONE = (
    "A calculation like this never stands alone: it says what must be true for the money to come "
    "back, not that it is true, and not what the effort is worth to those who take part."
)
RATE_PLACES = 6


def case_report(case: Case) -> dict[str, Any]:
    """Return years, net present values, break-even, pay-back, tornado and scenarios.

    Amounts are kroner in the case's price year, two decimals. ``break_even_success`` is the
    success difference at which the case breaks even, None when successes are worth nothing, and
    above 1 when no success rate is enough (then ``break_even_reachable`` is false). Raises
    `UnusablePrices`.
    """
    found = invest(case)
    return {
        "title": case.title,
        "price_year": case.price_year,
        "discount_rate": rounded(case.discount_rate, RATE_PLACES),
        "break_even_success": rate(found.break_even_success),
        "break_even_reachable": is_reachable(found),
        "success_difference": rate(found.success_difference),
        "payback_year": found.payback_year,
        "net_present_value": by_payer(found),
        "cost_present_value": rounded(found.cost_present_value),
        "years": [_year(case, year) for year in found.years],
        "sensitivity": [_bar(bar) for bar in tornado(case)],
        "scenarios": [
            {"name": name, **_summary(result)} for name, result in scenarios(case).items()
        ],
        "note": NEVER_ALONE,
    }


def rate(value: Decimal | None) -> int | float | None:
    """Return a share as JSON shows it, to six decimals."""
    return None if value is None else rounded(value, RATE_PLACES)


def is_reachable(found: Investment) -> bool:
    """Say whether some success difference makes the case break even."""
    return found.break_even_success is not None and found.break_even_success <= 1


def by_payer(found: Investment) -> dict[str, int | float]:
    """Return the net present values, kroner, with their total."""
    values = {payer.value: rounded(found.net_present_value[payer]) for payer in Payer}
    return {**values, "total": rounded(found.total)}


def _summary(found: Investment) -> dict[str, Any]:
    return {
        "net_present_value": by_payer(found),
        "payback_year": found.payback_year,
        "break_even_success": rate(found.break_even_success),
    }


def _year(case: Case, year: Year) -> dict[str, Any]:
    def amounts(values: Any) -> dict[str, int | float]:
        shown = {payer.value: rounded(values[payer]) for payer in Payer}
        return {**shown, "total": rounded(sum((values[payer] for payer in Payer), ZERO))}

    return {
        "year": year.year,
        "calendar_year": None if case.start_year is None else case.start_year + year.year,
        "cost": amounts(year.cost),
        "benefit": amounts(year.benefit),
        "net": amounts({payer: year.net(payer) for payer in Payer}),
        "discount_factor": rounded(year.discount, RATE_PLACES),
        "discounted_net": rounded(year.net_total * year.discount),
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "parameter": bar.parameter,
        "low": rate(bar.low),
        "base": rate(bar.base),
        "high": rate(bar.high),
        "npv_low": rounded(bar.at_low.total),
        "npv_high": rounded(bar.at_high.total),
        "span": rounded(bar.span),
        "break_even_low": rate(bar.at_low.break_even_success),
        "break_even_high": rate(bar.at_high.break_even_success),
    }
