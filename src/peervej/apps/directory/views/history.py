"""An entry's earlier versions, for those who take care of it and for the editor."""

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
    return _render(request, get_object_or_404(Initiative, slug=slug), number, "desk")


@allow(Role.OWNER)
@never_cache
def owner_version(request: HttpRequest, number: int) -> HttpResponse:
    """The same on the owner's phone."""
    return _render(request, own_initiative(request), number, "owner")


def _render(request: HttpRequest, entry: Initiative, number: int, who: str) -> HttpResponse:
    version = get_object_or_404(Version, initiative=entry, number=number)
    later = Version.objects.filter(initiative=entry, number__gt=number).last()
    context = {"entry": entry, "old": read_version(version), "later": later, "who": who}
    return render(request, f"directory/{who}/version.html", context)
