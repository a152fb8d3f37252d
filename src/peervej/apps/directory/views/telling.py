"""What readers tell: something is wrong, this is mine, here is another offer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory.enums import Listing
from peervej.apps.directory.forms import CorrectionForm, EmailForm, SuggestForm
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.operations import ask_to_own, report_correction, suggest_entry
from peervej.apps.directory.operations.suggesting import NotWanted

SHOWN = (Listing.PUBLIC, Listing.HIDDEN)


@allow(Role.PUBLIC)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what is wrong with an entry, without a name."""
    entry = get_object_or_404(Initiative, slug=slug, listing__in=SHOWN)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["homepage"]:
            report_correction(entry, text=form.cleaned_data["text"], now=request.now)  # type: ignore[attr-defined]
        messages.success(request, _("Thank you. We will look at it."))
        return redirect("directory:entry", slug=slug)
    return render(request, "directory/correct.html", {"entry": entry, "form": form})


@allow(Role.PUBLIC)
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to take care of an entry; the answer is the same whether known or not."""
    entry = get_object_or_404(Initiative, slug=slug, listing__in=SHOWN)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_own(
                entry,
                email=form.cleaned_data["email"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, _("Thank you. We check it, and then send you a link."))
            return redirect("directory:entry", slug=slug)
    return render(request, "directory/claim.html", {"entry": entry, "form": form})


@allow(Role.PUBLIC)
@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """Tell about an offer that is not in the list yet."""
    form = SuggestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            suggest_entry(**form.cleaned_data, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
        except ValidationError as error:
            form.add_error("email", error)
        except NotWanted:
            form.add_error("name", _("They have asked not to be listed here."))
        else:
            messages.success(
                request, _("Thank you. When we have looked at it, you get a link to tell more.")
            )
            return redirect("directory:list")
    return render(request, "directory/suggest.html", {"form": form})
