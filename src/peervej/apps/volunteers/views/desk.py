"""The coordinator's volunteers: who waits, who is ready, and each one's way."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.operations import record_reading
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.people.operations import read_contact
from peervej.apps.volunteers.enums import GONE, VolunteerState
from peervej.apps.volunteers.forms.volunteers import PracticeForm, ProfileForm, StepForm, StopForm
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.operations.care import thank_volunteer
from peervej.apps.volunteers.operations.profile import set_profile
from peervej.apps.volunteers.operations.questions import BEFORE_THE_TALK, send_questions
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.staying import (
    pause_volunteer,
    resume_volunteer,
    stop_volunteer,
)
from peervej.apps.volunteers.operations.training import record_practice
from peervej.apps.volunteers.operations.way_in import (
    approve_volunteer,
    record_step,
    withdraw_approval,
)
from peervej.apps.volunteers.perms import approval_at_desk, volunteer_at_desk
from peervej.apps.volunteers.queries.applications import (
    replies_of,
    unanswered_applications,
    words_of,
)
from peervej.apps.volunteers.queries.care import (
    care_overdue,
    not_thanked_for_long,
    unpaid_expenses,
)
from peervej.apps.volunteers.queries.companionship import PROGRAMME
from peervej.apps.volunteers.queries.figures import (
    figures_of,
    leaving_reasons,
    lengths_of_stay,
)
from peervej.apps.volunteers.queries.readiness import (
    Readiness,
    ReadyState,
    approvals_ending,
    readiness_on,
)
from peervej.apps.volunteers.queries.runs import RoleAt, roles_at
from peervej.apps.volunteers.wording import say_approver, say_missing, say_readiness

AHEAD = timedelta(weeks=8)
YEAR = timedelta(days=365)


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def volunteers(request: HttpRequest) -> HttpResponse:
    """Unanswered applications first, then those on the way, then the active."""
    site = access_of(request).site(Role.COORDINATOR)
    now = request.now  # type: ignore[attr-defined]
    today = now.date()
    rows = Volunteer.objects.filter(site=site).exclude(state__in=GONE)
    roles = [(one.title, _readiness(rows, one, today)) for one in roles_at(site, today)]
    on_the_way = (VolunteerState.APPLIED, VolunteerState.IN_TALKS, VolunteerState.IN_TRAINING)
    context = {
        "site": site,
        "unanswered": unanswered_applications(site, now),
        "on_the_way": [row for row in rows if row.state in on_the_way],
        "active": [
            {
                "volunteer": row,
                "approved_as": [
                    title for title, ready in roles if ready[row.pk].state == ReadyState.APPROVED
                ],
            }
            for row in rows
            if row.state not in on_the_way
        ],
        "ending": approvals_ending(site, until=today + AHEAD),
        "overdue": care_overdue(site, today),
        "not_thanked": not_thanked_for_long(site, today),
        "figures": figures_of(site, today - YEAR, today),
        "reasons": leaving_reasons(site, today - YEAR, today),
        "stays": lengths_of_stay(site, today - YEAR, today),
        "unpaid": unpaid_expenses(site).count(),
    }
    return render(request, "volunteers/desk/volunteers.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    """The role of volunteer alone: what else the person is or was stands nowhere."""
    return _page(request, volunteer_at_desk(access_of(request), pk))


def _page(request: HttpRequest, row: Volunteer, **forms: object) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    user = access_of(request).user
    record_reading(
        row.person_id, "volunteer", reader=actor_of(request), reader_label=str(user), now=now
    )
    application = getattr(row, "application", None)
    initial = {name: getattr(row, name) for name in ProfileForm.base_fields}
    context = {
        "volunteer": row,
        "application": application,
        "words": words_of(application) if application else "",
        "replies": replies_of(application) if application else [],
        "may_ask": bool(application) and row.state in BEFORE_THE_TALK,
        "contact": read_contact(row.person),
        "steps": row.steps.select_related("assessed_by"),
        "agreements": row.agreements.all(),
        "approvals": row.approvals.select_related("approved_by"),
        "roles": _roles(row, now.date()),
        "step_form": StepForm(initial={"held_on": now.date()}, prefix="step"),
        "practice_form": PracticeForm(initial={"done_on": now.date()}, prefix="practice"),
        "profile_form": ProfileForm(initial=initial, prefix="profile"),
        "stop_form": StopForm(prefix="stop"),
        "is_gone": row.state in GONE,
        **forms,
    }
    return render(request, "volunteers/desk/volunteer.html", context, status=422 if forms else 200)


def _readiness(rows: Iterable[Volunteer], one: RoleAt, today: date) -> dict[int, Readiness]:
    which = {"role": one.role.id, "programme": one.programme.slug}
    return readiness_on(rows, one.role.readiness, today, **which)


def _roles(row: Volunteer, today: date) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for one in roles_at(row.site, today):
        readiness = _readiness([row], one, today)[row.pk]
        found.append(
            {
                "id": one.role.id,
                "programme": one.programme.slug,
                "title": one.title,
                "state": readiness.state,
                "said": say_readiness(readiness),
                "missing": say_missing(readiness.missing),
                "approver": say_approver(one.approved_by),
            }
        )
    return found


@allow(Role.COORDINATOR)
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a step with its outcome."""
    row = volunteer_at_desk(access_of(request), pk)
    form = StepForm(request.POST, prefix="step")
    return _save(
        request,
        row,
        form,
        "step",
        lambda fields: record_step(row, **fields, user=access_of(request).user, **_by(request)),
    )


@allow(Role.COORDINATOR)
@require_POST
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Training, a course under guidance, a visit."""
    row = volunteer_at_desk(access_of(request), pk)
    form = PracticeForm(request.POST, prefix="practice")
    return _save(
        request,
        row,
        form,
        "practice",
        lambda fields: record_practice(row, **fields, **_by(request)),
    )


@allow(Role.COORDINATOR)
@require_POST
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """What they bring to companionship."""
    row = volunteer_at_desk(access_of(request), pk)
    form = ProfileForm(request.POST, prefix="profile")
    return _save(
        request, row, form, "profile", lambda fields: set_profile(row, **fields, **_by(request))
    )


@allow(Role.COORDINATOR)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Goodbye."""
    row = volunteer_at_desk(access_of(request), pk)
    form = StopForm(request.POST, prefix="stop")
    return _save(
        request, row, form, "stop", lambda fields: stop_volunteer(row, **fields, **_by(request))
    )


def _save(
    request: HttpRequest,
    row: Volunteer,
    form: forms.Form,
    name: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    if carry_out(form, lambda: act(form.cleaned_data), VolunteerRefused):
        messages.success(request, _("Saved."))
        return redirect("volunteers:volunteer", pk=row.pk)
    return _page(request, row, **{f"{name}_form": form, "opened": name})


@allow(Role.COORDINATOR)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator decides; what is missing is noted beside it."""
    row = volunteer_at_desk(access_of(request), pk)
    today = request.now.date()  # type: ignore[attr-defined]
    asked = (request.POST.get("programme", PROGRAMME), request.POST.get("role", ""))
    here = {(one.programme.slug, one.role.id): one for one in roles_at(row.site, today)}
    chosen = here.get(asked)
    if chosen is None:
        raise Http404("role")
    readiness = _readiness([row], chosen, today)[row.pk]
    missing = [str(item) for item in readiness.missing if item.what != "approval"]
    try:
        approve_volunteer(
            row,
            chosen.programme.slug,
            chosen.role.id,
            chosen.role.readiness,
            user=access_of(request).user,
            still_missing=missing,
            **_by(request),
        )
    except VolunteerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Approved. A link to their own page is sent."))
    return redirect("volunteers:volunteer", pk=pk)


@allow(Role.COORDINATOR)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back."""
    approval = approval_at_desk(access_of(request), pk)
    withdraw_approval(approval, **_by(request))
    return redirect("volunteers:volunteer", pk=approval.volunteer_id)


@allow(Role.COORDINATOR)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """A break, back again, or thanks."""
    row = volunteer_at_desk(access_of(request), pk)
    operations: dict[str, Callable[..., object]] = {
        "pause": pause_volunteer,
        "resume": resume_volunteer,
        "thank": thank_volunteer,
        "questions": send_questions,
    }
    operation = operations.get(request.POST.get("what", ""))
    if operation is None:
        raise Http404("what")
    try:
        operation(row, **_by(request))
    except VolunteerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("volunteers:volunteer", pk=pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
