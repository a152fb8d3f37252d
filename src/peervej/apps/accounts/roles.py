"""Every view says who may come in; what says nothing is closed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.http import Http404, HttpRequest

from peervej.apps.accounts.enums import LINK_ROLES, STAFF_ROLES, Role
from peervej.apps.accounts.models import Membership, SignedLink
from peervej.apps.places.models import Site

__all__ = ["LINK_ROLES", "STAFF_ROLES", "Access", "Role", "access_of", "actor_of", "allow"]

View = TypeVar("View", bound=Callable[..., Any])

# Routes of other packages, by the start of their name: those packages do their own
# checking (log-in, password reset, second factor). Everything else needs `allow`.
EXTERNAL_ROUTES = {
    "account_login": frozenset({Role.PUBLIC}),
    "account_logout": frozenset({Role.PUBLIC}),
    "account_reauthenticate": STAFF_ROLES,
    "account_change_password": STAFF_ROLES,
    "account_reset_password": frozenset({Role.PUBLIC}),
    "mfa_authenticate": frozenset({Role.PUBLIC}),
    "mfa_": STAFF_ROLES,
}
SESSION_HOLDER = "holder"
SESSION_SITE = "site"


def allow(*roles: Role) -> Callable[[View], View]:
    """Open a view to `roles`; checked by RoleMiddleware before the view runs."""

    def mark(view: View) -> View:
        view.roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def roles_of(view: Callable[..., Any], url_name: str | None) -> frozenset[Role] | None:
    """The roles a route is open to; None means nobody thought of it, so nobody comes in."""
    declared: frozenset[Role] | None = getattr(view, "roles", None)
    if declared is not None:
        return declared
    for start, roles in EXTERNAL_ROUTES.items():
        if url_name and url_name.startswith(start):
            return roles
    return None


@dataclass
class Access:
    """What the sender of one request may do."""

    user: Any
    holders: dict[Role, str] = field(default_factory=dict)
    chosen_site: int | None = None
    demonstration: bool = False

    @property
    def is_let_in(self) -> bool:
        """Whether the browser has been let in anywhere, by log-in or by link."""
        return bool(self.holders) or bool(getattr(self.user, "is_authenticated", False))

    @cached_property
    def memberships(self) -> list[Membership]:
        if not getattr(self.user, "is_authenticated", False):
            return []
        return list(self.user.memberships.select_related("site"))

    @cached_property
    def roles(self) -> frozenset[Role]:
        roles = {Role.PUBLIC, *self.holders, *(Role(m.role) for m in self.memberships)}
        if self.demonstration:
            roles.add(Role.DEMONSTRATION)
        return frozenset(roles)

    def sites(self, *roles: Role) -> list[Site]:
        """The sites where the user has one of `roles`; a membership without site opens all."""
        mine = [m for m in self.memberships if Role(m.role) in roles]
        if any(m.site is None for m in mine):
            return list(Site.objects.all())
        return sorted({m.site for m in mine if m.site}, key=lambda site: site.name)

    def site(self, *roles: Role) -> Site:
        """The site chosen among those open to `roles`; the first when none was chosen."""
        sites = self.sites(*roles)
        if not sites:
            raise Http404("no site")
        return next((site for site in sites if site.pk == self.chosen_site), sites[0])

    def subject(self, role: Role) -> str:
        """Whose link of `role` the request came through."""
        return self.holders[role]


def read_access(request: HttpRequest, now: Any, demonstration: bool) -> Access:
    """Build the access of a request from its log-in and its confirmed links."""
    holders: dict[Role, str] = {}
    for role, link_id in dict(request.session.get(SESSION_HOLDER, {})).items():
        link = SignedLink.objects.filter(pk=link_id).first()
        if link and link.is_valid(now):
            holders[Role(role)] = link.subject
    return Access(
        user=request.user,
        holders=holders,
        chosen_site=request.session.get(SESSION_SITE),
        demonstration=demonstration,
    )


def access_of(request: HttpRequest) -> Access:
    """The access RoleMiddleware put on the request."""
    access: Access = request.access  # type: ignore[attr-defined]
    return access


def actor_of(request: HttpRequest) -> str:
    """Who acts, as the audit trail writes it: ids, never names."""
    access = access_of(request)
    if getattr(access.user, "is_authenticated", False):
        return f"user:{access.user.pk}"
    for role in (Role.VOLUNTEER, Role.OWNER, Role.OBSERVER, Role.PARTICIPANT):
        if role in access.holders:
            return f"{role}:{access.holders[role]}"
    return "public"
