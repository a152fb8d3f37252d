"""An entry's earlier versions, for those who take care of it and for the editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.directory.models import Initiative, Version
from peervej.apps.directory.queries.history import read_version
from peervej.apps.directory.views.owner import own_initiative


@allow(Role.EDITOR)
def desk_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was public from one approval to the next."""
    context = _look_up(get_object_or_404(Initiative, slug=slug), number)
    return render(request, "directory/desk/version.html", context)


@allow(Role.OWNER)
@never_cache
def owner_version(request: HttpRequest, number: int) -> HttpResponse:
    """The same on the owner's phone."""
    context = _look_up(own_initiative(request), number)
    return render(request, "directory/owner/version.html", context)


def _look_up(entry: Initiative, number: int) -> dict[str, Any]:
    version = get_object_or_404(Version, initiative=entry, number=number)
    later = Version.objects.filter(initiative=entry, number__gt=number).last()
    return {"entry": entry, "old": read_version(version), "later": later}
