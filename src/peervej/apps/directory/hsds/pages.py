"""Paging that stays put while the directory changes.

Entries, organisations and their places keep their keys for ever, and new ones come last. A
page is a fixed stretch of keys, of which those that are public now are shown. So a crawler
meets none twice and misses none that stays, whatever is published or taken away meanwhile;
a page may hold fewer than `per_page`, also none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Max, Model, QuerySet

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)


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
    rows: QuerySet[Kept],
    page: int,
    per_page: int,
    render: Callable[[Kept], dict[str, Any]],
) -> Page:
    """A stretch of rows that are never deleted, counted from the first ever made."""
    ever = rows.model._default_manager.order_by("pk").values_list("pk", flat=True)
    stretch = list(ever[(page - 1) * per_page : page * per_page])
    contents = [render(row) for row in rows.filter(pk__in=stretch).order_by("pk")]
    return Page(rows.count(), _pages(ever.count(), per_page), page, contents)


def key_page(
    rows: QuerySet[Kept],
    page: int,
    per_page: int,
    render: Callable[[Kept], dict[str, Any]],
) -> Page:
    """A stretch of keys, for rows that may be deleted: the others stay where they are."""
    last = rows.model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    stretch = rows.filter(pk__gt=(page - 1) * per_page, pk__lte=page * per_page)
    contents = [render(row) for row in stretch.order_by("pk")]
    return Page(rows.count(), _pages(last, per_page), page, contents)


def list_page(
    rows: Sequence[Row], page: int, per_page: int, render: Callable[[Row], dict[str, Any]]
) -> Page:
    """A page of an answer to a search, best first, or of words that do not change."""
    start = (page - 1) * per_page
    contents = [render(row) for row in rows[start : start + per_page]]
    return Page(len(rows), _pages(len(rows), per_page), page, contents)


def _pages(count: int, per_page: int) -> int:
    return max(1, -(-count // per_page))
