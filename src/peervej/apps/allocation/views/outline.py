"""The same definition as fields: filled in, it becomes the text that everything else reads."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.allocation.forms import ReasonForm
from peervej.apps.allocation.forms.outline import OutlineForm, outline_of
from peervej.apps.allocation.operations.amending import amend_trial, can_be_amended
from peervej.apps.allocation.views.definition import EXAMPLE, REFUSALS
from peervej.apps.design.templatetags.design import error_list
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.operations import amend_definition, create_trial
from peervej.apps.trial.queries import definition_of
from peervej.data.trials import load_trial_text, read_trial


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def new_outline(request: HttpRequest) -> HttpResponse:
    """Fill in a new trial, from the shipped one as an example."""
    example = read_trial(load_trial_text(EXAMPLE))
    initial = outline_of(example) | {"code": "", "name": "", "sites": []}
    form = OutlineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        now: datetime = request.now  # type: ignore[attr-defined]
        try:
            trial = create_trial(form.definition(None), actor=actor_of(request), now=now)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The trial is written down. Next it is sealed."))
            return redirect("allocation:definition", code=trial.code)
    return render(request, "allocation/outline.html", {"form": form, "errors": _errors(form)})


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def outline(request: HttpRequest, code: str) -> HttpResponse:
    """Change a definition by its fields; after sealing only with a reason, on record."""
    trial = get_object_or_404(Trial, code=code)
    is_under_way, read = can_be_amended(trial), definition_of(trial)
    if trial.state != TrialState.DRAFT and not is_under_way:
        return redirect("allocation:definition", code=code)
    form = OutlineForm(request.POST or None, initial=outline_of(read))
    why = ReasonForm(request.POST or None) if is_under_way else None
    if request.method == "POST" and form.is_valid() and (why is None or why.is_valid()):
        now: datetime = request.now  # type: ignore[attr-defined]
        text = form.definition(read)
        try:
            if why is None:
                amend_definition(trial, text, actor=actor_of(request), now=now)
            else:
                reason = why.cleaned_data["reason"]
                amend_trial(trial, text, reason=reason, user=request.user, now=now)  # type: ignore[arg-type]
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The new version is kept beside the old ones."))
            return redirect("allocation:definition", code=code)
    context = {
        "trial": trial,
        "form": form,
        "why": why,
        "is_under_way": is_under_way,
        "errors": _errors(form, why),
    }
    return render(request, "allocation/outline.html", context)


def _errors(form: OutlineForm, why: ReasonForm | None = None) -> list[tuple[str, str]]:
    """What is to be mended, from the fields, the questions and the reason."""
    parts: list[forms.BaseForm] = [form, *form.questions.forms, *([why] if why else [])]
    return [error for part in parts for error in error_list(part)]
