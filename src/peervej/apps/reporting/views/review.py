"""The blind review: data quality and pooled figures, before the plan is locked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.measures.operations import note_quality, raise_query
from peervej.apps.measures.queries import open_queries
from peervej.apps.programmes.queries import local_day
from peervej.apps.reporting.forms import QualityNoteForm
from peervej.apps.reporting.queries.asked import asked_in
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.effect import plan_of
from peervej.apps.reporting.queries.quality import RULES, check_quality, respondent_of
from peervej.apps.reporting.queries.review import review_of
from peervej.apps.reporting.wording import name_of_line, name_of_model
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import definition_of


@allow(Role.RESEARCHER)
@require_safe
def review(request: HttpRequest, code: str) -> HttpResponse:
    """What to look into, and how the answers lie with both arms together."""
    trial = get_object_or_404(Trial, code=code)
    day = local_day(request.now)  # type: ignore[attr-defined]
    definition = definition_of(trial)
    context = {
        "trial": trial,
        "definition": definition,
        "model": name_of_model(plan_of(definition).model),
        "freedom": name_of_line(definition.analysis.df),
        "rules": check_quality(trial, day),
        "review": review_of(build_dataset(trial, blinded=True)),
        "open_queries": len(open_queries(trial.code)),
        "form": QualityNoteForm(),
    }
    return render(request, "reporting/review.html", context)


@allow(Role.RESEARCHER)
@require_safe
def queries(request: HttpRequest, code: str) -> HttpResponse:
    """What sites have been asked, for how long, and what they wrote back."""
    trial = get_object_or_404(Trial, code=code)
    day = local_day(request.now)  # type: ignore[attr-defined]
    context = {"trial": trial, "asked": asked_in(trial, day), "form": QualityNoteForm()}
    return render(request, "reporting/queries.html", context)


@allow(Role.RESEARCHER)
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the site about one finding, in the set sentence for its rule."""
    trial = get_object_or_404(Trial, code=code)
    rule = request.POST.get("rule", "")
    respondent = respondent_of(trial, request.POST.get("record", ""))
    if respondent is None or rule not in RULES:
        raise Http404("no such finding")
    now = request.now  # type: ignore[attr-defined]
    raise_query(respondent, trial.code, rule, actor=actor_of(request), now=now)
    messages.success(request, _("The site is asked. The reply comes back here."))
    return redirect("reporting:queries", code=code)


@allow(Role.RESEARCHER)
@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what came of looking into one finding."""
    trial = get_object_or_404(Trial, code=code)
    form = QualityNoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what came of it, in at most 200 characters."))
        return redirect(_back(request), code=code)
    respondent = respondent_of(trial, form.cleaned_data["record"])
    if respondent is None or form.cleaned_data["rule"] not in RULES:
        raise Http404("no such finding")
    note_quality(
        respondent,
        trial.code,
        form.cleaned_data["rule"],
        form.cleaned_data["note"],
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )
    messages.success(request, _("Noted."))
    return redirect(_back(request), code=code)


def _back(request: HttpRequest) -> str:
    """The page the note was written on."""
    return "reporting:queries" if "from_queries" in request.POST else "reporting:review"
