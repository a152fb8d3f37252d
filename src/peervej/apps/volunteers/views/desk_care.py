"""The coordinator's trainings and care groups."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import GONE
from peervej.apps.volunteers.forms.volunteers import (
    BookingForm,
    CareGroupForm,
    CareMeetingForm,
    TrainingForm,
)
from peervej.apps.volunteers.models import TrainingWeekend, Volunteer
from peervej.apps.volunteers.operations.care import (
    begin_care_group,
    pay_expense,
    record_care_meeting,
)
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.training import (
    book_training,
    plan_training,
    record_training,
)
from peervej.apps.volunteers.perms import (
    care_group_at_desk,
    expense_at_desk,
    place_at_desk,
    training_at_desk,
)
from peervej.apps.volunteers.queries.care import care_rhythm, unpaid_expenses


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def trainings(request: HttpRequest) -> HttpResponse:
    """Trainings with their places; a new one."""
    site = access_of(request).site(Role.COORDINATOR)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and _did(
        request, form, lambda fields: plan_training(site, **fields, **_by(request))
    ):
        return redirect("volunteers:trainings")
    rows = TrainingWeekend.objects.filter(site=site).order_by("-starts_on")
    context = {
        "site": site,
        "trainings": rows.prefetch_related("places__volunteer")[:12],
        "form": form,
        "booking_form": BookingForm(volunteers=_volunteers(site)),
    }
    return render(request, "volunteers/desk/trainings.html", context)


@allow(Role.COORDINATOR)
@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a place."""
    weekend = training_at_desk(access_of(request), pk)
    form = BookingForm(request.POST, volunteers=_volunteers(weekend.site))
    if not _did(
        request,
        form,
        lambda fields: book_training(weekend, fields["volunteer"], **_by(request)),
    ):
        _say_errors(request, form)
    return redirect("volunteers:trainings")


@allow(Role.COORDINATOR)
@require_POST
def attended(request: HttpRequest, pk: int) -> HttpResponse:
    """Was there or not."""
    place = place_at_desk(access_of(request), pk)
    try:
        came = request.POST.get("came") == "ja"
        record_training(place, came, user=access_of(request).user, **_by(request))
    except VolunteerRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteers:trainings")


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def care(request: HttpRequest) -> HttpResponse:
    """Groups with their rhythm; a new one."""
    site = access_of(request).site(Role.COORDINATOR)
    form = CareGroupForm(request.POST or None, volunteers=_volunteers(site))
    if request.method == "POST" and _did(
        request, form, lambda fields: _begin(site, fields, _by(request))
    ):
        return redirect("volunteers:care")
    today = request.now.date()  # type: ignore[attr-defined]
    context = {
        "site": site,
        "rows": care_rhythm(site, today),
        "expenses": [{"row": row, "kroner": row.amount / 100} for row in unpaid_expenses(site)],
        "form": form,
        "meeting_form": CareMeetingForm(initial={"held_on": today}),
    }
    return render(request, "volunteers/desk/care.html", context)


def _begin(site: Site, fields: dict[str, Any], by: dict[str, Any]) -> None:
    members = list(fields.pop("members"))
    begin_care_group(site, **fields, members=members, **by)


@allow(Role.COORDINATOR)
@require_POST
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """The money is paid back."""
    pay_expense(expense_at_desk(access_of(request), pk), **_by(request))
    messages.success(request, _("Saved."))
    return redirect("volunteers:care")


@allow(Role.COORDINATOR)
@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting was held."""
    group = care_group_at_desk(access_of(request), pk)
    form = CareMeetingForm(request.POST)
    if not _did(request, form, lambda fields: record_care_meeting(group, **fields, **_by(request))):
        _say_errors(request, form)
    return redirect("volunteers:care")


def _did(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except VolunteerRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _say_errors(request: HttpRequest, form: forms.Form) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


def _volunteers(site: Site) -> QuerySet[Volunteer]:
    return Volunteer.objects.filter(site=site).exclude(state__in=GONE)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
