"""Entries as `services`, and as `service_at_locations` in each of their municipalities."""

from datetime import datetime
from functools import partial

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from peervej.apps.directory.enums import Facet
from peervej.apps.directory.hsds import records
from peervej.apps.directory.hsds.answers import (
    Format,
    PageNumber,
    PageOut,
    PerPage,
    SearchWords,
    answer_lines,
    answer_page,
    aware,
    day_of,
)
from peervej.apps.directory.hsds.bulk import write_csv
from peervej.apps.directory.hsds.identity import identify
from peervej.apps.directory.hsds.organizations import find_organisation
from peervej.apps.directory.hsds.pages import key_page, list_page, window_page
from peervej.apps.directory.models import Fact, Initiative
from peervej.apps.directory.queries.filters import public_entries
from peervej.apps.directory.queries.listing import search_entries

router = Router()
InMunicipality = Initiative.municipalities.through


def _services() -> QuerySet[Initiative]:
    return (
        public_entries()
        .select_related("organisation")
        .prefetch_related(
            "municipalities",
            "regions",
            "facets",
            Prefetch("facts", Fact.objects.filter(key="funding")),
        )
    )


@router.get("/services", response=PageOut, tags=["HSDS"])
def list_services(
    request: HttpRequest,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    search: SearchWords = "",
    taxonomy_term_id: str = "",
    taxonomy_id: str = "",
    organization_id: str = "",
    modified_after: datetime | None = None,
    minimal: bool = False,
    full: bool = True,
    format: Format = "json",
) -> HttpResponse:
    """All public entries; `modified_after` gives those changed since."""
    rows = narrow(_services(), taxonomy_term_id, taxonomy_id, organization_id, modified_after)
    record = records.minimal_record if minimal or not full else records.service_record
    render = partial(record, day=day_of(request))
    if search:
        wanted = set(rows.values_list("pk", flat=True))
        hits = search_entries(search, now=request.now).hits  # type: ignore[attr-defined]
        keys = [hit.key for hit in hits if hit.key in wanted]
        found = list_page(keys, page, per_page, lambda key: render(rows.get(pk=key)))
        return answer_page(found, format)
    return answer_page(window_page(rows, page, per_page, render), format)


def narrow(
    rows: QuerySet[Initiative],
    term: str,
    taxonomy: str,
    organization: str,
    modified_after: datetime | None,
) -> QuerySet[Initiative]:
    """Entries with a word, any word of a vocabulary, an organisation, a later change."""
    if modified_after is not None:
        rows = rows.filter(modified_at__gt=aware(modified_after))
    if term:
        code = records.find_term(term)
        if code is None:
            return rows.none()
        rows = rows.filter(facets__facet=code[0], facets__value=code[1])
    if taxonomy:
        facet = next((f for f in Facet if identify("taxonomy", f) == taxonomy), None)
        rows = rows.filter(facets__facet=facet).distinct() if facet else rows.none()
    if organization:
        found = find_organisation(organization)
        rows = rows.filter(organisation=found) if found else rows.none()
    return rows


@router.get("/services.csv", tags=["bulk"], include_in_schema=True)
def services_csv(request: HttpRequest) -> HttpResponse:
    """All public entries as one CSV file, a line each."""
    return HttpResponse(
        write_csv(_services().order_by("pk"), day_of(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="peervej-services.csv"'},
    )


@router.get("/services.ndjson", tags=["bulk"], include_in_schema=True)
def services_ndjson(request: HttpRequest, modified_after: datetime | None = None) -> HttpResponse:
    """All public entries at once, or those changed since, a line of JSON each."""
    rows = narrow(_services().order_by("pk"), "", "", "", modified_after)
    day = day_of(request)
    return answer_lines(records.service_record(row, day) for row in rows)


@router.get("/services/{key}", response=records.Record, tags=["HSDS"])
def show_service(request: HttpRequest, key: str) -> HttpResponse:
    """One entry."""
    slugs = public_entries().values_list("slug", "pk")
    found = next((pk for slug, pk in slugs if identify("service", slug) == key), None)
    row = _services().filter(pk=found).first() if found else None
    if row is None:
        raise Http404
    return JsonResponse(records.service_record(row, day_of(request)))


@router.get("/service_at_locations", response=PageOut, tags=["HSDS"])
def list_at_locations(
    request: HttpRequest,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    taxonomy_term_id: str = "",
    taxonomy_id: str = "",
    organization_id: str = "",
    modified_after: datetime | None = None,
    format: Format = "json",
) -> HttpResponse:
    """Which entry is in which municipality; `modified_after` is about the entry."""
    entries = narrow(
        public_entries(), taxonomy_term_id, taxonomy_id, organization_id, modified_after
    )
    rows = InMunicipality.objects.filter(initiative__in=entries.values("pk"))
    rows = rows.select_related("initiative", "municipality")
    return answer_page(key_page(rows, page, per_page, _at_location), format)


def _at_location(row: "InMunicipality") -> records.Record:  # type: ignore[valid-type]
    return records.at_location_record(row.initiative, row.municipality)  # type: ignore[attr-defined]


@router.get("/service_at_locations/{key}", response=records.Record, tags=["HSDS"])
def show_at_location(request: HttpRequest, key: str) -> HttpResponse:
    """One entry in one municipality."""
    rows = InMunicipality.objects.filter(initiative__in=public_entries().values("pk"))
    names = rows.values_list("pk", "initiative__slug", "municipality__code")
    found = next((pk for pk, slug, code in names if identify("at", slug, code) == key), None)
    if found is None:
        raise Http404
    row = rows.select_related("initiative", "municipality").get(pk=found)
    return JsonResponse(_at_location(row))
