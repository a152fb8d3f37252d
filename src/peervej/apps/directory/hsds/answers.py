"""What every list of the API takes and gives."""

import json
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Schema

from peervej.apps.directory.hsds.pages import Page
from peervej.apps.directory.queries.days import local_day

MOST_PER_PAGE = 200
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PerPage = Annotated[int, Query(ge=1, le=MOST_PER_PAGE)]
SearchWords = Annotated[str, Query(max_length=200)]
Format = Literal["json", "ndjson"]


class PageOut(Schema):
    """The envelope of every list."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[dict[str, Any]]


def answer_page(page: Page, format: str) -> HttpResponse:
    """The page in its envelope, or its records alone, a line each."""
    if format == "ndjson":
        return answer_lines(page.contents)
    return JsonResponse(page.as_json())


def answer_lines(records: Iterable[dict[str, Any]]) -> HttpResponse:
    """Records, a line of JSON each."""
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in records)
    return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")


def answer_one(found: Iterable[dict[str, Any]], key: str) -> HttpResponse:
    """The record with this identifier; not found when there is none."""
    record = next((record for record in found if record["id"] == key), None)
    if record is None:
        raise Http404
    return JsonResponse(record)


def day_of(request: HttpRequest) -> date:
    """The Danish date the answer is for."""
    return local_day(request.now)  # type: ignore[attr-defined]


def aware(moment: datetime) -> datetime:
    """With a zone; the first and the last year there is have no room for another one."""
    moment = moment.replace(year=min(max(moment.year, MINYEAR + 1), MAXYEAR - 1))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
