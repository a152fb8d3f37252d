"""The price list in force."""

from peervej.apps.costing.models import PriceBook
from peervej.data.tariffs import load_tariff
from peervej.methods.economics import PriceList, read_prices

EXAMPLE = "illustrative"


def prices_in_force() -> PriceList:
    """The newest published list; before there is one, the made-up example, which says so."""
    book = PriceBook.objects.first()
    return read_prices(book.text) if book else load_tariff(EXAMPLE)


def published_books() -> list[PriceBook]:
    """Every list there has been, the newest first."""
    return list(PriceBook.objects.all()[:50])
