"""Getting a trial's data: what is in them and who might be recognised, then the files."""

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.reporting.operations import export_trial
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
        return render(request, "reporting/export.html", {"trial": trial})
    context = {"trial": trial, "table": table, "formats": FORMATS}
    return render(request, "reporting/export.html", context)


def _as_zip(files: dict[str, bytes], name: str) -> HttpResponse:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, content in files.items():
            archive.writestr(zipfile.ZipInfo(file_name, ZIP_DATE), content)
    answer = HttpResponse(out.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
