"""Which entries may be one and the same."""

from rapidfuzz import fuzz

from peervej.apps.directory.enums import Listing
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.names import name_key

ALIKE = 86.0


def most_alike(initiative: Initiative) -> Initiative | None:
    """The other entry whose name comes nearest, when it comes near enough."""
    mine = name_key(initiative.name)
    others = Initiative.objects.exclude(pk=initiative.pk).exclude(listing=Listing.UNLISTED)
    scored = [(likeness(mine, name_key(name)), pk) for pk, name in others.values_list("pk", "name")]
    best = max(scored, default=(0.0, 0))
    return Initiative.objects.get(pk=best[1]) if best[0] >= ALIKE else None


def likeness(first: str, second: str) -> float:
    """0 to 100: equal words in any order, or one name as the start of the other."""
    whole = fuzz.token_sort_ratio(first, second)
    shorter = min(len(first.split()), len(second.split()))
    return max(whole, fuzz.token_set_ratio(first, second) - 8 if shorter > 1 else 0.0)
