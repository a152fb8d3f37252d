"""The coordinator's start page and what became of messages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import STAFF_ROLES, Role, access_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.portal.queries.work_list import build_work_list, running_groups

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
    context = {
        "site": site,
        "items": build_work_list(site, now),
        "groups": running_groups(site, now),
    }
    return render(request, "portal/today.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The latest messages to people at the site, by state; never their text."""
    site = access_of(request).site(Role.COORDINATOR)
    rows = Message.objects.filter(person__site=site).select_related("person")
    troubled = rows.filter(state__in=[MessageState.FAILED, MessageState.UNCERTAIN])
    context = {
        "troubled": troubled.order_by("-due_at")[:50],
        "latest": rows.order_by("-due_at")[:50],
        "site": site,
    }
    return render(request, "portal/messages.html", context)
