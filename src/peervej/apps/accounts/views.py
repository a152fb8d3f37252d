"""Signed links: shown by GET, used by a button; and the choice of site at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.links import find_link
from peervej.apps.accounts.roles import (
    SESSION_HOLDER,
    SESSION_SITE,
    STAFF_ROLES,
    Role,
    access_of,
    allow,
)
from peervej.apps.accounts.sessions import note_visit
from peervej.apps.audit.middleware import now_of


@allow(Role.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, for mail scanners follow links; POST opens the session.

    The session's key changes and the address bar ends on a neutral address
    without the token, so neither history nor a forwarded page gives the link away.
    """
    link = find_link(token, now_of(request))
    if link is None:
        return render(request, "accounts/link_expired.html", status=410)
    if request.method == "GET":
        return render(request, "accounts/link_confirm.html", {"link": link})
    holders = dict(request.session.get(SESSION_HOLDER, {}))
    holders[link.role] = link.pk
    request.session.cycle_key()
    request.session[SESSION_HOLDER] = holders
    note_visit(request)
    return redirect(link.destination)


@allow(Role.PUBLIC)
@never_cache
@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """Asked for by a page left open, when someone says that they are still there."""
    return HttpResponse(status=204)


@allow(Role.PUBLIC)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End everything this browser was let into."""
    request.session.flush()
    return redirect("/")


@allow(*STAFF_ROLES)
@require_POST
def choose_site(request: HttpRequest) -> HttpResponse:
    """Remember which of their sites a coordinator is working at."""
    chosen = request.POST.get("site", "")
    mine = {str(site.pk) for site in access_of(request).sites(*STAFF_ROLES)}
    if chosen in mine:
        request.session[SESSION_SITE] = int(chosen)
    return redirect("/i-dag/")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: it stood open too long, or another site sent it."""
    return render(request, "403_csrf.html", status=403)
