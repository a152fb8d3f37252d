"""Lines of the work list that have been ticked off lately."""

from datetime import datetime, timedelta

from peervej.apps.places.models import Site
from peervej.apps.portal.models import TickedOff

BACK_AFTER = timedelta(days=14)


def keys_set_aside(site: Site, now: datetime) -> frozenset[str]:
    """Keys that stay off the list; a line whose cause is still there comes back in time."""
    rows = TickedOff.objects.filter(site=site, done_at__gt=now - BACK_AFTER)
    return frozenset(rows.values_list("key", flat=True))
