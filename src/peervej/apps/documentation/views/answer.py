"""The shared address: one page of questions, no name, no script, nothing stored on the phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.documentation.forms import LATER, SheetForm
from peervej.apps.documentation.models import Kit
from peervej.apps.documentation.operations import (
    KitClosed,
    SheetRefused,
    TooManySheets,
    take_sheet,
)
from peervej.apps.documentation.queries import is_open, questions_of


@allow(Role.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet of a kit; GET changes nothing."""
    kit = Kit.objects.filter(key=key).first()
    if kit is None or not is_open(kit, now_of(request).date()):
        return _gone(request, kit)
    questions = questions_of(kit, get_language() or "da")
    form = SheetForm(kit, questions, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_machine:
            return redirect("documentation:thanks", key)
        try:
            take_sheet(
                kit,
                form.answers(),
                ticket=form.cleaned_data["ticket"],
                is_later=form.cleaned_data.get("round") == LATER,
                code=form.cleaned_data.get("code", ""),
                now=now_of(request),
            )
        except KitClosed:
            return _gone(request, kit)
        except SheetRefused as error:
            status = 429 if isinstance(error, TooManySheets) else 200
            form.add_error(None, str(error))
        else:
            return redirect("documentation:thanks", key)
    context = {"kit": kit, "form": form, "total": len(questions)}
    return render(request, "documentation/answer.html", context, status=status)


@allow(Role.PUBLIC)
@never_cache
@require_safe
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """It is in; and where to turn if today is hard."""
    kit = Kit.objects.filter(key=key).first()
    return render(request, "documentation/thanks.html", {"kit": kit})


def _gone(request: HttpRequest, kit: Kit | None) -> HttpResponse:
    """No such address, or not open: said in the same way."""
    status = 404 if kit is None else 410
    return render(request, "documentation/gone.html", {"kit": kit}, status=status)
