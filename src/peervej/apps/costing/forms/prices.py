"""A price list line by line, and an offer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.costing.enums import BasisName, CategoryName, PerName
from peervej.apps.design.fields import DanishDateField, DanishNumberField
from peervej.methods.economics import PriceList
from peervej.methods.strict_toml import build

FIRST_YEAR, LAST_YEAR = 1980, 2100
MOST_LINES = 60
MOST_AMOUNT = 10**9
MOST_GROUPS = 50


def year_field(label: Any, **given: Any) -> forms.IntegerField:
    """A calendar year."""
    return forms.IntegerField(
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 4}),
        **given,
    )


class GroupsForm(forms.Form):
    """How many groups meet every week."""

    grupper = forms.IntegerField(
        label=_("How many groups meet every week?"),
        min_value=1,
        max_value=MOST_GROUPS,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 2}),
    )


class BookForm(forms.Form):
    """What holds for the whole list."""

    title = forms.CharField(label=_("Title"), max_length=120)
    basis = forms.ChoiceField(label=_("What the numbers are"), choices=BasisName.choices)
    price_year = year_field(_("Price year"))
    courses_per_weekly_group = forms.IntegerField(
        label=_("Courses a year in a weekly group"), min_value=1, max_value=52
    )
    participants_per_course = forms.IntegerField(
        label=_("People who begin in a course"), min_value=1, max_value=1000
    )
    sites = forms.IntegerField(label=_("Sites"), min_value=1, max_value=1000)
    dropout_percent = DanishNumberField(
        label=_("How many stop on the way, in percent"), min_value=0, max_value=99
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=600, widget=forms.Textarea({"rows": 2})
    )


class ItemForm(forms.Form):
    """One cost with its year and source."""

    name = forms.CharField(label=_("What"), max_length=120)
    category = forms.ChoiceField(
        label=_("For what"), choices=CategoryName.choices, initial=CategoryName.OPERATION
    )
    amount = DanishNumberField(
        label=_("Kroner"), min_value=-MOST_AMOUNT, max_value=MOST_AMOUNT, max_digits=15
    )
    quantity = DanishNumberField(label=_("Times"), min_value=0, max_value=10**6, initial=1)
    per = forms.ChoiceField(label=_("Counted"), choices=PerName.choices, initial=PerName.SHARED)
    price_year = year_field(_("Price year"))
    source = forms.CharField(label=_("Source"), max_length=240)
    note = forms.CharField(label=_("Note"), required=False, max_length=240)


class UnpaidForm(forms.Form):
    """Volunteers' hours, at 0 kroner."""

    name = forms.CharField(label=_("What"), max_length=120)
    hours = DanishNumberField(label=_("Hours"), min_value=0, max_value=10**6)
    per = forms.ChoiceField(label=_("Counted"), choices=PerName.choices, initial=PerName.SHARED)


def plain(number: Decimal | int | None) -> str:
    """A number as it is typed in Danish."""
    if number is None:
        return ""
    text = f"{Decimal(number):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def line_set(form: type[forms.Form], *, extra: int = 1, most: int = MOST_LINES) -> Any:
    """Lines of a kind with one empty at the end; a line is taken out by a tick."""
    return forms.formset_factory(
        form, extra=extra, can_delete=True, max_num=most, absolute_max=most + 10, validate_max=True
    )


ItemSet = line_set(ItemForm)
UnpaidSet = line_set(UnpaidForm)


def errors_of(form: forms.BaseForm, sets: Sequence[Any]) -> list[tuple[str, str]]:
    """What is to be mended in a form and its sets of lines: where it is, and its label and words.

    The pages have so many fields that an error without its label could be any of them.
    """
    lines = [line for one in sets for line in one.forms]
    found = [("", str(error)) for error in form.non_field_errors()]
    found += [("", str(error)) for one in sets for error in one.non_form_errors()]
    return found + [
        (f"#{bound.id_for_label}", f"{bound.label}: {error}")
        for part in (form, *lines)
        for bound in part
        for error in bound.errors
    ]


def lines_of(formset: Any) -> list[dict[str, Any]]:
    """The filled lines, without what is empty or taken out."""
    return [
        {k: v for k, v in form.cleaned_data.items() if k != "DELETE" and v not in ("", None)}
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def prices_from(book: Mapping[str, Any], items: list[Any], unpaid: list[Any]) -> PriceList:
    """The list of what was filled in; raises `UnusableDefinition`."""
    volume = ("courses_per_weekly_group", "participants_per_course", "sites")
    table = {
        "title": book["title"],
        "basis": book["basis"],
        "price_year": book["price_year"],
        "volume": {name: book[name] for name in volume}
        | {"dropout_rate": book["dropout_percent"] / 100},
        "items": items,
        "unpaid": unpaid,
    }
    if book["note"]:
        table["note"] = book["note"]
    return build(PriceList, table, where="prices")


def initial_of(prices: PriceList) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """What the forms show of a list."""
    volume = prices.volume
    book = {
        "title": prices.title,
        "basis": prices.basis.value,
        "price_year": prices.price_year,
        "courses_per_weekly_group": volume.courses_per_weekly_group,
        "participants_per_course": volume.participants_per_course,
        "sites": volume.sites,
        "dropout_percent": plain(volume.dropout_rate * 100),
        "note": prices.note or "",
    }
    items = [
        {
            "name": item.name,
            "category": item.category.value,
            "amount": plain(item.amount),
            "quantity": plain(item.quantity),
            "per": item.per.value,
            "price_year": item.price_year,
            "source": item.source,
            "note": item.note or "",
        }
        for item in prices.items
    ]
    hours = [{"name": u.name, "hours": plain(u.hours), "per": u.per.value} for u in prices.unpaid]
    return book, items, hours


class OfferForm(forms.Form):
    """Who the offer is for, and for how much."""

    receiver = forms.CharField(
        label=_("To"), max_length=120, help_text=_("For example Aarhus Kommune")
    )
    attention = forms.CharField(label=_("Attention"), required=False, max_length=120)
    groups = forms.IntegerField(
        label=_("Groups that meet every week"), min_value=1, max_value=MOST_GROUPS, initial=1
    )
    starts = forms.CharField(label=_("When it can begin"), required=False, max_length=120)
    valid_until = DanishDateField(label=_("The offer holds until"))
    sender = forms.CharField(
        label=_("From"), max_length=200, widget=forms.Textarea({"rows": 3}),
        help_text=_("Name, organisation, and how to reach you."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("A few words of your own"), required=False, max_length=1200,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
