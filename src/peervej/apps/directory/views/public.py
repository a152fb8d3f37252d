"""What everyone sees: the list, one entry, the map, comparing and printing."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.directory.describing import (
    say_asked_place,
    say_filters,
    say_freshness,
    say_merger,
    say_place,
    say_status,
)
from peervej.apps.directory.enums import FactState, Kind, Listing, Status
from peervej.apps.directory.models import Fact, Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.entry import (
    FactLine,
    accepted_facts,
    eight_sections,
    fact_lines,
    has_run_out,
    regions_of,
)
from peervej.apps.directory.queries.filters import Filters, asks_nowhere, find_place
from peervej.apps.directory.queries.listing import load_hits, run_search
from peervej.apps.directory.views.cards import make_cards
from peervej.apps.directory.views.choices import filter_choices
from peervej.apps.directory.views.kept import kept_page
from peervej.apps.directory.views.structured import entry_json
from peervej.apps.directory.wording import label_of
from peervej.apps.places.models import Municipality, Region
from peervej.apps.places.queries import region_by_municipality

PAGE_SIZE = 20
MOST_PRINTED = 500
MOST_COMPARED = 3
# Only those an editor chose to publish are accepted and not private.
CONTACT = ("person", "phone", "email")


@allow(Role.PUBLIC)
@gzip_page
def list_entries(request: HttpRequest) -> HttpResponse:
    """The list, narrowed and searched; an ended region's address leads to what it became."""
    filters = Filters.read(request.GET)
    moved = _moved_region(filters, request)
    if moved:
        return moved
    return _render_list(request, filters)


@allow(Role.PUBLIC)
@gzip_page
def list_region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region under its own address; after a merger the old address leads to the new."""
    day = local_day(request.now)  # type: ignore[attr-defined]
    region = get_object_or_404(Region, slug=slug)
    place = find_place(Filters(region=slug), day)
    if place.region is not None and place.region != region:
        return redirect("directory:region", slug=place.region.slug, permanent=True)
    return _render_list(request, Filters(region=slug))


def _moved_region(filters: Filters, request: HttpRequest) -> HttpResponse | None:
    if not filters.region:
        return None
    place = find_place(filters, local_day(request.now))  # type: ignore[attr-defined]
    if place.region is None or place.region.slug == filters.region:
        return None
    address = f"{reverse('directory:list')}?{filters.address(region=place.region.slug)}"
    return redirect(address, permanent=True)


def _render_list(request: HttpRequest, filters: Filters) -> HttpResponse:
    body = kept_page(
        lambda: _list_body(request, filters),
        request,
        "" if filters.text else f"{filters.address()}&{request.GET.get('page', '')}",
    )
    return render(request, "directory/list.html", {"body": body, "filters": filters})


def _list_body(request: HttpRequest, filters: Filters) -> SafeString:
    now = request.now  # type: ignore[attr-defined]
    day = local_day(now)
    result = run_search(filters, now=now)
    page = Paginator(result.hits, PAGE_SIZE).get_page(request.GET.get("page"))
    entries = load_hits(list(page.object_list))
    wider = load_hits(result.wider[:PAGE_SIZE]) if page.number == 1 else []
    context = {
        "filters": filters,
        "choices": filter_choices(filters, result.place, day),
        "result": result,
        "page": page,
        "cards": make_cards(entries, now),
        "wider": make_cards(wider, now),
        "place": say_asked_place(result.place),
        "unknown_place": asks_nowhere(filters, result.place),
        "merger": say_merger(result.place, day),
        "chosen": say_filters(replace(filters, text=""), result.place),
        "address": filters.address(),
        "rest_address": filters.address(text=result.without_them),
        "meant_address": filters.address(text=result.did_you_mean or ""),
        # The pagination component reads the filters of the address it stands under.
        "request": request,
    }
    return render_to_string("directory/parts/list_body.html", context)


@allow(Role.PUBLIC)
@gzip_page
def show_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry; one that does not want to be listed, or is not published, is not there."""
    now = request.now  # type: ignore[attr-defined]
    entry = _public_entry(slug)
    facts = accepted_facts(entry)
    day = local_day(now)
    regions = regions_of([entry], day)[entry.pk]
    context = {
        "entry": entry,
        "place": say_place(entry, regions),
        "regions": regions,
        "status": say_status(entry, day),
        "ended": entry.status == Status.ENDED or has_run_out(entry, day),
        "freshness": say_freshness(entry, now),
        "hidden": entry.listing == Listing.HIDDEN,
        "kind": label_of(Kind, entry.kind) if entry.kind else "",
        "facts": (lines := fact_lines(facts)),
        "one_origin": _one_origin(lines),
        "contact": fact_lines(facts, CONTACT),
        "details": [fact.value for fact in facts if fact.key == "detail"],
        "sections": (sections := eight_sections(entry)),
        "answered_any": any(answered.section for answered in sections),
        "sources": entry.sources.all(),
        "related": entry.related.filter(listing=Listing.PUBLIC),
        "json_ld": entry_json(entry, regions),
    }
    return render(request, "directory/entry.html", context)


def _one_origin(lines: list[FactLine]) -> FactLine | None:
    """The first line, when every line comes from the same source and date."""
    origins = {(line.source, line.dated) for line in lines}
    return lines[0] if len(origins) == 1 else None


def _public_entry(slug: str) -> Initiative:
    rows = Initiative.objects.select_related("organisation").prefetch_related(
        "municipalities", "regions", "facets"
    )
    return get_object_or_404(rows, slug=slug, listing__in=[Listing.PUBLIC, Listing.HIDDEN])


@allow(Role.PUBLIC)
@gzip_page
def show_map(request: HttpRequest) -> HttpResponse:
    """The tile map of the municipalities with its table."""
    day = local_day(request.now)  # type: ignore[attr-defined]
    listed = Q(initiatives__listing=Listing.PUBLIC)
    rows = Municipality.objects.annotate(entries=Count("initiatives", filter=listed))
    there = reverse("directory:list")
    region_of = region_by_municipality(day)
    tiles = [
        {
            "col": row.tile_column,
            "row": row.tile_row,
            "label": row.name,
            "count": row.entries,
            "group": region_of[row.pk].slug,
            "url": f"{there}?{Filters(municipality=row.slug).address()}",
        }
        for row in rows
    ]
    context = {"tiles": tiles, "regions": _region_counts(day)}
    return render(request, "directory/map.html", context)


def _region_counts(day: Any) -> list[dict[str, Any]]:
    entries = Initiative.objects.filter(listing=Listing.PUBLIC).prefetch_related(
        "municipalities", "regions"
    )
    counts: dict[int, int] = {}
    for regions in regions_of(list(entries), day).values():
        for region in regions:
            counts[region.pk] = counts.get(region.pk, 0) + 1
    return [
        {
            "slug": region.slug,
            "label": region.name,
            "count": counts.get(region.pk, 0),
            "url": reverse("directory:region", args=[region.slug]),
        }
        for region in Region.objects.valid_on(day)
    ]


@dataclass(frozen=True)
class ComparedRow:
    """One line of the comparison: a label and a cell per entry."""

    label: str
    cells: list[str]


@allow(Role.PUBLIC)
@gzip_page
def compare(request: HttpRequest) -> HttpResponse:
    """Up to three entries side by side."""
    now = request.now  # type: ignore[attr-defined]
    slugs = list(dict.fromkeys(request.GET.getlist("valgt")))[:MOST_COMPARED]
    rows = Initiative.objects.filter(slug__in=slugs, listing=Listing.PUBLIC)
    by_slug = {row.slug: row for row in rows.prefetch_related("municipalities", "regions")}
    entries = [by_slug[slug] for slug in slugs if slug in by_slug]
    if not entries:
        return redirect("directory:list")
    regions = regions_of(entries, local_day(now))
    facts = Fact.objects.filter(
        initiative__in=entries, state=FactState.ACCEPTED, private=False
    ).select_related("source")
    lines = {
        entry.pk: {
            line.key: line
            for line in fact_lines(fact for fact in facts if fact.initiative_id == entry.pk)
        }
        for entry in entries
    }
    table = [
        ComparedRow(_("In short"), [entry.summary for entry in entries]),
        ComparedRow(_("Where"), [say_place(entry, regions[entry.pk]) for entry in entries]),
        ComparedRow(_("Who may come"), [entry.who_may_come for entry in entries]),
        *_fact_rows(entries, lines),
    ]
    return render(request, "directory/compare.html", {"entries": entries, "table": table})


def _fact_rows(entries: list[Initiative], lines: dict[int, dict[str, Any]]) -> list[ComparedRow]:
    found = {key: line.label for entry in entries for key, line in lines[entry.pk].items()}
    return [
        ComparedRow(
            label,
            [lines[e.pk][key].value if key in lines[e.pk] else "–" for e in entries],
        )
        for key, label in found.items()
    ]


@allow(Role.PUBLIC)
@gzip_page
def print_list(request: HttpRequest) -> HttpResponse:
    """Everything the filters find on one page, for paper."""
    now = request.now  # type: ignore[attr-defined]
    filters = Filters.read(request.GET)
    result = run_search(filters, now=now)
    entries = load_hits([*result.hits, *result.wider][:MOST_PRINTED])
    if asks_nowhere(filters, result.place) or not (entries or filters.narrows or filters.text):
        raise Http404
    context = {
        "cards": make_cards(entries, now),
        "chosen": say_filters(filters, result.place),
        "address": filters.address(),
        "result": result,
    }
    return render(request, "directory/print.html", context)
