"""What the frame of every page needs to know about who is looking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from peervej.apps.accounts.enums import STAFF_ROLES, Role
from peervej.apps.accounts.models import User
from peervej.apps.accounts.navigation import entries_for
from peervej.apps.accounts.sessions import seconds_at_least


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Demonstration banner, side navigation and the desk's chosen site."""
    access = getattr(request, "access", None)
    if access is None:
        return {"demo_mode": settings.DEMO_MODE}
    return {
        "demo_mode": settings.DEMO_MODE,
        "demo_people": SimpleLazyObject(people_to_be),
        "now": getattr(request, "now", None),
        "session_expires_in": seconds_at_least() if access.is_let_in else None,
        "keep_alive_url": reverse("accounts:stay"),
        "desk_nav": SimpleLazyObject(lambda: entries_for(request, STAFF_ROLES)),
        "volunteer_nav": SimpleLazyObject(
            lambda: entries_for(request, frozenset({Role.VOLUNTEER}))
        ),
        "desk_sites": SimpleLazyObject(lambda: access.sites(Role.COORDINATOR)),
        "desk_site": SimpleLazyObject(
            lambda: access.site(Role.COORDINATOR) if Role.COORDINATOR in access.roles else None
        ),
    }


def people_to_be() -> list[User]:
    """Members of staff one can be in the demonstration; nobody anywhere else."""
    if not settings.DEMO_MODE:
        return []
    staff = User.objects.filter(memberships__isnull=False).distinct().order_by("pk")
    return list(staff.prefetch_related("memberships__site"))
