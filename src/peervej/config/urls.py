"""Every address, collected from the apps that have any."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from peervej.apps.accounts.roles import Role, allow


def app_routes() -> list[URLPattern | URLResolver]:
    """One include per app with a urls module, at the root: addresses are Danish words."""
    return [
        path("", include(f"peervej.apps.{name}.urls"))
        for name in reversed(settings.APPS_IN_ORDER)
        if f"peervej.apps.{name}" in settings.INSTALLED_APPS
        and find_spec(f"peervej.apps.{name}.urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *app_routes(),
    path("konto/", include("allauth.urls")),
    path("sprog/", allow(Role.PUBLIC)(require_POST(set_language)), name="set_language"),
]
