"""One long calculation: how far it is, a way to stop it, and what came of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.reporting.enums import CalculationKind, CalculationState
from peervej.apps.reporting.models import Calculation
from peervej.apps.reporting.operations.calculating import stop_calculation
from peervej.apps.reporting.queries.calculations import calculation_for, kept_until
from peervej.apps.reporting.wording import explain_and_advise, name_of_stage


@allow(Role.RESEARCHER)
@require_safe
def calculation(request: HttpRequest, calculation: UUID) -> HttpResponse:
    """The page; while it waits or runs a browser with script asks again every second.

    Such a browser gets the part that changes, and the whole page anew when it has ended.
    """
    found = _mine(request, calculation)
    context = {
        "calculation": found,
        "stage": name_of_stage(found.stage),
        "percent": round(100 * found.done / found.of) if found.of else None,
        "refusal": explain_and_advise(found.refusal_code, found.refusal),
        "kept_until": kept_until(found),
        "back": _back(found),
    }
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if htmx:
        if not found.is_unfinished:
            return HttpResponseClientRefresh()
        return render(request, "reporting/parts/progress.html", context)
    return render(request, "reporting/calculation.html", context)


@allow(Role.RESEARCHER)
@require_POST
def stop(request: HttpRequest, calculation: UUID) -> HttpResponse:
    """Stop it, and show that it is so."""
    found = _mine(request, calculation)
    stop_calculation(found, actor=actor_of(request), now=now_of(request))
    return redirect("reporting:calculation", calculation=found.key)


@allow(Role.RESEARCHER)
@require_safe
def calculation_file(request: HttpRequest, calculation: UUID) -> HttpResponse:
    """Hand out the file of a calculation that is done."""
    found = _mine(request, calculation)
    if found.state != CalculationState.DONE:
        return redirect("reporting:calculation", calculation=found.key)
    is_page = found.kind == CalculationKind.PAGE
    media_type = "text/html; charset=utf-8" if is_page else "application/pdf"
    answer = HttpResponse(bytes(found.content), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return answer


def _mine(request: HttpRequest, key: UUID) -> Calculation:
    found = calculation_for(key, actor_of(request))
    if found is None:
        raise Http404("no such calculation")
    return found


def _back(calculation: Calculation) -> str:
    if calculation.trial is None:
        return reverse("reporting:power")
    return reverse("reporting:result", args=[calculation.trial.code])
