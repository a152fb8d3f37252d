"""An offer as tagged PDF (PDF/UA-1), set by typst; text goes in as data."""

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from peervej.apps.costing.enums import CategoryName
from peervej.apps.costing.result import kroner
from peervej.apps.design.numbers import write_number
from peervej.methods.economics import Basis, Tariff

STANDARD = "ua-1"
# PDF/UA-1 (ISO 14289-1, 7.21) refuses a file with a sign no font has, such as an emoji.
_UNPRINTABLE = re.compile("[^\n\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")


def write_offer(tariff: Tariff, offer: dict[str, Any], *, on: date) -> bytes:
    """One to two pages in Danish: what is offered, what it costs line by line, what is unpaid."""
    with override("da"):
        content = _content(tariff, offer, on)
    data = _UNPRINTABLE.sub("?", json.dumps(content, ensure_ascii=False))
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": files(__package__).joinpath("offer.typ").read_bytes(),
            "data.json": data.encode(),
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )
    return bytes(made)


def _content(tariff: Tariff, offer: dict[str, Any], on: date) -> dict[str, Any]:
    prices, volume = tariff.prices, tariff.prices.volume
    is_own = prices.basis is Basis.OWN
    return {
        "title": _("Offer") if is_own else _("Example of an offer"),
        "warning": ""
        if is_own
        else _("The prices are an example and bind nobody. Put your own in first."),
        "receiver": offer["receiver"],
        "attention": offer["attention"],
        "on": date_format(on, "DATE_FORMAT"),
        "iso_date": on.isoformat(),
        "lead": _("%(title)s: %(groups)s weekly groups for a year, %(courses)s courses.")
        % {"title": prices.title, "groups": tariff.weekly_groups, "courses": tariff.courses}
        if tariff.weekly_groups > 1
        else _("%(title)s: one weekly group for a year, %(courses)s courses.")
        % {"title": prices.title, "courses": tariff.courses},
        "words": offer["words"],
        "facts": [
            [_("People who can begin"), write_number(tariff.participants, 0)],
            [_("Price in all"), _("%(amount)s kr.") % {"amount": kroner(float(tariff.total))}],
            [
                _("For each who begins"),
                _("%(amount)s kr.") % {"amount": kroner(float(tariff.per_participant))},
            ],
            *(
                [
                    [
                        _("For each who stays to the end (%(percent)s percent stop on the way)")
                        % {"percent": write_number(volume.dropout_rate * 100, 0)},
                        _("%(amount)s kr.") % {"amount": kroner(float(tariff.per_completing))},
                    ]
                ]
                if volume.dropout_rate
                else []
            ),
            *([[_("It can begin"), offer["starts"]]] if offer["starts"] else []),
            [_("The offer holds until"), date_format(offer["valid_until"], "DATE_FORMAT")],
        ],
        "lines_title": _("What the price is made of"),
        "columns": [_("What"), _("For what"), _("Kroner")],
        "lines": [
            [line.item.name, str(CategoryName(line.item.category.value).label),
             kroner(float(line.amount))]
            for line in tariff.lines
        ],
        "total": [_("In all"), "", kroner(float(tariff.total))],
        "unpaid_title": _("Unpaid hours, counted at 0 kr."),
        "unpaid": [
            _("%(name)s: %(hours)s hours") % {"name": name, "hours": write_number(hours, 0)}
            for name, hours in tariff.unpaid_hours
        ],
        "terms": [
            _("All amounts are in prices of %(year)s.") % {"year": prices.price_year},
            _("VAT is not dealt with here; ask your own advisers."),
        ],
        "greeting": _("Kind regards"),
        "sender": offer["sender"],
    }  # fmt: skip
