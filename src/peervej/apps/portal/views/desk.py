"""The coordinator's start page and what became of messages."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import STAFF_ROLES, Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.portal.operations import put_back, tick_off
from peervej.apps.portal.queries.delivery import deliveries
from peervej.apps.portal.queries.running_groups import running_groups
from peervej.apps.portal.queries.work_list import build_work_list

# Where those without a site of their own begin.
STARTS = {
    Role.RESEARCHER: "reporting:trials",
    Role.NATIONAL: "reporting:figures",
    Role.MUNICIPAL: "reporting:figures",
    Role.EDITOR: "directory:desk",
    Role.INTERVIEWER: "trial:interviews",
}


@allow(*STAFF_ROLES)
@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What cannot wait first; staff without a site are sent to their own start."""
    roles = access_of(request).roles
    if Role.COORDINATOR not in roles:
        return redirect(next(start for role, start in STARTS.items() if role in roles))
    site = access_of(request).site(Role.COORDINATOR)
    now = now_of(request)
    work = build_work_list(site, now)
    context = {
        "site": site,
        "items": work.waiting,
        "ticked_off": work.ticked_off,
        "groups": running_groups(site, now),
    }
    return render(request, "portal/today.html", context)


@allow(Role.COORDINATOR)
@require_POST
def tick(request: HttpRequest) -> HttpResponse:
    """A line that asks for a call: done, or put back."""
    site = access_of(request).site(Role.COORDINATOR)
    key, put_it_back = request.POST.get("line", ""), "back" in request.POST
    act = put_back if put_it_back else tick_off
    if act(site, key, actor=actor_of(request), now=now_of(request)):
        notices.success(
            request,
            _("It is back on the list.")
            if put_it_back
            else _("Ticked off. You can put it back at the bottom of the list."),
        )
    return redirect("portal:today")


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The latest messages to people at the site, by state; never their text."""
    site = access_of(request).site(Role.COORDINATOR)
    context = {
        "troubled": deliveries(site, troubled=True),
        "latest": deliveries(site),
        "site": site,
    }
    return render(request, "portal/messages.html", context)
