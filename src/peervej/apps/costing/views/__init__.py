"""Pages of prices and business cases."""

from django.http import HttpRequest

from peervej.apps.accounts.roles import Role, access_of

STAFF = frozenset({Role.NATIONAL, Role.MUNICIPAL})


def frame_of(request: HttpRequest) -> str:
    """The desk for those who have one here, else the public frame."""
    return "design/desk.html" if access_of(request).roles & STAFF else "design/citizen.html"
