"""Publishing a price list."""

from datetime import datetime

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.costing.models import PriceBook
from peervej.methods.economics import PriceList, prices_to_toml, read_prices


@transaction.atomic
def publish_prices(prices: PriceList, *, actor: str, now: datetime) -> PriceBook:
    """Put a list in force; the earlier ones stay. The same list again changes nothing."""
    newest = PriceBook.objects.select_for_update().first()
    if newest is not None and read_prices(newest.text) == prices:
        return newest
    book = PriceBook.objects.create(
        text=prices_to_toml(prices), published_at=now, published_by=actor
    )
    record_event("publish_prices", book, actor=actor, now=now)
    return book
