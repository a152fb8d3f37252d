"""Signed addresses of saved searches: they open one page with two buttons."""

from django.core import signing

from peervej.apps.directory.models import SavedSearch

SALT = "peervej.directory.saved_search"


def sign_search(search: SavedSearch) -> str:
    """The part of the address that names a saved search and cannot be guessed."""
    return signing.dumps(search.pk, salt=SALT)


def read_search(token: str) -> SavedSearch | None:
    """The saved search of an address, or None when it is altered or gone."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.filter(pk=key).first()
