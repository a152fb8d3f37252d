"""Keeping what a list shows until something public changes."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from peervej.apps.directory.index import current_stamp
from peervej.apps.directory.queries.days import local_day

KEPT_SECONDS = 600
LONGEST_KEY = 180


def kept_page(make: Callable[[], SafeString], request: HttpRequest, asked: str) -> SafeString:
    """What `make` gives, made anew when the catalogue, the day or the language is another.

    Nothing in it may belong to one visitor. An empty or overlong `asked` is never kept.
    """
    if not asked or len(asked) > LONGEST_KEY:
        return make()
    day = local_day(request.now)  # type: ignore[attr-defined]
    key = f"directory/{current_stamp()}/{day}/{get_language()}/{request.path}/{asked}"
    found = cache.get(key)
    if found is None:
        found = str(make())
        cache.set(key, found, KEPT_SECONDS)
    return SafeString(found)
