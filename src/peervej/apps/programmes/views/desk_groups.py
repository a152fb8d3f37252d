"""The coordinator's groups: plan with a preview, who leads, who sits in them."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.messaging.operations import Preview
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import GroupState
from peervej.apps.programmes.forms.meetings import (
    ChangeGroupForm,
    GroupForm,
    LeadersForm,
)
from peervej.apps.programmes.models import Group, Period
from peervej.apps.programmes.operations.groups import (
    cancel_group,
    change_group,
    plan_group,
    set_facilitators,
)
from peervej.apps.programmes.operations.received import SentTwice
from peervej.apps.programmes.operations.refusals import PlanRefused, say_why
from peervej.apps.programmes.operations.telling import people_to_tell
from peervej.apps.programmes.perms import group_at_desk
from peervej.apps.programmes.queries import (
    calls_suggested,
    free_seats,
    intake_closes,
    intake_is_open,
    local_day,
    people_waiting,
    preview_dates,
    skipped_days,
)
from peervej.apps.programmes.queries.approvals import not_ready_among
from peervej.apps.programmes.queries.groups import (
    group_rows,
    member_lines,
    session_lines,
)
from peervej.apps.programmes.views.telling import is_elsewhere, tell_after_preview, told_in
from peervej.apps.volunteers.models import Volunteer
from peervej.methods.errors import UnusableInput

OPEN = (GroupState.PLANNED, GroupState.RUNNING)
CLOSED = (GroupState.FINISHED, GroupState.CANCELLED)


@allow(Role.COORDINATOR)
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Each group as a row of stops."""
    site = access_of(request).site(Role.COORDINATOR)
    now = request.now  # type: ignore[attr-defined]
    context = {
        "site": site,
        "open": group_rows(site, now, *OPEN),
        "closed": group_rows(site, now, *CLOSED)[::-1],
        "may_plan": _period(site, local_day(now)) is not None,
    }
    return render(request, "programmes/desk/group_list.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """First a preview of all dates, then one button more."""
    site = access_of(request).site(Role.COORDINATOR)
    now = request.now  # type: ignore[attr-defined]
    period = _period(site, local_day(now))
    if period is None:
        raise Http404("no period")
    form = GroupForm(
        request.POST or None, initial={"key": secrets.token_urlsafe(16)}, period=period, now=now
    )
    context: dict[str, Any] = {"form": form, "site": site, "period": period}
    if "confirm" in request.POST:
        made: list[Group] = []
        if carry_out(
            form,
            lambda: made.append(plan_group(period, **form.cleaned_data, **_by(request))),
            PlanRefused,
            done_before=SentTwice,
        ):
            messages.success(request, _("The group is planned with all its meetings."))
            return (
                redirect("programmes:group", pk=made[0].pk)
                if made
                else redirect("programmes:groups")
            )
    elif request.method == "POST" and form.is_valid():
        context |= _preview(form, period, now)
    return render(request, "programmes/desk/new_group.html", context)


def _period(site: Site, day: date) -> Period | None:
    """The running period of the site, or the next to begin."""
    rows = Period.objects.filter(site=site).order_by("starts_on")
    ahead = [row for row in rows if row.ends_on is None or row.ends_on >= day]
    running = [row for row in ahead if row.starts_on <= day]
    return next(iter(running or ahead), None)


def _preview(form: GroupForm, period: Period, now: datetime) -> dict[str, Any]:
    fields = form.cleaned_data
    try:
        planned = preview_dates(period, fields["starts_on"], fields["start_time"], now=now)
    except UnusableInput as error:
        form.add_error("starts_on", say_why(error))
        return {}
    waiting = 0 if period.is_trial else people_waiting(period).count()
    return {
        "planned": planned,
        "skipped": skipped_days(period, planned),
        "moved_start": planned[0].on != fields["starts_on"],
        "to_be_offered": min(waiting, fields["capacity"]),
        "too_few_leaders": len(fields["facilitators"]) < 2,
    }


@allow(Role.COORDINATOR)
@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: its meetings, its people, who leads."""
    return _group_page(request, group_at_desk(access_of(request), pk))


def _group_page(
    request: HttpRequest, found: Group, preview: Preview | None = None, **forms: object
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    lines = session_lines(found)
    done = sum(line.session.ends_at <= now for line in lines)
    silent = [row.enrolment for row in calls_suggested(found.site)]
    suggested = {one.pk for one in silent if one.group_id == found.pk}
    facilitators = list(found.facilitators.all())
    context = {
        "group": found,
        "lines": lines,
        "done": done,
        "current": done + 1 if done < len(lines) else None,
        "members": member_lines(found),
        "suggested": suggested,
        "free": free_seats(found),
        "intake_open": intake_is_open(found, now),
        "intake_closes": intake_closes(found),
        "facilitators": facilitators,
        "is_open": found.state in OPEN,
        "may_cancel": found.state == GroupState.PLANNED,
        "leaders_form": LeadersForm(initial={"leaders": facilitators}, **_leading(found, now)),
        "change_form": ChangeGroupForm(initial=_changeable(found), prefix="change"),
        "told": len(people_to_tell(found)),
        "preview": preview,
        **forms,
    }
    status = 422 if forms and preview is None else 200
    return render(request, "programmes/desk/group.html", context, status=status)


def _leading(found: Group, now: datetime) -> dict[str, Any]:
    return {"site": found.site, "programme": found.period.programme, "now": now}


def _warn_of_unready(
    request: HttpRequest, chosen: Iterable[Volunteer], period: Period, day: date
) -> None:
    """A group is never held up for want of an approval (P12), but nobody overlooks it."""
    for one in not_ready_among(chosen, period.programme, day):
        messages.warning(
            request,
            _("%(name)s is not approved to lead. It stands on your list until it is settled.")
            % {"name": one.display_name},
        )


def _changeable(found: Group) -> dict[str, object]:
    return {
        "name": found.name,
        "capacity": found.capacity,
        "place": found.place,
        "online_url": found.online_url,
    }


@allow(Role.COORDINATOR)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, places and where it meets."""
    found = group_at_desk(access_of(request), pk)
    form = ChangeGroupForm(request.POST, initial=_changeable(found), prefix="change")
    told = tell_after_preview(
        request,
        form,
        lambda: change_group(found, **form.cleaned_data, **_by(request)),
        told_in(found) if is_elsewhere(form) else [],
    )
    if told.is_done:
        messages.success(request, _("Saved."))
        return redirect("programmes:group", pk=pk)
    return _group_page(request, found, told.preview, change_form=form, opened="change")


@allow(Role.COORDINATOR)
@require_POST
def leaders(request: HttpRequest, pk: int) -> HttpResponse:
    """Who leads the group."""
    found = group_at_desk(access_of(request), pk)
    now = request.now  # type: ignore[attr-defined]
    form = LeadersForm(request.POST, **_leading(found, now))
    if carry_out(
        form,
        lambda: set_facilitators(found, form.cleaned_data["leaders"], **_by(request)),
        PlanRefused,
    ):
        messages.success(request, _("Saved."))
        _warn_of_unready(request, form.cleaned_data["leaders"], found.period, local_day(now))
        return redirect("programmes:group", pk=pk)
    return _group_page(request, found, leaders_form=form, opened="leaders")


@allow(Role.COORDINATOR)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off a group nobody sits in."""
    found = group_at_desk(access_of(request), pk)
    try:
        cancel_group(found, **_by(request))
    except PlanRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:group", pk=pk)
    messages.success(request, _("The group is called off."))
    return redirect("programmes:groups")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
