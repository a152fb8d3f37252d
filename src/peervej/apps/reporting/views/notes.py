"""What authors add to a trial's report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.reporting.forms import NoteForm
from peervej.apps.reporting.operations.notes import remove_note, write_note
from peervej.apps.reporting.queries.notes import author_notes
from peervej.apps.trial.models import Trial


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, code: str) -> HttpResponse:
    """The notes, and a form for one more."""
    trial = get_object_or_404(Trial, code=code)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write_note(trial, **form.cleaned_data, actor=actor_of(request), now=now_of(request))
        messages.success(request, _("It stands in the report from now on."))
        return redirect("reporting:notes", code=code)
    context = {"trial": trial, "form": form, "notes": author_notes(trial)}
    return render(request, "reporting/notes.html", context)


@allow(Role.RESEARCHER)
@require_POST
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one note out."""
    note = get_object_or_404(author_notes(get_object_or_404(Trial, code=code)), pk=pk)
    remove_note(note, actor=actor_of(request), now=now_of(request))
    messages.success(request, _("It is taken out of the report."))
    return redirect("reporting:notes", code=code)
