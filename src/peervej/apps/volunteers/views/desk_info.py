"""The coordinator's open meetings for those who think of volunteering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.volunteers.forms.companionship import InfoMeetingForm
from peervej.apps.volunteers.operations.info import (
    cancel_info_meeting,
    count_info_meeting,
    plan_info_meeting,
)
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.perms import info_meeting_at_desk
from peervej.apps.volunteers.queries.applications import info_meetings_of


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def info_meetings(request: HttpRequest) -> HttpResponse:
    """Those to come, those to count, and a new one."""
    site = access_of(request).site(Role.COORDINATOR)
    form = InfoMeetingForm(request.POST or None, initial={"place": site.address})
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["place"] or site.address
        try:
            plan_info_meeting(site, starts_at=form.meets_at, place=place, **_by(request))
        except VolunteerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands on the page for new volunteers now."))
            return redirect("volunteers:info_meetings")
    now = request.now  # type: ignore[attr-defined]
    context = {"site": site, "meetings": info_meetings_of(site, now), "form": form, "now": now}
    return render(request, "volunteers/desk/info_meetings.html", context)


@allow(Role.COORDINATOR)
@require_POST
def info_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how many came, or take it off the page."""
    meeting = info_meeting_at_desk(access_of(request), pk)
    try:
        if request.POST.get("what") == "cancel":
            cancel_info_meeting(meeting, **_by(request))
        else:
            came = request.POST.get("came", "")
            count_info_meeting(meeting, int(came) if came.isdecimal() else -1, **_by(request))
    except VolunteerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("volunteers:info_meetings")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
