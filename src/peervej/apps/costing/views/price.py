"""The price: for everyone to read, for the national coordinator to publish and to offer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.costing import operations
from peervej.apps.costing.enums import BasisName, CategoryName, PerName
from peervej.apps.costing.forms.prices import (
    BookForm,
    GroupsForm,
    ItemSet,
    OfferForm,
    UnpaidSet,
    errors_of,
    initial_of,
    lines_of,
    prices_from,
)
from peervej.apps.costing.letter import write_offer
from peervej.apps.costing.queries import prices_in_force, published_books
from peervej.apps.costing.views import frame_of
from peervej.apps.costing.wording import say_refusal
from peervej.data.tariffs import load_tariff
from peervej.methods.economics import Basis, PriceList, Tariff, price_range, price_year
from peervej.methods.economics import prices_to_toml as to_toml
from peervej.methods.errors import UnusableInput

SHOWN_GROUPS = 6


@allow(Role.PUBLIC)
@require_safe
def price(request: HttpRequest) -> HttpResponse:
    """What so many weekly groups cost for a year, item by item, and what more of them cost."""
    form = GroupsForm(request.GET if "grupper" in request.GET else {"grupper": 1})
    number = form.cleaned_data["grupper"] if form.is_valid() else 1
    return _show(request, prices_in_force(), form, number, is_printed=False)


@allow(Role.PUBLIC)
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The printed prices, with the two lumps they imply."""
    return _show(request, load_tariff("brochure"), None, 1, is_printed=True)


def _show(
    request: HttpRequest, prices: PriceList, form: GroupsForm | None, number: int, *,
    is_printed: bool,
) -> HttpResponse:  # fmt: skip
    tariff = price_year(prices, number)
    most = 2 if is_printed else max(SHOWN_GROUPS, number)
    shown = range(1, SHOWN_GROUPS + 1) if most > SHOWN_GROUPS else range(1, most + 1)
    context = {
        "frame": frame_of(request),
        "prices": prices,
        "basis": BasisName(prices.basis.value).label,
        "is_own": prices.basis is Basis.OWN,
        "is_printed": is_printed,
        "form": form,
        "tariff": tariff,
        "parts": _parts(tariff),
        "range": price_range(prices, shown),
        "dropout": prices.volume.dropout_rate * 100,
        "can_offer": Role.NATIONAL in access_of(request).roles,
    }
    return render(request, "costing/price.html", context)


def _parts(tariff: Tariff) -> list[dict[str, Any]]:
    """The lines under their category, with what each comes to."""
    sums = tariff.by_category
    return [
        {
            "name": CategoryName(category.value).label,
            "sum": amount,
            "lines": [
                {"line": line, "per": PerName(line.item.per.value).label}
                for line in tariff.lines
                if line.item.category is category
            ],
        }
        for category, amount in sums.items()
        if amount or any(line.item.category is category for line in tariff.lines)
    ]


@allow(Role.PUBLIC)
@require_safe
def as_toml(request: HttpRequest) -> HttpResponse:
    """The list as the file `peervej tariff` reads."""
    answer = HttpResponse(to_toml(prices_in_force()), content_type="application/toml")
    answer["Content-Disposition"] = 'attachment; filename="priser.toml"'
    return answer


@allow(Role.NATIONAL)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The list in force, and the way to a new one and to an offer."""
    prices = prices_in_force()
    context = {
        "prices": prices,
        "basis": BasisName(prices.basis.value).label,
        "books": published_books(),
        "range": price_range(prices, range(1, 4)),
    }
    return render(request, "costing/desk.html", context)


@allow(Role.NATIONAL)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Change the list line by line; publishing puts it in force."""
    book, items, unpaid = initial_of(prices_in_force())
    data = request.POST or None
    form = BookForm(data, initial=book)
    sets = [
        ItemSet(data, prefix="items", initial=items),
        UnpaidSet(data, prefix="unpaid", initial=unpaid),
    ]
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        if all([form.is_valid(), *[one.is_valid() for one in sets]]):
            try:
                prices = prices_from(form.cleaned_data, *[lines_of(one) for one in sets])
                price_year(prices, 1)
                operations.publish_prices(prices, actor=actor_of(request), now=now_of(request))
            except UnusableInput as error:
                errors = [("", say_refusal(error))]
            else:
                messages.success(request, _("The list is in force."))
                return redirect("costing:desk")
        else:
            errors = errors_of(form, sets)
    context = {"form": form, "items": sets[0], "unpaid": sets[1], "errors": errors}
    return render(request, "costing/edit.html", context)


@allow(Role.NATIONAL)
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """A letter to a municipality as PDF; nothing of it is kept here."""
    prices = prices_in_force()
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = write_offer(
            price_year(prices, form.cleaned_data["groups"]),
            form.cleaned_data,
            on=now_of(request).date(),
        )
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="tilbud.pdf"'
        return answer
    context = {"form": form, "is_own": prices.basis is Basis.OWN}
    return render(request, "costing/offer.html", context)
