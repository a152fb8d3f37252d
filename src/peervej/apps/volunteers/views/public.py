"""Becoming a volunteer: what it is, the application, and thank you."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.volunteers.forms.volunteers import ApplicationForm
from peervej.apps.volunteers.operations.way_in import apply_as_volunteer
from peervej.apps.volunteers.queries.applications import coming_info_meetings


@allow(Role.PUBLIC)
@require_safe
def apply_info(request: HttpRequest) -> HttpResponse:
    """What it asks and what it gives, step by step."""
    now = request.now  # type: ignore[attr-defined]
    context = {"meetings": coming_info_meetings(now)}
    return render(request, "volunteers/info.html", context)


@allow(Role.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The answer is the same page whether the contact is known or not."""
    form = ApplicationForm(request.POST or None, initial={"key": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        apply_as_volunteer(
            **form.fields_of_application(),
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
        return redirect("volunteers:applied")
    return render(request, "volunteers/apply.html", {"form": form})


@allow(Role.PUBLIC)
@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens now."""
    return render(request, "volunteers/applied.html")
