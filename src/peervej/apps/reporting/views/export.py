"""Getting a trial's data: what is in them and who might be recognised, then the files."""

import io
import zipfile

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.reporting.forms import TwinForm
from peervej.apps.reporting.operations import export_trial, export_twin
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.export import NothingToExport, build_export
from peervej.apps.reporting.writing import FORMATS
from peervej.apps.trial.models import Trial

# Zip files hold a date; always this one, so that the same data make the same file.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Show columns and small groups; with a button, hand the files out."""
    trial = get_object_or_404(Trial, code=code)
    wanted = request.POST.get("format", "")
    try:
        if request.method == "POST" and wanted in FORMATS:
            found = export_trial(
                trial,
                wanted,
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
                blinded="blinded" in request.POST,
            )
            return _as_zip(found.files, f"{trial.code}-{wanted}.zip")
        table = build_export(build_dataset(trial, blinded=not trial.is_unblinded))
    except NothingToExport:
        return render(request, "reporting/export.html", {"trial": trial, "twin": TwinForm()})
    context = {"trial": trial, "table": table, "twin": TwinForm()}
    return render(request, "reporting/export.html", context)


@allow(Role.RESEARCHER)
@require_POST
def twin(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out a synthetic twin: the same columns, and nobody's answers."""
    trial = get_object_or_404(Trial, code=code)
    form, wanted = TwinForm(request.POST), request.POST.get("format", "")
    if not form.is_valid() or wanted not in FORMATS:
        messages.error(request, _("Give a whole number from 1 to 999999, and choose a format."))
        return redirect("reporting:export", code=code)
    made = export_twin(
        trial,
        wanted,
        seed=form.cleaned_data["seed"],
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )
    return _as_zip(made.files, f"{trial.code}-twin-{wanted}.zip")


def _as_zip(files: dict[str, bytes], name: str) -> HttpResponse:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, content in files.items():
            archive.writestr(zipfile.ZipInfo(file_name, ZIP_DATE), content)
    answer = HttpResponse(out.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
