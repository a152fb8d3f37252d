"""The numbers to call, kept right at the desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.concerns.forms import NumberForm
from peervej.apps.concerns.operations.numbers import (
    NumberRefused,
    add_number,
    change_number,
    remove_number,
)
from peervej.apps.concerns.perms import number_at_desk
from peervej.apps.concerns.queries import CHECK_AFTER, numbers_for


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Those that stand on the site's pages, each with the day it was checked; a new one."""
    site = access_of(request).site(Role.COORDINATOR)
    today = request.now.date()  # type: ignore[attr-defined]
    region = site.municipality.region_on(today)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and region is not None:
        try:
            add_number(region, **form.cleaned_data, **_by(request))
        except NumberRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands on the pages now."))
            return redirect("concerns:edit_numbers")
    rows = [
        {"row": row, "is_old": row.last_checked_on < today - CHECK_AFTER}
        for row in numbers_for(site, today)
    ]
    context = {"site": site, "region": region, "rows": rows, "form": form}
    return render(request, "concerns/desk/numbers.html", context)


@allow(Role.COORDINATOR)
@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """Changed or checked, or taken away."""
    today = request.now.date()  # type: ignore[attr-defined]
    row = number_at_desk(access_of(request), pk, today)
    try:
        if request.POST.get("what") == "remove":
            remove_number(row, **_by(request))
        else:
            label = request.POST.get("label", "")
            change_number(row, label=label, number=request.POST.get("number", ""), **_by(request))
    except NumberRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("concerns:edit_numbers")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
