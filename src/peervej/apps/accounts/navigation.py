"""The desk's side navigation: each app names its own entries when it starts."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.roles import access_of


@dataclass(frozen=True)
class Entry:
    """One line of the side navigation, shown to those who have one of `roles`."""

    label: str | Promise
    url_name: str
    roles: frozenset[Role]
    position: int


_entries: list[Entry] = []


def add_entry(label: str | Promise, url_name: str, *roles: Role, position: int) -> None:
    """Add a line; called from an app's `ready`, where starting twice must not double it."""
    entry = Entry(label, url_name, frozenset(roles), position)
    if all(known.url_name != url_name for known in _entries):
        _entries.append(entry)


def entries_for(request: HttpRequest) -> list[dict[str, object]]:
    """The lines the sender of `request` may see, the current one marked."""
    mine = access_of(request).roles
    shown = [entry for entry in sorted(_entries, key=lambda e: e.position) if entry.roles & mine]
    lines: list[dict[str, object]] = []
    for entry in shown:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        lines.append({"label": entry.label, "url": url, "current": current})
    return lines
