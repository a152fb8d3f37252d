"""The business case: reckoned from what was typed or uploaded, and kept nowhere."""

import dataclasses
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.costing.forms.case import LARGEST_FILE, CaseForms, TooManyLines
from peervej.apps.costing.forms.prices import MOST_GROUPS
from peervej.apps.costing.queries import prices_in_force
from peervej.apps.costing.result import say_result
from peervej.apps.costing.views import frame_of
from peervej.apps.costing.wording import say_refusal
from peervej.data.tariffs import load_case
from peervej.methods.economics import Case, costs_of, price_year
from peervej.methods.economics.workbook import case_from_workbook, case_to_workbook
from peervej.methods.errors import UnusableInput

EXAMPLE = "illustrative-case"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(Role.PUBLIC)
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest) -> HttpResponse:
    """The whole page. Buttons: reckon, read a file, and save as Excel."""
    if request.method != "POST":
        example = _example(request)
        return _page(request, CaseForms(case=example), result=say_result(example), is_example=True)
    if request.POST.get("do") == "read":
        return _read(request)
    forms = CaseForms(request.POST)
    if not forms.is_valid():
        return _page(request, forms, errors=forms.errors())
    try:
        found = forms.case()
        result = say_result(found)
        if request.POST.get("do") == "excel":
            return _excel(case_to_workbook(found, danish=get_language() == "da"))
        return _page(request, CaseForms(case=found), result=result)
    except UnusableInput as error:
        return _page(request, forms, errors=[("", say_refusal(error))])


def _read(request: HttpRequest) -> HttpResponse:
    """Take over the case of a file; when it cannot be used, what was typed stays."""
    typed = CaseForms(request.POST)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, typed, errors=[("#id_file", _("Choose a file first."))])
    if file.size is None or file.size > LARGEST_FILE:
        said = _("The file is too large. It may be at most 1 MB.")
        return _page(request, typed, errors=[("#id_file", said)])
    try:
        found = case_from_workbook(file.read(), what="file")
        return _page(request, CaseForms(case=found), result=say_result(found))
    except UnusableInput as error:
        return _page(request, typed, errors=[("#id_file", say_refusal(error))])
    except TooManyLines as error:
        return _page(request, typed, errors=[("#id_file", str(error))])


def _example(request: HttpRequest) -> Case:
    """The made-up example, or with `grupper` its consequences beside the price in force."""
    example = load_case(EXAMPLE)
    wanted = request.GET.get("grupper", "")
    if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= MOST_GROUPS):
        return example
    tariff = price_year(prices_in_force(), int(wanted))
    year = tariff.prices.price_year
    return dataclasses.replace(
        example,
        price_year=year,
        costs=costs_of(tariff),
        # The example's amounts are made up, so they are as true of one year as of another.
        consequences=tuple(dataclasses.replace(c, price_year=year) for c in example.consequences),
        participants=(Decimal(tariff.participants),),
        scenarios=(),
    )


def _excel(made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="regnestykke.xlsx"'
    return answer


def _page(
    request: HttpRequest,
    forms: CaseForms,
    *,
    result: dict[str, Any] | None = None,
    errors: list[tuple[str, str]] | None = None,
    is_example: bool = False,
) -> HttpResponse:
    context = {
        "frame": frame_of(request),
        "forms": forms,
        "result": result,
        "errors": errors or [],
        "is_example": is_example,
    }
    return render(request, "costing/case.html", context)
