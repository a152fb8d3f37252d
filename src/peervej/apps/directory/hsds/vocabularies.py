"""The three vocabularies as `taxonomies` and `taxonomy_terms`; they change with a release alone."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from peervej.apps.directory.enums import Facet
from peervej.apps.directory.hsds import records
from peervej.apps.directory.hsds.answers import (
    Format,
    PageNumber,
    PageOut,
    PerPage,
    answer_one,
    answer_page,
)
from peervej.apps.directory.hsds.identity import identify
from peervej.apps.directory.hsds.pages import list_page

router = Router()


@router.get("/taxonomies", response=PageOut, tags=["HSDS"])
def list_taxonomies(
    request: HttpRequest, page: PageNumber = 1, per_page: PerPage = 50, format: Format = "json"
) -> HttpResponse:
    """Our three vocabularies."""
    return answer_page(list_page(list(Facet), page, per_page, records.taxonomy_record), format)


@router.get("/taxonomies/{key}", response=records.Record, tags=["HSDS"])
def show_taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    """One vocabulary."""
    return answer_one(map(records.taxonomy_record, Facet), key)


@router.get("/taxonomy_terms", response=PageOut, tags=["HSDS"])
def list_terms(
    request: HttpRequest,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    taxonomy_id: str = "",
    format: Format = "json",
) -> HttpResponse:
    """Every word of the vocabularies."""
    facets = [f for f in Facet if not taxonomy_id or identify("taxonomy", f) == taxonomy_id]
    return answer_page(list_page(records.all_terms(facets), page, per_page, dict), format)


@router.get("/taxonomy_terms/{key}", response=records.Record, tags=["HSDS"])
def show_term(request: HttpRequest, key: str) -> HttpResponse:
    """One word."""
    return answer_one(records.all_terms(), key)
