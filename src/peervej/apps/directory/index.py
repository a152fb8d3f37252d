"""The search index of the public entries."""

from peervej.apps.directory.enums import Listing
from peervej.apps.directory.models import Initiative


def find_entries(text: str) -> list[tuple[int, float]]:
    """Keys of public entries with their score, best first."""
    words = text.casefold().split()
    found = []
    for row in Initiative.objects.filter(listing=Listing.PUBLIC):
        whole = f"{row.name} {row.summary}".casefold()
        if all(word in whole for word in words):
            found.append((row.pk, 1.0))
    return found


def suggest_spelling(text: str) -> str | None:
    """Another spelling that would find more, or None."""
    return None
