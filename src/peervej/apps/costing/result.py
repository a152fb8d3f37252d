"""What a business case comes to, for the page; the figures are those of `peervej invest`."""

from typing import Any

from django.utils.translation import gettext as _

from peervej.apps.costing.drawing import Bar, draw_tornado
from peervej.apps.costing.enums import PayerName
from peervej.apps.costing.forms.case import parameter_words
from peervej.apps.design.numbers import write_number
from peervej.methods.economics import Case, case_report

SHARES = frozenset({"discount_rate", "success_difference"})


def kroner(amount: float) -> str:
    """An amount in whole kroner."""
    return write_number(amount, 0)


def of_hundred(share: float) -> str:
    """A share as so many of a hundred."""
    return write_number(share * 100, 1)


def say_result(case: Case) -> dict[str, Any]:
    """Everything the page shows of a case; raises `UnusablePrices`."""
    report = case_report(case)
    total = report["net_present_value"]["total"]
    bars = [_bar(bar) for bar in report["sensitivity"]]
    return {
        "title": report["title"],
        "price_year": report["price_year"],
        "headline": _headline(report),
        "reckoned": _("The calculation reckons with %(more)s more of 100.")
        % {"more": of_hundred(report["success_difference"])},
        "is_enough": _is_enough(report),
        "payback": _payback(report),
        "payers": [
            (label, kroner(report["net_present_value"][payer]))
            for payer, label in [*PayerName.choices, ("total", _("all together"))]
        ],
        "cost": kroner(report["cost_present_value"]),
        "years": _years(report["years"]),
        "payer_years": [
            (label, _payer_years(report["years"], payer)) for payer, label in PayerName.choices
        ],
        "tornado": list(draw_tornado(bars, total)),
        "scenarios": [
            {
                "name": row["name"],
                "total": kroner(row["net_present_value"]["total"]),
                "needed": "–"
                if row["break_even_success"] is None
                else of_hundred(row["break_even_success"]),
                "payback": "–" if row["payback_year"] is None else row["payback_year"],
            }
            for row in report["scenarios"]
        ],
    }


def _headline(report: dict[str, Any]) -> str:
    needed = report["break_even_success"]
    if needed is None:
        return _("A success spares nobody anything here, so the money does not come back.")
    if not report["break_even_reachable"]:
        return _("The money does not come back, even if everyone succeeds because of it.")
    if needed <= 0:
        return _("It costs nothing on the whole, so the money comes back in any case.")
    return _(
        "The money comes back if at least %(needed)s more of every 100 who begin succeed than"
        " would have without it."
    ) % {"needed": of_hundred(needed)}


def _is_enough(report: dict[str, Any]) -> bool:
    needed = report["break_even_success"]
    return needed is not None and bool(report["success_difference"] >= needed)


def _payback(report: dict[str, Any]) -> str:
    year = report["payback_year"]
    if year is None:
        return _("Not within the years reckoned")
    calendar = report["years"][year]["calendar_year"]
    if calendar is not None:
        return _("In year %(year)s, which is %(calendar)s (the first year is 0)") % {
            "year": year,
            "calendar": calendar,
        }
    return _("In year %(year)s (the first year is 0)") % {"year": year}


def _years(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found, balance = [], 0.0
    for row in rows:
        balance += row["discounted_net"]
        found.append(
            {
                "year": row["calendar_year"] or row["year"],
                "cost": kroner(row["cost"]["total"]),
                "benefit": kroner(row["benefit"]["total"]),
                "net": kroner(row["net"]["total"]),
                "balance": kroner(balance),
            }
        )
    return found


def _payer_years(rows: list[dict[str, Any]], payer: str) -> list[dict[str, Any]]:
    """What one payer pays and is spared each year, in the case's prices, not discounted."""
    return [
        {
            "year": row["calendar_year"] or row["year"],
            **{part: kroner(row[part][payer]) for part in ("cost", "benefit", "net")},
        }
        for row in rows
    ]


def _bar(bar: dict[str, Any]) -> Bar:
    name = bar["parameter"]
    if name in SHARES:
        ends = [f"{of_hundred(bar[end])} %" for end in ("low", "high")]
    else:
        ends = [f"× {write_number(bar[end], 2)}" for end in ("low", "high")]
    text = _("%(low)s to %(high)s gives %(npv_low)s to %(npv_high)s kr.") % {
        "low": ends[0],
        "high": ends[1],
        "npv_low": kroner(bar["npv_low"]),
        "npv_high": kroner(bar["npv_high"]),
    }
    words = parameter_words(name)
    return Bar(words[:1].upper() + words[1:], bar["npv_low"], bar["npv_high"], text)
