"""Narrowing the directory by place, form, target group, terms, status and online."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from peervej.apps.directory.enums import Facet, Kind, Listing, Status, TargetGroup, Terms
from peervej.apps.directory.models import EntryFacet, Initiative
from peervej.apps.places.models import Municipality, Region
from peervej.apps.places.queries import municipalities_within, successor_on

LONGEST_TEXT = 200
DISTANCES = (25, 50, 100)
CHOICES: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind.values),
    "target_group": frozenset(TargetGroup.values),
    "terms": frozenset(Terms.values),
    "status": frozenset({Status.RUNNING, Status.ENDED}),
}
# The words of the public addresses, by field.
PARAMETERS = {
    "text": "q",
    "region": "region",
    "municipality": "kommune",
    "within_km": "km",
    "target_group": "for",
    "kind": "form",
    "terms": "vilkaar",
    "status": "status",
    "online": "online",
}


@dataclass(frozen=True)
class Filters:
    """What a visitor asks for; region and municipality are slugs, empty means any."""

    text: str = ""
    region: str = ""
    municipality: str = ""
    within_km: int = 0
    target_group: str = ""
    kind: str = ""
    terms: str = ""
    status: str = ""
    online: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """The filters of an address; words nobody knows are left out, never an error."""
        values = {name: query.get(word, "").strip() for name, word in PARAMETERS.items()}
        for name, known in CHOICES.items():
            if values[name] not in known:
                values[name] = ""
        km = values["within_km"]
        return cls(
            text=" ".join(values["text"].replace("\0", " ").split())[:LONGEST_TEXT],
            region=values["region"][:50],
            municipality=values["municipality"][:50],
            within_km=int(km) if km in {str(step) for step in DISTANCES} else 0,
            target_group=values["target_group"],
            kind=values["kind"],
            terms=values["terms"],
            status=values["status"],
            online=values["online"] in {"1", "ja", "on"},
        )

    def address(self, **changed: object) -> str:
        """The query string that asks the same, with some fields changed."""
        query = QueryDict(mutable=True)
        for field in fields(self):
            value = changed.get(field.name, getattr(self, field.name))
            if value:
                query[PARAMETERS[field.name]] = "1" if value is True else str(value)
        return query.urlencode()

    @property
    def narrows(self) -> bool:
        """Whether anything beside the words narrows the list."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "text")


def public_entries() -> QuerySet[Initiative]:
    """Everything the public may see in lists."""
    return Initiative.objects.filter(listing=Listing.PUBLIC)


def run_out(day: date) -> Q:
    """Entries whose end, as it was planned, lies before `day`; dates are as exact as is known."""
    year, month = f"{day:%Y}", f"{day:%Y-%m}"
    before = (
        Q(until__lt=year)
        | Q(until__startswith=f"{year}-", until__lt=month)
        | Q(until__startswith=f"{month}-", until__lt=day.isoformat())
    )
    return Q(status=Status.RUNNING) & before & ~Q(until="")


def narrow(rows: QuerySet[Initiative], filters: Filters, day: date) -> QuerySet[Initiative]:
    """`rows` that fit everything asked for except words and place.

    What was to end before `day` is not running, and not known to have ended either.
    """
    for facet, value in (
        (Facet.KIND, filters.kind),
        (Facet.TARGET_GROUP, filters.target_group),
        (Facet.TERMS, filters.terms),
    ):
        if value:
            with_it = EntryFacet.objects.filter(facet=facet, value=value, initiative=OuterRef("pk"))
            rows = rows.filter(Exists(with_it))
    if filters.status:
        rows = rows.filter(status=filters.status).exclude(run_out(day))
    if filters.online:
        rows = rows.filter(online=True)
    return rows


@dataclass(frozen=True)
class Place:
    """Where was asked for, as it stands on the day."""

    region: Region | None = None
    municipality: Municipality | None = None
    near: tuple[Municipality, ...] = ()

    @property
    def asked(self) -> bool:
        return self.region is not None or self.municipality is not None


def find_place(filters: Filters, day: date) -> Place:
    """The region (under its name of `day`) or the municipality with its neighbours.

    A region that has not begun yet is found as well, with those it will hold.
    """
    if not (filters.municipality or filters.region):
        return Place()
    here = Municipality.objects.filter(slug=filters.municipality).first()
    if here is not None:
        near = municipalities_within(here, filters.within_km)
        return Place(municipality=here, near=tuple(near))
    region = Region.objects.filter(slug=filters.region).first()
    if region is None:
        return Place()
    begun = region.valid_from <= day
    return Place(region=successor_on(region, day) if begun else region)


def asks_nowhere(filters: Filters, place: Place) -> bool:
    """Whether a place was asked for that nobody knows."""
    return bool(filters.region or filters.municipality) and not place.asked


def entries_in(place: Place, day: date) -> Q:
    """Entries that stand in the place itself."""
    if place.region is None:
        return _with_municipality(place.near)
    members = members_on(place.region, day)
    return _with_municipality(members) | _region_wide(place.region, day)


def entries_reaching(place: Place, day: date) -> Q:
    """Entries that reach the place from further away: the whole region, or all of Denmark."""
    reaching = Q(nationwide=True)
    if place.municipality is not None:
        reaching |= _region_wide(place.municipality.region_on(day), day)
    return reaching


def _with_municipality(places: Collection[Municipality] | QuerySet[Municipality]) -> Q:
    """By the table between, without joining it to every entry."""
    links = Initiative.municipalities.through.objects.filter(municipality__in=places)
    return Q(pk__in=links.values("initiative_id"))


def _region_wide(region: Region, day: date) -> Q:
    """Entries for a whole region: those that name no municipality."""
    links = Initiative.regions.through.objects.filter(region__in=forms_of(region, day))
    placed = Initiative.municipalities.through.objects.filter(initiative=OuterRef("pk"))
    return Q(pk__in=links.values("initiative_id")) & ~Q(Exists(placed))


def members_on(region: Region, day: date) -> QuerySet[Municipality]:
    """The municipalities of a region on `day`; before it begins, those it begins with."""
    day = max(day, region.valid_from)
    still = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=day)
    return Municipality.objects.filter(
        still, memberships__region=region, memberships__valid_from__lte=day
    )


def forms_of(region: Region, day: date) -> list[Region]:
    """The region and the earlier ones that have become it by `day`, or are to become it."""
    day = max(day, region.valid_from)
    ended = Region.objects.filter(valid_to__lt=day)
    return [region, *(old for old in ended if successor_on(old, day) == region)]
