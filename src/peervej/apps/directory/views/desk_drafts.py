"""The editor's desk: one draft beside what is public, and what becomes of it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory import operations
from peervej.apps.directory.enums import FactState, Part
from peervej.apps.directory.forms import PartForm, ReasonForm
from peervej.apps.directory.models import Draft, Fact, Initiative, SavedWords
from peervej.apps.directory.models.drafts import OPEN_STATES
from peervej.apps.directory.operations.drafting import DraftIncomplete, TooLong
from peervej.apps.directory.operations.moderation import (
    AlreadyDecided,
    DraftChanged,
    NamesToLookAt,
)
from peervej.apps.directory.operations.suggesting import NoDouble
from peervej.apps.directory.operations.upkeep import UnusableFact
from peervej.apps.directory.queries.drafts import differences, missing_for_publishing
from peervej.apps.directory.queries.persons import names_to_look_at
from peervej.apps.directory.views.parts import newest_edition, save_part
from peervej.apps.directory.wording import FACT_LABELS, say_fact


@allow(Role.EDITOR)
def show_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft beside what is public, with proposed facts and their words."""
    draft = get_object_or_404(Draft.objects.select_related("initiative", "resembles"), pk=pk)
    return _render_draft(request, draft, ReasonForm())


def _render_draft(request: HttpRequest, draft: Draft, form: ReasonForm) -> HttpResponse:
    texts = dict(draft.sections.values_list("number", "text"))
    aside = SavedWords.objects.filter(section__draft=draft, set_aside=True)
    context = {
        "draft": draft,
        "entry": draft.initiative,
        "open": draft.state in OPEN_STATES,
        "differences": differences(draft),
        "missing": missing_for_publishing(draft, decided=True),
        "names": names_to_look_at(draft),
        "proposals": list_proposals(draft.initiative),
        "aside": aside.select_related("section"),
        "form": form,
        "parts": [(part, texts.get(part.value, "")) for part in Part],
        "seen_at": draft.changed_at.isoformat(),
    }
    return render(request, "directory/desk/draft.html", context)


def list_proposals(initiative: Initiative) -> list[dict[str, object]]:
    """Facts that wait for a choice, with their label and words."""
    rows = initiative.facts.filter(state=FactState.PROPOSED)
    return [
        {
            "fact": fact,
            "label": FACT_LABELS.get(fact.key, fact.key),
            "said": say_fact(fact.key, fact.value),
        }
        for fact in rows
    ]


@allow(Role.EDITOR)
@require_http_methods(["GET", "POST"])
def edit_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The editor writes in a draft, under the same rules as its owners."""
    draft = get_object_or_404(Draft.objects.select_related("initiative"), pk=pk)
    if number not in Part.values or draft.state not in OPEN_STATES:
        raise Http404
    section = draft.sections.filter(number=number).first()
    initial = {
        "text": section.text if section else "",
        "edition": section.edition if section else 0,
    }
    form = PartForm(request.POST or None, initial=initial)
    met = None
    if request.method == "POST" and form.is_valid():
        edition, met = save_part(request, draft, number, form)
        if edition is not None:
            return redirect("directory:desk_draft", pk=pk)
        if met is not None:
            newest = {"text": form.cleaned_data["text"], "edition": newest_edition(draft, number)}
            form = PartForm(initial=newest)
    form.fields["text"].label = str(Part(number).label)
    context = {"draft": draft, "entry": draft.initiative, "form": form, "met": met}
    return render(request, "directory/desk/part.html", context, status=409 if met else 200)


@allow(Role.EDITOR)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the draft as it was seen."""
    draft = get_object_or_404(Draft, pk=pk)
    try:
        operations.accept_draft(
            draft,
            seen_at=datetime.fromisoformat(request.POST.get("seen_at", "")),
            names_seen="names_seen" in request.POST,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except (DraftChanged, ValueError):
        messages.warning(request, _("New words came in meanwhile. Read it once more."))
    except DraftIncomplete as error:
        missing = ", ".join(error.missing)
        messages.error(request, _("This is still missing: %(what)s.") % {"what": missing})
    except NamesToLookAt:
        messages.warning(request, _("Look at the names first, and say that they may stand."))
    except AlreadyDecided:
        messages.warning(request, _("Someone has already decided."))
    else:
        messages.success(request, _("It is public now, and the owners are told."))
        return redirect("directory:desk")
    return redirect("directory:desk_draft", pk=pk)


@allow(Role.EDITOR)
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the draft with a reason."""
    draft = get_object_or_404(Draft, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _render_draft(request, draft, form)
    try:
        operations.return_draft(
            draft,
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except AlreadyDecided:
        messages.warning(request, _("Someone has already decided."))
    else:
        messages.success(request, _("It went back, with the reason."))
    return redirect("directory:desk")


@allow(Role.EDITOR)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a draft aside."""
    draft = get_object_or_404(Draft, pk=pk)
    try:
        operations.drop_draft(draft, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    except AlreadyDecided:
        messages.warning(request, _("Someone has already decided."))
    return redirect("directory:desk")


@allow(Role.EDITOR)
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """It is the entry it resembles: its words go there."""
    draft = get_object_or_404(Draft, pk=pk)
    try:
        target = operations.join_draft(draft, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    except (AlreadyDecided, NoDouble):
        messages.warning(request, _("Someone has already decided."))
        return redirect("directory:desk")
    except TooLong as error:
        messages.error(request, str(error))
        return redirect("directory:desk_draft", pk=pk)
    return redirect("directory:desk_draft", pk=target.pk)


@allow(Role.EDITOR)
@require_POST
def decide_fact(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or refuse one proposed fact."""
    fact = get_object_or_404(Fact, pk=pk)
    try:
        operations.decide_fact(
            fact,
            accepted=request.POST.get("choice") in {"accept", "publish"},
            publish_private=request.POST.get("choice") == "publish",
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except UnusableFact as error:
        messages.error(request, str(error))
    except AlreadyDecided:
        messages.warning(request, _("Someone has already decided."))
    draft = Draft.objects.filter(initiative=fact.initiative_id, state__in=OPEN_STATES).first()
    if draft is not None:
        return redirect("directory:desk_draft", pk=draft.pk)
    return redirect("directory:desk_entry", slug=fact.initiative.slug)


@allow(Role.EDITOR)
@require_POST
def start_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the entry's draft to write in it."""
    entry = get_object_or_404(Initiative, slug=slug)
    draft = operations.open_draft(entry, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    return redirect("directory:desk_draft", pk=draft.pk)
