"""How many people a trial needs: by formula at once, by simulation through the worker."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.audit.clock import real_time
from peervej.apps.audit.middleware import now_of
from peervej.apps.reporting.forms import PowerForm
from peervej.apps.reporting.operations.calculating import CalculationRefused, ask_for_power
from peervej.apps.reporting.papers import shown_blocks
from peervej.apps.reporting.queries.calculations import calculations_of
from peervej.apps.reporting.tasks import hand_over
from peervej.apps.reporting.wording import explain_and_advise
from peervej.methods.analysis import AnalysisRefused
from peervej.methods.power import assumption_costs, find_sample_size, read_power_plan
from peervej.report.planning import Planned, build_power_report


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def power(request: HttpRequest) -> HttpResponse:
    """The form with an answer below it; nothing is kept but a simulation one asks for."""
    if request.method != "POST":
        return _page(request, PowerForm(), blocks=_reckon(PowerForm.example()))
    form = PowerForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    text = form.as_toml()
    try:
        blocks = _reckon(text)
        if request.POST.get("do") == "simulate":
            return _simulate(request, form, text)
    except (AnalysisRefused, CalculationRefused) as refusal:
        code = getattr(refusal, "code", "")
        form.add_error(None, explain_and_advise(code, str(refusal)))
        return _page(request, form)
    return _page(request, form, blocks=blocks, text=text)


def _simulate(request: HttpRequest, form: PowerForm, text: str) -> HttpResponse:
    form.refuse_too_large(find_sample_size(read_power_plan(text)).n_total)
    asked = ask_for_power(
        text,
        simulations=form.cleaned_data["simulations"],
        seed=form.cleaned_data["seed"],
        language=_language(),
        actor=actor_of(request),
        now=now_of(request),
        real_now=real_time(),
    )
    hand_over(asked)
    return redirect("reporting:calculation", calculation=asked.key)


def _reckon(text: str) -> list[dict[str, Any]]:
    plan = read_power_plan(text)
    planned = Planned(plan, find_sample_size(plan), assumption_costs(plan), None, (), text.encode())
    return shown_blocks(build_power_report(planned, language=_language()).blocks)


def _language() -> str:
    return (get_language() or "da")[:2]


def _page(request: HttpRequest, form: PowerForm, **more: Any) -> HttpResponse:
    recent = calculations_of(actor_of(request), None)[:5]
    return render(request, "reporting/power.html", {"form": form, "recent": recent, **more})
