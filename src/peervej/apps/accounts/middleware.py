"""Deny by default: a route without a role, or a request without the role, ends here."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from peervej.apps.accounts.enums import LINK_ROLES, STAFF_ROLES, Role
from peervej.apps.accounts.roles import access_of, read_access, roles_of
from peervej.apps.accounts.sessions import note_visit
from peervej.apps.audit.middleware import now_of


class RoleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = read_access(  # type: ignore[attr-defined]
            request,
            now_of(request),
            settings.DEMO_MODE,
        )
        let_in = access_of(request).is_let_in
        if let_in:
            note_visit(request)
        response = self.get_response(request)
        if let_in or request.user.is_authenticated:
            # Nothing one was let in to see stays in a shared browser's or a proxy's store.
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        open_to = roles_of(view, match.url_name if match else None)
        if open_to is None:
            return render(request, "accounts/denied.html", status=403)
        mine = access_of(request).roles & open_to
        if not mine:
            return self._turn_away(request, open_to)
        url_name = match.url_name if match else None
        # Also where a link would open the route: the view may act for the log-in.
        if mine & STAFF_ROLES and self._second_factor_missing(request, url_name):
            return redirect("mfa_activate_totp")
        return None

    def _turn_away(self, request: HttpRequest, open_to: frozenset[Role]) -> HttpResponse:
        if open_to & STAFF_ROLES and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if open_to & LINK_ROLES:
            return render(request, "accounts/link_needed.html", status=403)
        return render(request, "accounts/denied.html", status=403)

    def _second_factor_missing(self, request: HttpRequest, url_name: str | None) -> bool:
        if settings.DEMO_MODE or (url_name or "").startswith(("mfa_", "account_")):
            return False
        return not is_mfa_enabled(request.user)
