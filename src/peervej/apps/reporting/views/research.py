"""The researcher's pages: how the trial goes, and when it is closed what it showed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.allocation.models import Sealing
from peervej.apps.allocation.queries import amendments_of, requests_standing, verify_trial
from peervej.apps.programmes.queries import local_day
from peervej.apps.reporting.queries.asked import asked_in
from peervej.apps.reporting.queries.calculations import calculations_of
from peervej.apps.reporting.queries.completeness import completeness_of, skipped_items
from peervej.apps.reporting.queries.dataset import Dataset, build_dataset
from peervej.apps.reporting.queries.effect import Effect, analyse_trial, missing_by_arm
from peervej.apps.reporting.queries.flow import TrialFlow, flow_of
from peervej.apps.reporting.queries.quality import check_quality
from peervej.apps.reporting.queries.recruitment import recruitment_of
from peervej.apps.reporting.wording import (
    explain_and_advise,
    explain_refusal,
    explain_remark,
    name_of_line,
    name_of_model,
    names_of,
    say_p,
    say_result,
)
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import count_participations, definition_of
from peervej.report.drawing import Interval, draw_intervals


@allow(Role.RESEARCHER)
@require_safe
def trials(request: HttpRequest) -> HttpResponse:
    """Every trial with where it stands."""
    rows = [
        {"trial": trial, "joined": _joined(trial)} for trial in Trial.objects.order_by("-sealed_on")
    ]
    waiting = requests_standing(local_day(request.now))  # type: ignore[attr-defined]
    return render(request, "reporting/trials.html", {"rows": rows, "waiting": waiting})


def _joined(trial: Trial) -> int:
    counts = count_participations(trial)
    return sum(counts.values()) - counts["left_undrawn"]


@allow(Role.RESEARCHER)
@require_safe
def trial(request: HttpRequest, code: str) -> HttpResponse:
    """Recruitment, questions, flow and ledger of one trial; no answer, and no arm too early."""
    found = get_object_or_404(Trial, code=code)
    day = local_day(request.now)  # type: ignore[attr-defined]
    dataset, effect = _unblinded(found)
    context = {
        "trial": found,
        "definition": definition_of(found),
        "verification": verify_trial(found) if _is_sealed(found) else None,
        "flow": flow_of(found, dataset, effect) if _is_sealed(found) else None,
        "recruitment": recruitment_of(found, day),
        "completeness": completeness_of(found, day),
        "skipped": skipped_items(found),
        "to_look_into": sum(result.open for result in check_quality(found, day)),
        "asked": asked_in(found, day),
        "is_recruiting": found.state == TrialState.SEALED,
        "is_sealed": _is_sealed(found),
    }
    return render(request, "reporting/trial.html", context)


def _is_sealed(trial: Trial) -> bool:
    return Sealing.objects.filter(trial=trial, sealed_on__isnull=False).exists()


def _unblinded(trial: Trial) -> tuple[Dataset | None, Effect | None]:
    """Data and analysis of a closed trial; nothing before that."""
    if not trial.is_unblinded:
        return None, None
    dataset = build_dataset(trial, blinded=False)
    return dataset, analyse_trial(dataset)


@allow(Role.RESEARCHER)
@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """What the trial showed; before two people have closed it, a page that says so."""
    found = get_object_or_404(Trial, code=code)
    dataset, effect = _unblinded(found)
    if dataset is None or effect is None:
        return render(request, "reporting/still_blinded.html", {"trial": found}, status=403)
    flow = flow_of(found, dataset, effect)
    context = {
        "trial": found,
        "definition": dataset.definition,
        "instrument": dataset.instrument,
        "flow": flow,
        "effect": effect,
        "missing": missing_by_arm(dataset),
        "recent": calculations_of(actor_of(request), found)[:5],
        "amended": [one for one in amendments_of(found) if one.is_of_the_plan],
        **_result_context(dataset, effect, flow),
    }
    return render(request, "reporting/result.html", context)


def _result_context(dataset: Dataset, effect: Effect, flow: TrialFlow) -> dict[str, Any]:
    found = effect.result
    if found is None:
        return {"refusal": explain_and_advise(effect.refusal_code, effect.refusal)}
    names = names_of(dataset)
    low, high = found.primary.interval(found.plan.alpha)
    lines = [
        (line, line.estimate and line.estimate.interval(found.plan.alpha))
        for line in found.sensitivity
    ]
    drawn = [
        Interval(_("The plan"), found.primary.estimate, low, high, is_main=True),
        *[
            Interval(name_of_line(line.name), line.estimate.estimate, *ends)
            for line, ends in lines
            if line.estimate and ends
        ],
    ]
    return {
        "result": found,
        "sentence": say_result(found, dataset),
        "p": say_p(found.primary.p),
        "low": low,
        "high": high,
        "level": round(100 * (1 - found.plan.alpha)),
        "model": name_of_model(found.plan.model),
        "picture": draw_intervals(drawn, dataset.definition.primary.important_difference),
        "lines": [
            {"name": name_of_line(line.name), "estimate": line.estimate, "ends": ends,
             "p": say_p(line.estimate.p) if line.estimate else "",
             "reason": explain_refusal(line.code, line.reason)}
            for line, ends in lines
        ],
        "warnings": [explain_remark(one, names) for one in found.remarks],
        "drawn": {"control": found.drawn[0], "intervention": found.drawn[1]},
        "analysed": {"control": found.analysed[0], "intervention": found.analysed[1]},
        "panel": flow.panel,
    }  # fmt: skip
