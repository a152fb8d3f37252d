"""The editor's desk: what waits, and one entry with its owners and corrections."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory import operations
from peervej.apps.directory.forms import EmailForm, FactsForm
from peervej.apps.directory.models import Correction, Initiative, Owner
from peervej.apps.directory.operations.upkeep import UnusableFact
from peervej.apps.directory.queries.drafts import editor_queue
from peervej.apps.directory.queries.entry import accepted_facts, fact_lines
from peervej.apps.directory.views.desk_drafts import list_proposals
from peervej.apps.messaging.addressees import read_address


@allow(Role.EDITOR)
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits."""
    return render(request, "directory/desk/queue.html", {"queue": editor_queue()})


@allow(Role.EDITOR)
@require_http_methods(["GET", "POST"])
def edit_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor adds facts; they hold at once."""
    entry = get_object_or_404(Initiative, slug=slug)
    form = FactsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_facts(
                entry,
                words=_("From the editor"),
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
                **form.cleaned_data,
            )
        except UnusableFact as error:
            form.add_error(None, str(error))
        else:
            return redirect("directory:desk_entry", slug=slug)
    return render(request, "directory/desk/facts.html", {"entry": entry, "form": form})


@allow(Role.EDITOR)
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite whoever runs it to take care of the entry."""
    entry = get_object_or_404(Initiative, slug=slug)
    form = EmailForm(request.POST)
    if form.is_valid():
        try:
            operations.invite_owner(
                entry,
                email=form.cleaned_data["email"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, _("They are sent a link."))
            return redirect("directory:desk_entry", slug=slug)
    return _render_entry(request, entry, form)


@allow(Role.EDITOR)
def show_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """An entry at the desk: history, owners, corrections, facts that wait."""
    return _render_entry(request, get_object_or_404(Initiative, slug=slug), EmailForm())


def _render_entry(request: HttpRequest, entry: Initiative, form: EmailForm) -> HttpResponse:
    owners = [
        {"owner": owner, "email": read_address(owner.addressee)}
        for owner in entry.owners.select_related("addressee")
    ]
    context = {
        "entry": entry,
        "versions": entry.versions.all(),
        "drafts": entry.drafts.all(),
        "owners": owners,
        "corrections": entry.corrections.filter(closed_at=None),
        "proposals": list_proposals(entry),
        "facts": fact_lines(accepted_facts(entry)),
        "form": form,
    }
    return render(request, "directory/desk/entry.html", context)


@allow(Role.EDITOR)
@require_POST
def decide_owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify an owner, or close their way in."""
    owner = get_object_or_404(Owner, pk=pk)
    verified = request.POST.get("choice") == "verify"
    act = operations.verify_owner if verified else operations.end_owner
    act(owner, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    return redirect("directory:desk_entry", slug=owner.initiative.slug)


@allow(Role.EDITOR)
@require_POST
def close_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reader told is seen to."""
    correction = get_object_or_404(Correction, pk=pk)
    operations.close_correction(correction, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    return redirect("directory:desk")


@allow(Role.EDITOR)
@require_POST
def unlist(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an entry away for good, on its own wish."""
    entry = get_object_or_404(Initiative, slug=slug)
    operations.unlist_entry(entry, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    messages.success(request, _("It is taken away, and the wish is remembered."))
    return redirect("directory:desk")
