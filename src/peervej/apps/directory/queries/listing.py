"""Searching the directory and listing what is near."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from peervej.apps.directory.enums import Facet, Status
from peervej.apps.directory.index import ENTRY_INDEX
from peervej.apps.directory.models import EntryFacet, Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.filters import (
    Filters,
    Place,
    entries_in,
    entries_reaching,
    find_place,
    narrow,
    public_entries,
    run_out,
)
from peervej.apps.directory.queries.narrowing import marks_in, marks_reaching, narrowing
from peervej.apps.places.models import Municipality
from peervej.apps.places.queries import municipalities_within

# Nobody reads on past this; the count beside it is exact.
MOST_RANKED = 200
NEAR_KM = 60


@dataclass(frozen=True)
class Hit:
    """One entry that was found; `score` is 0 when no words were asked for."""

    key: int
    score: float = 0.0


@dataclass(frozen=True)
class SearchResult:
    """What was found in the place asked for, and what reaches it from further away.

    `did_you_mean` is how the words were understood where nothing was written that way. `ignored`
    are words nobody knows, `lacking` things no entry offers, `without_them` the search without.
    """

    query: str
    hits: Sequence[Hit]
    count: int
    wider: Sequence[Hit] = ()
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    without_them: str = ""
    place: Place = field(default_factory=Place)


def search_entries(
    text: str,
    *,
    region: str = "",
    municipality: str = "",
    within_km: int = 0,
    target_group: str = "",
    kind: str = "",
    terms: str = "",
    status: str = "",
    online: bool = False,
    now: datetime,
) -> SearchResult:
    """Public entries that fit words and filters, best first.

    Region and municipality are slugs. Without words those that run come first, then the
    alphabet. A spelling is suggested only when hits are few.
    """
    filters = Filters(
        text, region, municipality, within_km, target_group, kind, terms, status, online
    )
    return run_search(filters, now=now)


def _running_first(day: date) -> Case:
    """Running, not known, meant to have ended by now, ended."""
    return Case(
        When(run_out(day), then=Value(2)),
        When(status=Status.RUNNING, then=Value(0)),
        When(status=Status.UNKNOWN, then=Value(1)),
        default=Value(3),
        output_field=IntegerField(),
    )


def run_search(filters: Filters, *, now: datetime) -> SearchResult:
    """The search of `filters` on the Danish date of `now`."""
    day = local_day(now)
    place = find_place(filters, day)
    find = _find_words if filters.text else _list_all
    if not place.asked:
        found = find(filters, day)
        return _result(filters, found, found.hits, found.count)
    inside, reaching = find(filters, day, place), find(filters, day, place, reaching=True)
    known = {hit.key for hit in inside.hits}
    wider = [hit for hit in reaching.hits if hit.key not in known]
    hits = inside.hits
    if place.municipality is not None and filters.within_km and not filters.text:
        hits = _nearest_first(hits, place.near)
    result = _result(filters, inside, hits, inside.count + len(wider))
    return replace(result, wider=wider, place=place)


def _result(filters: Filters, found: "_Found", hits: Sequence[Hit], count: int) -> SearchResult:
    return SearchResult(
        query=filters.text,
        hits=hits,
        count=count,
        did_you_mean=found.did_you_mean,
        ignored=found.ignored,
        lacking=found.lacking,
        without_them=found.without_them,
    )


@dataclass(frozen=True)
class _Found:
    hits: list[Hit]
    count: int
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    without_them: str = ""


def _find_words(
    filters: Filters, day: date, place: Place | None = None, *, reaching: bool = False
) -> _Found:
    """By score; the index holds the public entries alone."""
    marks = (marks_reaching if reaching else marks_in)(place, day) if place else None
    within = narrowing(filters, day, marks)
    found = ENTRY_INDEX.search(filters.text, limit=MOST_RANKED, within=within)
    hits = [Hit(int(key), score) for key, score in found.hits]
    return _Found(
        hits, found.total, found.did_you_mean, found.ignored, found.lacking, found.without_them
    )


def _list_all(
    filters: Filters, day: date, place: Place | None = None, *, reaching: bool = False
) -> _Found:
    """Those that run first, then the alphabet."""
    rows = narrow(public_entries(), filters, day)
    if place is not None:
        rows = rows.filter((entries_reaching if reaching else entries_in)(place, day))
    hits = _in_order(rows, day)
    return _Found(hits, len(hits))


def _in_order(rows: QuerySet[Initiative], day: date) -> list[Hit]:
    keys = rows.order_by(_running_first(day), "name", "pk").values_list("pk", flat=True)
    return [Hit(key) for key in dict.fromkeys(keys)]


def _nearest_first(hits: list[Hit], near: Sequence[Municipality]) -> list[Hit]:
    order = {place.pk: position for position, place in enumerate(near)}
    links = Initiative.municipalities.through.objects.filter(
        initiative__in=[hit.key for hit in hits], municipality__in=near
    ).values_list("initiative_id", "municipality_id")
    best: dict[int, int] = {}
    for entry, municipality in links:
        best[entry] = min(order[municipality], best.get(entry, len(order)))
    return sorted(hits, key=lambda hit: best.get(hit.key, len(order)))


def load_hits(hits: Sequence[Hit]) -> list[Initiative]:
    """The entries of some hits in their order, with what a list shows of them."""
    if not hits:
        return []
    rows = (
        Initiative.objects.filter(pk__in=[hit.key for hit in hits])
        .select_related("organisation")
        .prefetch_related("municipalities", "regions", "facets")
    )
    by_key = {row.pk: row for row in rows}
    return [by_key[hit.key] for hit in hits if hit.key in by_key]


def entries_near(
    municipality: Municipality,
    *,
    day: date,
    limit: int,
    exclude_kinds: Collection[str] = (),
    exclude_slugs: Collection[str] = (),
) -> list[Initiative]:
    """Public entries that may still run, nearest first, then those that reach here."""
    rows = public_entries().exclude(status=Status.ENDED).exclude(run_out(day))
    rows = rows.exclude(slug__in=exclude_slugs)
    if exclude_kinds:
        left_out = EntryFacet.objects.filter(facet=Facet.KIND, value__in=exclude_kinds)
        rows = rows.exclude(pk__in=left_out.values("initiative"))
    near = municipalities_within(municipality, NEAR_KM)
    place = Place(municipality=municipality, near=tuple(near))
    inside = _in_order(rows.filter(entries_in(place, day)), day)
    known = {hit.key for hit in inside}
    reaching = entries_reaching(place, day) & ~Q(pk__in=known)
    wider = _in_order(rows.filter(reaching), day)
    return load_hits([*_nearest_first(inside, near), *wider][:limit])
