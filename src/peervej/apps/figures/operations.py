"""Adding to the figures."""

from datetime import date
from typing import Any

from django.db.models import F

from peervej.apps.figures.models import Figure


def count_up(site_id: int, kind: str, *, on: date, value: str = "", by: int = 1) -> None:
    """Add `by` to the figure of `kind` in the month of `on`.

    One UPDATE, so that two at once both count; the row is made first where it is missing.
    """
    key: dict[str, Any] = {
        "site_id": site_id,
        "month": on.replace(day=1),
        "kind": kind,
        "value": value,
    }
    Figure.objects.get_or_create(**key)
    Figure.objects.filter(**key).update(count=F("count") + by)
