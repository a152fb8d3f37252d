"""Whoever runs an entry as `organizations`."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from peervej.apps.directory.hsds import records
from peervej.apps.directory.hsds.answers import (
    Format,
    PageNumber,
    PageOut,
    PerPage,
    SearchWords,
    answer_page,
)
from peervej.apps.directory.hsds.identity import identify
from peervej.apps.directory.hsds.pages import window_page
from peervej.apps.directory.queries.filters import public_entries
from peervej.apps.places.models import Organisation

router = Router()


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=public_entries().values("organisation"))


def find_organisation(key: str) -> Organisation | None:
    """The organisation with a public entry that has this identifier."""
    slugs = _organisations().values_list("slug", flat=True)
    slug = next((slug for slug in slugs if identify("organization", slug) == key), None)
    return Organisation.objects.filter(slug=slug).first() if slug else None


@router.get("/organizations", response=PageOut, tags=["HSDS"])
def list_organizations(
    request: HttpRequest,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    search: SearchWords = "",
    format: Format = "json",
) -> HttpResponse:
    """Organisations with at least one public entry; `search` is a part of the name."""
    rows = _organisations().filter(name__icontains=search.replace("\0", ""))
    return answer_page(window_page(rows, page, per_page, records.organization_record), format)


@router.get("/organizations/{key}", response=records.Record, tags=["HSDS"])
def show_organization(request: HttpRequest, key: str) -> HttpResponse:
    """One organisation."""
    found = find_organisation(key)
    if found is None:
        raise Http404
    return JsonResponse(records.organization_record(found))
