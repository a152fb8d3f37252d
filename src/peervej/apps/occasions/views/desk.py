"""The coordinator's open houses, visits and shifts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.occasions.forms import BeginForm, CountForm, DutyForm, PlanForm
from peervej.apps.occasions.kinds import PlanRefused, needed_for, runnable_programmes
from peervej.apps.occasions.operations import (
    CountRefused,
    DutyRefused,
    begin_programme,
    call_off,
    count_occasion,
    end_programme,
    plan_occasions,
    put_on_duty,
    take_off_duty,
)
from peervej.apps.occasions.perms import duty_at_desk, occasion_at_desk, run_at_desk
from peervej.apps.occasions.queries import (
    coming,
    occasions_of,
    run_figures,
    runs_of,
    to_count,
    with_staffing,
)
from peervej.apps.programmes.queries.meetings import local_day

REFUSALS = (PlanRefused, DutyRefused, CountRefused)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What is coming and who is missing, what is to be counted, the year in numbers."""
    site, now = access_of(request).site(Role.COORDINATOR), now_of(request)
    runs = list(runs_of(site))
    running = {run.programme for run in runs}
    others = [row for row in runnable_programmes() if row.id not in running]
    form = BeginForm(request.POST or None, programmes=others)
    if request.method == "POST" and _did(
        request, form, lambda: begin_programme(site, form.cleaned_data["programme"], **_by(request))
    ):
        return redirect("occasions:desk")
    today = local_day(now)
    context = {
        "site": site,
        "runs": runs,
        "coming": with_staffing(coming(site, now)[:30]),
        "to_count": to_count(occasions_of(site), now)[:20],
        "figures": [run_figures(run, date(today.year, 1, 1), today) for run in runs],
        "year": today.year,
        "form": form if others else None,
    }
    return render(request, "occasions/desk/overview.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A new opening, visit or shift, or the same for some weeks."""
    run = run_at_desk(access_of(request), pk)
    form = PlanForm(request.POST or None, run=run, initial={"place": run.site.address})
    if request.method == "POST" and _did(
        request, form, lambda: plan_occasions(run, **form.plan(), **_by(request))
    ):
        return redirect("occasions:desk")
    return render(request, "occasions/desk/plan.html", {"run": run, "form": form})


@allow(Role.COORDINATOR)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop running a programme."""
    run = run_at_desk(access_of(request), pk)
    _act(request, lambda: end_programme(run, **_by(request)))
    return redirect("occasions:desk")


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: who is on duty; after it began, how many came."""
    found, now = occasion_at_desk(access_of(request), pk), now_of(request)
    count_form = CountForm(request.POST or None, occasion=found)
    if request.method == "POST" and _did(
        request,
        count_form,
        lambda: count_occasion(found, count_form.counts(), **_by(request)),
    ):
        return redirect("occasions:desk")
    context = {
        "row": with_staffing([found])[0],
        "occasion": found,
        "needed": needed_for(found.run.definition),
        "has_begun": found.starts_at <= now,
        "count_form": count_form,
        "duty_form": DutyForm(occasion=found, site=found.run.site),
    }
    return render(request, "occasions/desk/occasion.html", context)


@allow(Role.COORDINATOR)
@require_POST
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on duty."""
    found = occasion_at_desk(access_of(request), pk)
    form = DutyForm(request.POST, occasion=found, site=found.run.site)
    if form.is_valid():
        fields = form.cleaned_data
        _act(
            request,
            lambda: put_on_duty(found, fields["volunteer"], fields["role"], **_by(request)),
        )
    else:
        messages.error(request, _("Choose who, and as what."))
    return redirect("occasions:occasion", pk)


@allow(Role.COORDINATOR)
@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off duty."""
    duty = duty_at_desk(access_of(request), pk)
    _act(request, lambda: take_off_duty(duty, **_by(request)))
    return redirect("occasions:occasion", duty.occasion_id)


@allow(Role.COORDINATOR)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = occasion_at_desk(access_of(request), pk)
    _act(request, lambda: call_off(found, **_by(request)))
    return redirect("occasions:desk")


def _did(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _act(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": now_of(request)}
