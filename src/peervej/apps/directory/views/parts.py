"""One of the eight questions at a time: saved as it is written, and a clash shows both texts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory import operations
from peervej.apps.directory.enums import DraftState, Part, SectionNumber
from peervej.apps.directory.forms import PartForm
from peervej.apps.directory.models import Draft, Initiative
from peervej.apps.directory.models.drafts import OPEN_STATES
from peervej.apps.directory.operations.drafting import DraftClosed, TooLong
from peervej.apps.directory.queries.drafts import public_part
from peervej.apps.directory.views.owner import own_initiative

ONE_LINE = {Part.NAME, Part.WEBSITE}
# Sent by words.js, which saves while someone writes and stays on the page.
BY_ITSELF = "X-Saves-By-Itself"


@allow(Role.OWNER)
@never_cache
@require_http_methods(["GET", "POST"])
def edit_part(request: HttpRequest, number: int) -> HttpResponse:
    """One question at a time; what is written is saved, and a clash shows both texts."""
    if number not in Part.values:
        raise Http404
    entry = own_initiative(request)
    form = PartForm(request.POST or None, initial=words_so_far(entry, number))
    waits = Draft.objects.filter(initiative=entry, state=DraftState.SUBMITTED).exists()
    met = None
    if request.method == "POST" and form.is_valid():
        draft = operations.open_draft(entry, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
        edition, met = save_part(request, draft, number, form)
        if BY_ITSELF in request.headers:
            return _say_saved(request, edition, met, form)
        if edition is not None:
            return redirect(_after_save(request, number, waited=waits))
        if met is not None:
            newest = {"text": form.cleaned_data["text"], "edition": newest_edition(draft, number)}
            form = PartForm(initial=newest)
    form.fields["text"].label = str(Part(number).label)
    context = {
        "entry": entry,
        "form": form,
        "number": number,
        "part": Part(number),
        "one_line": number in ONE_LINE,
        "met": met,
        "waits": waits,
        "is_question": number in SectionNumber.values,
        "others": [part for part in SectionNumber if part.value != number],
    }
    return render(request, "directory/owner/part.html", context, status=409 if met else 200)


def words_so_far(entry: Initiative, number: int) -> dict[str, str | int]:
    """The waiting words of a part, or the public ones; looking begins no draft."""
    draft = Draft.objects.filter(initiative=entry, state__in=OPEN_STATES).first()
    if draft is None:
        return {"text": public_part(entry, number), "edition": 0}
    section = draft.sections.filter(number=number).first()
    return {"text": section.text if section else "", "edition": section.edition if section else 0}


def newest_edition(draft: Draft, number: int) -> int:
    """The edition the next save is to be written on top of."""
    return draft.sections.get(number=number).edition


def save_part(
    request: HttpRequest, draft: Draft, number: int, form: PartForm
) -> tuple[int | None, str | None]:
    """The edition that was saved, None when it was not, and the newer words it met."""
    try:
        outcome = operations.save_section(
            draft,
            number,
            form.cleaned_data["text"],
            edition=form.cleaned_data["edition"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except (TooLong, ValidationError) as error:
        form.add_error("text", error.messages if isinstance(error, ValidationError) else str(error))
        return None, None
    except DraftClosed:
        form.add_error("text", _("The changes were just published. Save once more to go on."))
        return None, None
    return outcome.edition if outcome.saved else None, outcome.met


def _say_saved(
    request: HttpRequest, edition: int | None, met: str | None, form: PartForm
) -> JsonResponse:
    """The answer to a page that saves by itself while someone writes."""
    if edition is not None:
        clock = formats.time_format(timezone.localtime(request.now), "H.i")  # type: ignore[attr-defined]
        return JsonResponse({"edition": edition, "said": _("Saved at %(time)s.") % {"time": clock}})
    if met is not None:
        said = _("Someone else saved while you wrote. Press Save to see both texts.")
        return JsonResponse({"said": said}, status=409)
    return JsonResponse({"said": " ".join(map(str, form.errors["text"]))}, status=422)


def _after_save(request: HttpRequest, number: int, *, waited: bool) -> str:
    """Where to go next; changes that waited to be read are to be sent anew, and that is said."""
    following = number + 1
    if "next" in request.POST and following in SectionNumber.values:
        return f"/mit-tilbud/{following}/"
    said = _("Saved. Send the changes again when you are done.") if waited else _("Saved.")
    messages.success(request, said)
    return "/mit-tilbud/"
