"""The HSDS 3.1 read API under /api/hsds/, open to every origin."""

import json
from collections.abc import Callable, Iterable
from datetime import MAXYEAR, MINYEAR, date, datetime
from functools import partial, wraps
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone, translation
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError

from peervej import __version__
from peervej.apps.accounts.roles import Role
from peervej.apps.directory.enums import Facet
from peervej.apps.directory.hsds import records
from peervej.apps.directory.hsds.bulk import write_csv
from peervej.apps.directory.hsds.identity import identify
from peervej.apps.directory.hsds.pages import Page, list_page, window_page
from peervej.apps.directory.hsds.refusals import say_refused
from peervej.apps.directory.models import Fact, Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.filters import public_entries
from peervej.apps.directory.queries.listing import load_hits, search_entries
from peervej.apps.places.models import Organisation

VERSION = "3.1.1"
MOST_PER_PAGE = 200
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PerPage = Annotated[int, Query(ge=1, le=MOST_PER_PAGE)]
Format = Literal["json", "ndjson"]

api = NinjaAPI(
    title="Peervej: open data on peer support in Denmark",
    version=__version__,
    description="Read only. HSDS 3.1. Facts carry the date they were last confirmed.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="directory:directory_api",
)


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that cannot be used: which, and why, in a sentence."""
    return JsonResponse({"error": say_refused(error.errors)}, status=400)


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


class RootOut(Schema):
    version: str
    profile: str
    openapi_url: str


@api.get("/hsds/", response=RootOut, tags=["HSDS"])
def describe(request: HttpRequest) -> HttpResponse:
    """Version and profile."""
    return JsonResponse(
        {
            "version": VERSION,
            "profile": "https://docs.openreferral.org/en/v3.1.1/hsds/",
            "openapi_url": f"{settings.PUBLIC_URL}/api/openapi.json",
        }
    )


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


@api.get("/hsds/services", response=PageOut, tags=["HSDS"])
def list_services(
    request: HttpRequest,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    search: Annotated[str, Query(max_length=200)] = "",
    taxonomy_term_id: str = "",
    taxonomy_id: str = "",
    organization_id: str = "",
    modified_after: datetime | None = None,
    minimal: bool = False,
    full: bool = True,
    format: Format = "json",
) -> HttpResponse:
    """All public entries; `modified_after` gives those changed since."""
    rows = _narrow(_services(), taxonomy_term_id, taxonomy_id, organization_id)
    if modified_after is not None:
        rows = rows.filter(modified_at__gt=_aware(modified_after))
    record = records.minimal_record if minimal or not full else records.service_record
    render = partial(record, day=_day(request))
    if search:
        wanted = set(rows.values_list("pk", flat=True))
        hits = search_entries(search, now=request.now).hits  # type: ignore[attr-defined]
        kept = [hit for hit in hits if hit.key in wanted]
        order = load_hits(kept[(page - 1) * per_page : page * per_page])
        by_key = {row.pk: row for row in rows.filter(pk__in=[row.pk for row in order])}
        contents = [render(by_key[row.pk]) for row in order]
        return _answer(Page(len(kept), max(1, -(-len(kept) // per_page)), page, contents), format)
    return _answer(window_page(rows, page, per_page, render), format)


def _narrow(
    rows: QuerySet[Initiative], term: str, taxonomy: str, organization: str
) -> QuerySet[Initiative]:
    if term:
        code = next(
            (
                (facet, value)
                for facet in Facet
                for value in records.VOCABULARIES[facet].values
                if identify("term", facet, value) == term
            ),
            None,
        )
        if code is None:
            return rows.none()
        rows = rows.filter(facets__facet=code[0], facets__value=code[1])
    if taxonomy:
        facet = next((f for f in Facet if identify("taxonomy", f) == taxonomy), None)
        rows = rows.filter(facets__facet=facet).distinct() if facet else rows.none()
    if organization:
        found = _organisation(organization)
        rows = rows.filter(organisation=found) if found else rows.none()
    return rows


def _day(request: HttpRequest) -> date:
    return local_day(request.now)  # type: ignore[attr-defined]


def _aware(moment: datetime) -> datetime:
    """With a zone; the first and the last year there is have no room for another one."""
    moment = moment.replace(year=min(max(moment.year, MINYEAR + 1), MAXYEAR - 1))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _organisations() -> list[Organisation]:
    listed = public_entries().values("organisation")
    return list(Organisation.objects.filter(pk__in=listed).order_by("pk"))


def _organisation(key: str) -> Organisation | None:
    rows = (row for row in _organisations() if identify("organization", row.slug) == key)
    return next(rows, None)


@api.get("/hsds/services.csv", tags=["bulk"], include_in_schema=True)
def services_csv(request: HttpRequest) -> HttpResponse:
    """All public entries as one CSV file, a line each."""
    return HttpResponse(
        write_csv(_services().order_by("pk"), _day(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="peervej-services.csv"'},
    )


@api.get("/hsds/services/{key}", response=dict[str, Any], tags=["HSDS"])
def show_service(request: HttpRequest, key: str) -> HttpResponse:
    """One entry."""
    slugs = dict(public_entries().values_list("slug", "pk"))
    found = next((pk for slug, pk in slugs.items() if identify("service", slug) == key), None)
    row = _services().filter(pk=found).first() if found else None
    if row is None:
        raise Http404
    return JsonResponse(records.service_record(row, _day(request)))


@api.get("/hsds/organizations", response=PageOut, tags=["HSDS"])
def list_organizations(
    request: HttpRequest, page: PageNumber = 1, per_page: PerPage = 50, format: Format = "json"
) -> HttpResponse:
    """Organisations with at least one public entry."""
    return _answer(list_page(_organisations(), page, per_page, records.organization_record), format)


@api.get("/hsds/organizations/{key}", response=dict[str, Any], tags=["HSDS"])
def show_organization(request: HttpRequest, key: str) -> HttpResponse:
    """One organisation."""
    found = _organisation(key)
    if found is None:
        raise Http404
    return JsonResponse(records.organization_record(found))


@api.get("/hsds/taxonomies", response=PageOut, tags=["HSDS"])
def list_taxonomies(
    request: HttpRequest, page: PageNumber = 1, per_page: PerPage = 50, format: Format = "json"
) -> HttpResponse:
    """Our three vocabularies."""
    return _answer(list_page(list(Facet), page, per_page, records.taxonomy_record), format)


@api.get("/hsds/taxonomies/{key}", response=dict[str, Any], tags=["HSDS"])
def show_taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    """One vocabulary."""
    return _one(map(records.taxonomy_record, Facet), key)


@api.get("/hsds/taxonomy_terms", response=PageOut, tags=["HSDS"])
def list_terms(
    request: HttpRequest,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    taxonomy_id: str = "",
    format: Format = "json",
) -> HttpResponse:
    """Every word of the vocabularies."""
    facets = [f for f in Facet if not taxonomy_id or identify("taxonomy", f) == taxonomy_id]
    return _answer(list_page(records.all_terms(facets), page, per_page, dict), format)


@api.get("/hsds/taxonomy_terms/{key}", response=dict[str, Any], tags=["HSDS"])
def show_term(request: HttpRequest, key: str) -> HttpResponse:
    """One word."""
    return _one(records.all_terms(), key)


def _at_locations() -> list[dict[str, Any]]:
    rows = public_entries().order_by("pk").prefetch_related("municipalities")
    return [
        records.at_location_record(row, place) for row in rows for place in row.municipalities.all()
    ]


@api.get("/hsds/service_at_locations", response=PageOut, tags=["HSDS"])
def list_at_locations(
    request: HttpRequest, page: PageNumber = 1, per_page: PerPage = 50, format: Format = "json"
) -> HttpResponse:
    """Which entry is in which municipality."""
    return _answer(list_page(_at_locations(), page, per_page, dict), format)


@api.get("/hsds/service_at_locations/{key}", response=dict[str, Any], tags=["HSDS"])
def show_at_location(request: HttpRequest, key: str) -> HttpResponse:
    """One entry in one municipality."""
    return _one(_at_locations(), key)


def _one(found: Iterable[dict[str, Any]], key: str) -> HttpResponse:
    record = next((record for record in found if record["id"] == key), None)
    if record is None:
        raise Http404
    return JsonResponse(record)


def _answer(page: Page, format: str) -> HttpResponse:
    if format == "ndjson":
        lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in page.contents)
        return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    return JsonResponse(page.as_json())


def open_routes() -> list[URLPattern | URLResolver]:
    """The routes of the API, open to the public and to every origin, always in Danish."""
    routes: list[URLPattern | URLResolver] = api.urls[0]
    for route in routes:
        if isinstance(route, URLPattern):
            route.callback = _open(route.callback)
    return routes


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override("da"):
            response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    opened.roles = frozenset({Role.PUBLIC})  # type: ignore[attr-defined]
    return opened
