"""Taking a document in at the desk: answers become drafts, nothing is public."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory.forms import MappingFileForm
from peervej.apps.directory.operations.mapping import load_mapping
from peervej.apps.directory.reader_words import say_why
from peervej.methods.errors import UnusableInput
from peervej.methods.mapping import Mapping, read_mapping
from peervej.methods.mapping.decode import MAX_FILE_BYTES


@allow(Role.EDITOR)
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Read a mapping, or what one initiative sent in, into drafts."""
    form = MappingFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        mapping = _read(form)
        if mapping is not None:
            counts = load_mapping(
                mapping,
                title=form.cleaned_data["title"],
                dated=form.cleaned_data["dated"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
            messages.success(request, _said(counts))
            return redirect("directory:desk")
    return render(request, "directory/desk/take_in.html", {"form": form})


def _read(form: MappingFileForm) -> Mapping | None:
    file = form.cleaned_data["file"]
    if file.size > MAX_FILE_BYTES:
        form.add_error("file", _("The file is too large. Split it, at most 20 MB each."))
        return None
    try:
        return read_mapping(file.read(), filename=PurePath(file.name).name)
    except UnusableInput as error:
        form.add_error("file", _("The file cannot be read.") + " " + say_why(error))
        return None


def _said(counts: dict[str, int]) -> str:
    """What came of every entry in the document; those with nothing to say are left out."""
    number = counts["drafts"]
    lines = (
        (number, ngettext("%(number)s new draft", "%(number)s new drafts", number)),
        (counts["doubtful"], _("%(number)s that look like one we have")),
        (counts["unchanged"], _("%(number)s taken in before")),
        (counts["busy"], _("%(number)s left alone, someone is writing in them")),
        (counts["left_out"], _("%(number)s left out, they do not want to be listed")),
    )
    said = [line % {"number": number} for number, line in lines if number]
    return ", ".join(said) or _("The document holds no initiatives.")
