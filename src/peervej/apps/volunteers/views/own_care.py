"""What a volunteer does alone on the phone: questions, hours, expenses, a break, goodbye."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.volunteers.forms.own import ExpenseForm, HoursForm
from peervej.apps.volunteers.forms.volunteers import QuestionsForm
from peervej.apps.volunteers.models import Application, Volunteer
from peervej.apps.volunteers.operations.care import claim_expense, note_hours
from peervej.apps.volunteers.operations.questions import reply_to_questions
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.staying import (
    pause_volunteer,
    resume_volunteer,
    stop_volunteer,
)
from peervej.apps.volunteers.perms import volunteer_of_link
from peervej.apps.volunteers.queries.applications import replies_by_key

SHOWN = 10


@allow(Role.VOLUNTEER)
@never_cache
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """The questions before the talk, with what was answered earlier."""
    volunteer = volunteer_of_link(access_of(request))
    application = get_object_or_404(Application, volunteer=volunteer, asked_at__isnull=False)
    form = QuestionsForm(request.POST or None, initial=replies_by_key(application))
    if request.method == "POST" and form.is_valid():
        try:
            reply_to_questions(volunteer, form.cleaned_data, **_by(request))
        except VolunteerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. The coordinator reads it and calls you."))
            return redirect("volunteers:questions")
    context = {"volunteer": volunteer, "form": form, "application": application}
    return render(request, "volunteers/questions.html", context)


@allow(Role.VOLUNTEER)
@never_cache
@require_http_methods(["GET", "POST"])
def noted(request: HttpRequest) -> HttpResponse:
    """Hours and expenses: what is noted, and two short forms."""
    volunteer = volunteer_of_link(access_of(request))
    what = request.POST.get("what", "")
    today = request.now.date()  # type: ignore[attr-defined]
    hours = HoursForm(
        request.POST if what == "hours" else None, initial={"worked_on": today}, prefix="hours"
    )
    expense = ExpenseForm(
        request.POST if what == "expense" else None, initial={"spent_on": today}, prefix="expense"
    )
    if (
        hours.is_bound
        and hours.is_valid()
        and _did(
            request, hours, lambda: note_hours(volunteer, **hours.cleaned_data, **_by(request))
        )
    ):
        return redirect("volunteers:noted")
    if (
        expense.is_bound
        and expense.is_valid()
        and _did(
            request,
            expense,
            lambda: claim_expense(volunteer, **expense.fields_of_expense(), **_by(request)),
        )
    ):
        return redirect("volunteers:noted")
    context = {
        "volunteer": volunteer,
        "hours": volunteer.hours.all()[:SHOWN],
        "expenses": [
            {"row": row, "kroner": row.amount / 100} for row in volunteer.expenses.all()[:SHOWN]
        ],
        "hours_form": hours,
        "expense_form": expense,
        "opened": what,
    }
    return render(request, "volunteers/noted.html", context, status=422 if what else 200)


@allow(Role.VOLUNTEER)
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """A break, back again, or goodbye: nobody asks why."""
    volunteer = volunteer_of_link(access_of(request))
    what = request.POST.get("what", "")
    try:
        said = _stay(volunteer, what, _by(request))
    except VolunteerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("/" if what == "stop" else "volunteers:agreement")


def _stay(volunteer: Volunteer, what: str, by: dict[str, Any]) -> str:
    if what == "pause":
        pause_volunteer(volunteer, **by)
        return _("You are taking a break. You need not say why. Your page stays open.")
    if what == "resume":
        resume_volunteer(volunteer, **by)
        return _("Good to have you with us.")
    if what == "stop":
        stop_volunteer(volunteer, **by)
        return _("Thank you for all you have done. Your page is closed now.")
    raise Http404(what)


def _did(request: HttpRequest, form: Any, act: Any) -> bool:
    try:
        act()
    except VolunteerRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Thank you. It is noted."))
    return True


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
