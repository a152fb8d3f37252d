"""The researcher writes a trial's definition, and changes it on record once it is sealed."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.allocation.forms import CorrectionForm, DefinitionForm
from peervej.apps.allocation.operations.amending import (
    AmendmentRefused,
    amend_trial,
    can_be_amended,
    correct_line,
)
from peervej.apps.allocation.operations.chain import BehindPublishedHead
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.operations import TrialRefused, amend_definition, create_trial
from peervej.apps.trial.queries import definition_of
from peervej.data.trials import load_trial_text
from peervej.methods.errors import UnusableInput

REFUSALS = (UnusableInput, TrialRefused, AmendmentRefused, BehindPublishedHead)
EXAMPLE = "vejen-effekt"


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def new_trial(request: HttpRequest) -> HttpResponse:
    """Write a new trial; begins with the shipped one as an example."""
    now: datetime = request.now  # type: ignore[attr-defined]
    initial = {"definition": load_trial_text(EXAMPLE)}
    form = DefinitionForm(request.POST or None, initial=initial, asks_why=False)
    if request.method == "POST" and form.is_valid():
        try:
            trial = create_trial(form.cleaned_data["definition"], actor=actor_of(request), now=now)
        except REFUSALS as error:
            form.add_error("definition", str(error))
        else:
            messages.success(request, _("The trial is written down. Next it is sealed."))
            return redirect("allocation:definition", code=trial.code)
    return render(request, "allocation/definition.html", {"form": form})


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """The definition with its versions; a change after sealing is a dated amendment."""
    trial = get_object_or_404(Trial, code=code)
    is_under_way = can_be_amended(trial)
    form = DefinitionForm(
        request.POST or None,
        initial={"definition": trial.definition},
        asks_why=is_under_way,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(trial, form, request)
        except REFUSALS as error:
            form.add_error("definition", str(error))
        else:
            messages.success(request, _("The new version is kept beside the old ones."))
            return redirect("allocation:definition", code=code)
    context = {
        "trial": trial,
        "read": definition_of(trial),
        "form": form if trial.state == TrialState.DRAFT or is_under_way else None,
        "is_under_way": is_under_way,
        "versions": trial.versions.order_by("-number"),
        "correction": CorrectionForm(),
    }
    return render(request, "allocation/definition.html", context)


def _change(trial: Trial, form: DefinitionForm, request: HttpRequest) -> None:
    text = form.cleaned_data["definition"]
    now: datetime = request.now  # type: ignore[attr-defined]
    if can_be_amended(trial):
        reason = form.cleaned_data["reason"]
        amend_trial(trial, text, reason=reason, user=request.user, now=now)  # type: ignore[arg-type]
    else:
        amend_definition(trial, text, actor=actor_of(request), now=now)


@allow(Role.RESEARCHER)
@require_http_methods(["POST"])
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a line of the ledger was wrong; the line stays."""
    trial = get_object_or_404(Trial, code=code)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the number of the line, and what was wrong with it."))
        return redirect("allocation:definition", code=code)
    try:
        correct_line(
            trial,
            form.cleaned_data["line"],
            reason=form.cleaned_data["reason"],
            user=request.user,  # type: ignore[arg-type]
            now=request.now,  # type: ignore[attr-defined]
        )
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The correction stands in the ledger."))
    return redirect("allocation:definition", code=code)
