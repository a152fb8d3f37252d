"""A business case on one page; nothing of it is kept here."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peervej.apps.costing.enums import KindName, ParameterName, PayerName, SuccessKind
from peervej.apps.costing.forms.prices import (
    MOST_AMOUNT,
    errors_of,
    line_set,
    lines_of,
    plain,
    year_field,
)
from peervej.apps.design.fields import DanishNumberField
from peervej.methods.economics import Case
from peervej.methods.strict_toml import build

MOST_ROWS = 20
LONGEST = 36
MOST_PEOPLE = 10**6
LARGEST_FILE = 1_000_000


class NumbersField(forms.CharField):
    """Numbers for year 0, 1, 2 and so on, with semicolons between."""

    def to_python(self, value: Any) -> Any:
        """The list of numbers; None when nothing was written."""
        if isinstance(value, list):
            return value
        text = super().to_python(value)
        if not text:
            return None
        number = DanishNumberField(max_digits=15)
        parts = [part for part in text.replace("\n", ";").split(";") if part.strip()]
        if len(parts) > LONGEST:
            raise ValidationError(_("At most 36 years."))
        return [number.clean(part) for part in parts]

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        if isinstance(value, list | tuple):
            return "; ".join(plain(number) for number in value)
        return value


class CaseForm(forms.Form):
    """What holds for the whole calculation."""

    title = forms.CharField(label=_("Title"), max_length=160)
    participants = NumbersField(
        label=_("How many begin"),
        max_length=400,
        help_text=_("One number for each year, with semicolons between: 40; 40; 40"),
    )
    price_year = year_field(_("Price year"))
    start_year = year_field(_("First year"), required=False)
    horizon_years = forms.IntegerField(
        label=_("Years reckoned"), min_value=1, max_value=LONGEST,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 2}),
    )  # fmt: skip
    discount_percent = DanishNumberField(
        label=_("Discount rate, percent"), min_value=0, max_value=20,
        help_text=_("The Ministry of Finance uses 3,5 for the first 35 years."),
    )  # fmt: skip
    success_kind = forms.ChoiceField(label=_("Given as"), choices=SuccessKind.choices)
    rate_with = DanishNumberField(
        label=_("Succeed with it, of 100"), required=False, min_value=0, max_value=100
    )
    rate_without = DanishNumberField(
        label=_("Succeed without it, of 100"), required=False, min_value=0, max_value=100
    )
    difference = DanishNumberField(
        label=_("How many more succeed, of 100"), required=False, min_value=-100, max_value=100
    )
    effect = DanishNumberField(
        label=_("Standardised effect"), required=False, min_value=-3, max_value=3
    )
    success_source = forms.CharField(label=_("Where that is from"), max_length=240)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    NEEDED = {
        SuccessKind.RATES: ("rate_with", "rate_without"),
        SuccessKind.DIFFERENCE: ("difference",),
        SuccessKind.EFFECT: ("effect", "rate_without"),
    }

    def clean(self) -> dict[str, Any]:
        """The numbers the chosen way needs are there."""
        cleaned = super().clean() or {}
        for name in self.NEEDED.get(cleaned.get("success_kind", ""), ()):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Fill this in, or choose another way of giving it."))
        return cleaned

    def success(self) -> dict[str, Any]:
        """As the case wants it."""
        data, hundred = self.cleaned_data, Decimal(100)
        kind = data["success_kind"]
        found: dict[str, Any] = {"source": data["success_source"]}
        if kind == SuccessKind.DIFFERENCE:
            return found | {"difference": data["difference"] / hundred}
        found["rate_without"] = data["rate_without"] / hundred
        if kind == SuccessKind.RATES:
            return found | {"rate_with": data["rate_with"] / hundred}
        return found | {"standardised_effect": data["effect"]}


class CostForm(forms.Form):
    """One cost."""

    name = forms.CharField(label=_("Cost"), max_length=120)
    kind = forms.ChoiceField(label=_("Falls"), choices=KindName.choices, initial=KindName.FIXED)
    amount = DanishNumberField(label=_("Kroner"), min_value=0, max_value=MOST_AMOUNT)
    payer = forms.ChoiceField(
        label=_("Paid by"), choices=PayerName.choices, initial=PayerName.KOMMUNE
    )
    price_year = year_field(_("Price year"))
    source = forms.CharField(label=_("Source"), max_length=240)


class ConsequenceForm(forms.Form):
    """What one success changes, and what that is worth to each payer."""

    name = forms.CharField(label=_("What a success spares"), max_length=120)
    quantity = NumbersField(
        label=_("How much in year 0, 1, 2 …"), max_length=400, widget=forms.TextInput
    )
    kommune = DanishNumberField(label=_("Kroner, municipality"), required=False, max_digits=15)
    region = DanishNumberField(label=_("Kroner, region"), required=False, max_digits=15)
    stat = DanishNumberField(label=_("Kroner, state"), required=False, max_digits=15)
    price_year = year_field(_("Price year"))
    source = forms.CharField(label=_("Source"), max_length=240)


class VariationForm(forms.Form):
    """A range for the tornado."""

    parameter = forms.CharField(label=_("What varies"), max_length=120)
    low = DanishNumberField(label=_("From"))
    high = DanishNumberField(label=_("To"))


class ScenarioForm(forms.Form):
    """One change of a scenario; lines with the same name belong together."""

    name = forms.CharField(label=_("Scenario"), max_length=120)
    parameter = forms.CharField(label=_("What is different"), max_length=120)
    value = DanishNumberField(label=_("Value or factor"))


class IndexForm(forms.Form):
    """A price index, for prices of several years."""

    year = year_field(_("Year"))
    index = DanishNumberField(label=_("Index"), min_value=Decimal("0.0001"))


SETS = {
    "costs": line_set(CostForm, most=MOST_ROWS),
    "consequences": line_set(ConsequenceForm, most=MOST_ROWS),
    "scenarios": line_set(ScenarioForm, most=MOST_ROWS),
    "variations": line_set(VariationForm, most=MOST_ROWS),
    "index": line_set(IndexForm, most=MOST_ROWS),
}


PLAIN = ("title", "price_year", "horizon_years", "participants", "start_year", "note")


class TooManyLines(ValueError):
    """The case has more lines than the page shows."""


class CaseForms:
    """The page's form with its five lists of lines."""

    def __init__(self, data: Any = None, case: Case | None = None) -> None:
        shown = initial_of(case) if case else {}
        self.main = CaseForm(data, initial=shown.get("main"))
        self.sets = {
            name: made(data, prefix=name, initial=shown.get(name)) for name, made in SETS.items()
        }

    def is_valid(self) -> bool:
        """Whether every part is filled in as it must be."""
        return all([self.main.is_valid(), *[one.is_valid() for one in self.sets.values()]])

    def errors(self) -> list[tuple[str, str]]:
        """Every error with the address of its field."""
        return errors_of(self.main, list(self.sets.values()))

    def case(self) -> Case:
        """The case of what was filled in; raises `UnusableDefinition`."""
        data = self.main.cleaned_data
        lines = {name: lines_of(one) for name, one in self.sets.items()}
        table: dict[str, Any] = {
            name: data[name]
            for name in (
                "title",
                "price_year",
                "horizon_years",
                "participants",
                "start_year",
                "note",
            )
            if data[name] not in ("", None)
        }
        table["discount_rate"] = data["discount_percent"] / 100
        table["success"] = self.main.success()
        table["costs"] = lines["costs"]
        table["consequences"] = [_consequence(row) for row in lines["consequences"]]
        table["variations"] = [
            row | {"parameter": parameter_key(row["parameter"])} for row in lines["variations"]
        ]
        table["scenarios"] = _scenarios(lines["scenarios"])
        table["index"] = {str(row["year"]): row["index"] for row in lines["index"]}
        return build(Case, table, where="case")


def _consequence(row: dict[str, Any]) -> dict[str, Any]:
    prices = {payer: row.pop(payer) for payer in PayerName.values if payer in row}
    return {**row, "prices": prices}


def _scenarios(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        found.setdefault(row["name"], {})[parameter_key(row["parameter"])] = row["value"]
    return [{"name": name, "changes": changes} for name, changes in found.items()]


def parameter_key(words: str) -> str:
    """The name the methods know a parameter by; its Danish words are understood too."""
    for key, label in ParameterName.choices:
        if words.strip().casefold() in (key, str(label).casefold()):
            return key
    return words.strip()


def parameter_words(key: str) -> str:
    """What a parameter is called on the page."""
    return str(dict(ParameterName.choices).get(key, key))


def initial_of(case: Case) -> dict[str, Any]:
    """What the forms show of a case; raises `TooManyLines`."""
    changes = [(s.name, key, value) for s in case.scenarios for key, value in s.changes.items()]
    found: dict[str, Any] = {
        "costs": [
            {"name": c.name, "kind": c.kind.value, "amount": plain(c.amount),
             "payer": c.payer.value, "price_year": c.price_year, "source": c.source}
            for c in case.costs
        ],
        "consequences": [
            {"name": c.name, "quantity": list(c.quantity), "price_year": c.price_year,
             "source": c.source} | {payer: plain(price) for payer, price in c.prices.items()}
            for c in case.consequences
        ],
        "scenarios": [
            {"name": name, "parameter": parameter_words(key), "value": plain(value)}
            for name, key, value in changes
        ],
        "variations": [
            {"parameter": parameter_words(v.parameter), "low": plain(v.low), "high": plain(v.high)}
            for v in case.variations
        ],
        "index": [{"year": int(y), "index": plain(n)} for y, n in case.index.items()],
    }  # fmt: skip
    if any(len(rows) > MOST_ROWS for rows in found.values()):
        raise TooManyLines(_("The page shows at most 20 lines of each kind."))
    return found | {"main": _main(case)}


def _main(case: Case) -> dict[str, Any]:
    success = case.success
    kind = SuccessKind.RATES
    if success.difference is not None:
        kind = SuccessKind.DIFFERENCE
    elif success.standardised_effect is not None:
        kind = SuccessKind.EFFECT
    return {
        "title": case.title,
        "participants": list(case.participants),
        "price_year": case.price_year,
        "start_year": case.start_year,
        "horizon_years": case.horizon_years,
        "discount_percent": plain(case.discount_rate * 100),
        "success_kind": kind,
        "rate_with": _of_hundred(success.rate_with),
        "rate_without": _of_hundred(success.rate_without),
        "difference": _of_hundred(success.difference),
        "effect": plain(success.standardised_effect),
        "success_source": success.source,
        "note": case.note or "",
    }


def _of_hundred(share: Decimal | None) -> str:
    return "" if share is None else plain(share * 100)
