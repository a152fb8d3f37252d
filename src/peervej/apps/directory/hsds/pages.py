"""Paging that stays put while the directory changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from peervej.apps.directory.models import Initiative

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page:
    """One page in the envelope of HSDS 3.1."""

    total_items: int
    total_pages: int
    page_number: int
    contents: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return {
            "total_items": self.total_items,
            "total_pages": self.total_pages,
            "page_number": self.page_number,
            "size": len(self.contents),
            "first_page": self.page_number == 1,
            "last_page": self.page_number >= self.total_pages,
            "empty": not self.contents,
            "contents": self.contents,
        }


def window_page(
    rows: QuerySet[Initiative],
    page: int,
    per_page: int,
    render: Callable[[Initiative], dict[str, Any]],
) -> Page:
    """A page of a crawl: a fixed stretch of keys, whatever is published or taken away.

    Keys are never used again, so an entry stands on the same page for ever, and a crawler
    meets none twice and misses none. A page may hold fewer than `per_page`.
    """
    keys = list(Initiative.objects.order_by("pk").values_list("pk", flat=True))
    stretch = keys[(page - 1) * per_page : page * per_page]
    contents = [render(row) for row in rows.filter(pk__in=stretch).order_by("pk")]
    return Page(rows.count(), _pages(len(keys), per_page), page, contents)


def list_page(
    rows: Sequence[Row], page: int, per_page: int, render: Callable[[Row], dict[str, Any]]
) -> Page:
    """A page of an answer to a search, best first or in fixed order."""
    start = (page - 1) * per_page
    contents = [render(row) for row in rows[start : start + per_page]]
    return Page(len(rows), _pages(len(rows), per_page), page, contents)


def _pages(count: int, per_page: int) -> int:
    return max(1, -(-count // per_page))
