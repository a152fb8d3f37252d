"""The page of someone who takes care of an entry: part by part, on a phone."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.directory import operations
from peervej.apps.directory.enums import FactState, Listing, OwnerState, Part, SectionNumber
from peervej.apps.directory.forms import FactsForm
from peervej.apps.directory.models import Draft, Initiative, Owner
from peervej.apps.directory.models.drafts import OPEN_STATES
from peervej.apps.directory.operations.drafting import DraftIncomplete, TooLong
from peervej.apps.directory.operations.freshness import FACTS_PART, MONTHS
from peervej.apps.directory.operations.upkeep import UnusableFact
from peervej.apps.directory.queries.drafts import missing_for_publishing, public_part
from peervej.apps.directory.queries.entry import accepted_facts, fact_lines
from peervej.apps.directory.queries.freshness import Freshness, ask_again_on, freshness_of

TOP_PARTS = (Part.NAME, Part.SUMMARY, Part.WHO_MAY_COME, Part.WEBSITE)
View = Callable[..., HttpResponse]


def own_initiative(request: HttpRequest) -> Initiative:
    """The entry of the link the request came through, while its owner is verified."""
    key = access_of(request).subject(Role.OWNER)
    entry = get_object_or_404(Initiative, pk=key)
    verified = Owner.objects.filter(initiative=entry, state=OwnerState.VERIFIED).exists()
    if not verified or entry.listing == Listing.UNLISTED:
        raise Http404
    return entry


@allow(Role.OWNER)
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """All parts of the entry with what is public, what waits and what is missing."""
    entry = own_initiative(request)
    draft = Draft.objects.filter(initiative=entry, state__in=OPEN_STATES).first()
    drafted = {row.number: row.text for row in draft.sections.all()} if draft else {}
    confirmed = dict(entry.sections.values_list("number", "confirmed_at"))
    parts = [
        {
            "part": part,
            "text": drafted.get(part.value, public_part(entry, part)),
            "changed": part.value in drafted and drafted[part.value] != public_part(entry, part),
            "confirmed": confirmed.get(part.value),
            "can_confirm": part.value in confirmed,
        }
        for part in (*TOP_PARTS, *(Part(number) for number in SectionNumber.values))
    ]
    context = {
        "entry": entry,
        "draft": draft,
        "parts": parts,
        "changed": any(part["changed"] for part in parts),
        "missing": missing_for_publishing(draft) if draft else [],
        "facts": fact_lines(accepted_facts(entry)),
        "proposed": entry.facts.filter(state=FactState.PROPOSED).count(),
        "versions": entry.versions.all(),
        "months": MONTHS,
        "public": entry.listing in {Listing.PUBLIC, Listing.HIDDEN},
        "hidden": entry.listing == Listing.HIDDEN,
        "ageing": freshness_of(entry, request.now) != Freshness.CONFIRMED,  # type: ignore[attr-defined]
        "asked_on": ask_again_on(entry),
    }
    return render(request, "directory/owner/home.html", context)


def owner_act(act: Callable[[HttpRequest, Initiative], str | None]) -> View:
    """A button on the owner's page: does one thing, says so, and goes back."""

    @allow(Role.OWNER)
    @never_cache
    @require_POST
    @wraps(act)
    def view(request: HttpRequest) -> HttpResponse:
        said = act(request, own_initiative(request))
        if said:
            messages.success(request, said)
        return redirect("directory:owner_home")

    return view


@owner_act
def confirm(request: HttpRequest, entry: Initiative) -> str | None:
    """It still holds: one section, the facts, or everything at once."""
    wanted = request.POST.get("part", "")
    parts = [FACTS_PART, *entry.sections.values_list("number", flat=True)]
    chosen = parts if wanted == "all" else [p for p in parts if str(p) == wanted]
    if not chosen:
        return None
    operations.confirm_parts(entry, chosen, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    return _("Thank you. We have noted that it still holds.")


@owner_act
def submit(request: HttpRequest, entry: Initiative) -> str | None:
    """Send the changes to the editor."""
    draft = Draft.objects.filter(initiative=entry, state__in=OPEN_STATES).first()
    if draft is None:
        return None
    try:
        operations.submit_draft(draft, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    except DraftIncomplete as error:
        missing = ", ".join(error.missing)
        messages.error(request, _("This is still missing: %(what)s.") % {"what": missing})
        return None
    return _("Thank you. Someone reads it, and you hear from us.")


@owner_act
def move(request: HttpRequest, entry: Initiative) -> str | None:
    """An answer was written to the wrong question."""
    source, target = request.POST.get("from", ""), request.POST.get("to", "")
    known = {str(number) for number in SectionNumber.values}
    if not {source, target} <= known:
        return None
    draft = operations.open_draft(entry, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    try:
        operations.move_section(
            draft,
            int(source),
            int(target),
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except TooLong as error:
        messages.error(request, str(error))
        return None
    return _("Moved. What was there before is still there.")


@owner_act
def interval(request: HttpRequest, entry: Initiative) -> str | None:
    """How often to ask."""
    try:
        months = int(request.POST.get("months", ""))
        operations.choose_interval(entry, months, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    except ValueError:
        return None
    return _("Saved.")


@allow(Role.OWNER)
@never_cache
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest) -> HttpResponse:
    """Propose other facts; the editor looks at them."""
    entry = own_initiative(request)
    form = FactsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.propose_facts(
                entry,
                **form.cleaned_data,
                words=_("From the owner"),
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except UnusableFact as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Someone looks at it."))
            return redirect("directory:owner_home")
    return render(request, "directory/owner/facts.html", {"entry": entry, "form": form})


@allow(Role.OWNER)
@never_cache
@require_http_methods(["GET", "POST"])
def unlist(request: HttpRequest) -> HttpResponse:
    """Not to be listed: asked once more, then done at once."""
    entry = own_initiative(request)
    if request.method == "POST":
        operations.unlist_entry(entry, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
        return render(request, "directory/owner/unlisted.html", {"entry": entry})
    return render(request, "directory/owner/unlist.html", {"entry": entry})
