"""Whose kits may be opened: an owner those of their entry, a coordinator those of the site."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from peervej.apps.accounts.roles import Access, Role
from peervej.apps.directory.enums import Listing, OwnerState
from peervej.apps.directory.models import Initiative, Owner
from peervej.apps.documentation.models import Kit
from peervej.apps.documentation.queries import kits_of
from peervej.apps.places.models import Site


def place_of(access: Access, role: Role) -> Initiative | Site:
    """The place the sender of a request speaks for; 404 for an owner not verified any more."""
    if role is Role.COORDINATOR:
        return access.site(Role.COORDINATOR)
    entry = get_object_or_404(Initiative, pk=access.subject(Role.OWNER))
    verified = Owner.objects.filter(initiative=entry, state=OwnerState.VERIFIED).exists()
    if not verified or entry.listing == Listing.UNLISTED:
        raise Http404
    return entry


def kit_of(place: Initiative | Site, pk: int) -> Kit:
    """A kit of the place; 404 for anybody else's."""
    return get_object_or_404(kits_of(place), pk=pk)
