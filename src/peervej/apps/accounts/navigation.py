"""The desk's side navigation and a volunteer's: each app names its entries when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.roles import access_of


@dataclass(frozen=True)
class Entry:
    """One line, shown to those who have one of `roles`, and only while `when` holds."""

    label: str | Promise
    url_name: str
    roles: frozenset[Role]
    position: int
    when: Callable[[HttpRequest], bool] | None = None


_entries: list[Entry] = []


def add_entry(
    label: str | Promise,
    url_name: str,
    *roles: Role,
    position: int,
    when: Callable[[HttpRequest], bool] | None = None,
) -> None:
    """Add a line; called from an app's `ready`, where starting twice must not double it."""
    entry = Entry(label, url_name, frozenset(roles), position, when)
    if all(known.url_name != url_name for known in _entries):
        _entries.append(entry)


def entries_for(request: HttpRequest, roles: frozenset[Role]) -> list[dict[str, object]]:
    """The lines for `roles` that the sender of `request` may see, the current one marked."""
    mine = access_of(request).roles & roles
    shown = [entry for entry in sorted(_entries, key=lambda e: e.position) if entry.roles & mine]
    lines: list[dict[str, object]] = []
    for entry in shown:
        if entry.when is not None and not entry.when(request):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        lines.append({"label": entry.label, "url": url, "current": current})
    return lines
