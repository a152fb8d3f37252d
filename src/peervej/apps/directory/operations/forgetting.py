"""Letting go of mailboxes nothing needs any more."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from peervej.apps.directory.models import Owner, SavedSearch
from peervej.apps.messaging.models import Addressee


@transaction.atomic
def forget_addressees(keys: Collection[int]) -> int:
    """Remove those of some mailboxes that no owner and no saved search needs."""
    needed = {
        *Owner.objects.filter(addressee__in=keys).values_list("addressee", flat=True),
        *SavedSearch.objects.filter(addressee__in=keys).values_list("addressee", flat=True),
    }
    unused = set(keys) - needed
    Addressee.objects.filter(pk__in=unused).delete()
    return len(unused)


def erase_due(rows: QuerySet[Any], now: datetime) -> None:
    """What the retention run does with owners and saved searches past their time."""
    keys = set(rows.values_list("addressee", flat=True))
    rows.delete()
    forget_addressees(keys)
