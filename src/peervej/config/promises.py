"""What the installation promises of itself, checked without a test runner."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from peervej.apps.accounts.roles import EXTERNAL_ROUTES, roles_of
from peervej.apps.audit.retention import rule_of
from peervej.config.catalogues import PACKAGE, missing_translations

# Packages that check for themselves; their other routes are closed by the role middleware.
THEIRS = ("account_", "mfa_")


def broken_promises() -> list[str]:
    """One line for each route without roles, model without a rule and text without Danish."""
    routes = [
        f"The route {name} names no role." for name in open_routes(get_resolver(), "") if name
    ]
    models = [
        f"The model {model._meta.label} has no retention rule."
        for model in apps.get_models()
        if rule_of(model) is None
    ]
    words = [
        f"{app.name}: no Danish words for {msgid!r} ({where})."
        for app in sorted((PACKAGE / "apps").iterdir())
        if (app / "apps.py").exists()
        for msgid, where in missing_translations(app).items()
    ]
    return routes + models + words


def open_routes(resolver: URLResolver, space: str) -> list[str]:
    """Names of our own routes that say nothing about who may come in."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += open_routes(entry, inner)
        elif isinstance(entry, URLPattern):
            name = entry.name or str(entry.pattern)
            theirs = name.startswith((*THEIRS, *EXTERNAL_ROUTES))
            if roles_of(entry.callback, name) is None and not theirs:
                found.append(f"{space}{name}")
    return found
