"""What a search with words is narrowed to, as marks of the index; filters.py says it in SQL."""

from datetime import date

from peervej.apps.directory.enums import Facet
from peervej.apps.directory.index import ENTRY_INDEX
from peervej.apps.directory.queries.filters import Filters, Place, forms_of, members_on
from peervej.apps.places.models import Region
from peervej.methods.danish.documents import FACET_MARK, PLACE_MARK
from peervej.methods.danish.index import Narrowing
from peervej.methods.danish.places import COUNTRY


def narrowing(filters: Filters, day: date, place_marks: set[str] | None = None) -> Narrowing:
    """Everything asked for except words, with the place as marks; None for any place."""
    asked = [
        f"{FACET_MARK}{name}:{value}"
        for name, value in (
            (Facet.KIND.value, filters.kind),
            (Facet.TARGET_GROUP.value, filters.target_group),
            (Facet.TERMS.value, filters.terms),
            ("status", filters.status),
        )
        if value
    ]
    if filters.online:
        asked.append(f"{FACET_MARK}online")
    needs = tuple({mark} for mark in asked)
    if place_marks is not None:
        needs = (*needs, place_marks)
    return Narrowing(needs, ENTRY_INDEX.ends_before(day) if filters.status else ())


def marks_in(place: Place, day: date) -> set[str]:
    """Of entries that stand in the place itself."""
    if place.region is None:
        return {_municipality(here.code) for here in place.near}
    members = members_on(place.region, day).values_list("code", flat=True)
    return {_municipality(code) for code in members} | _region_wide(place.region, day)


def marks_reaching(place: Place, day: date) -> set[str]:
    """Of entries that reach the place from further away: the whole region, or all of Denmark."""
    reaching = {f"{PLACE_MARK}{COUNTRY}"}
    if place.municipality is not None:
        reaching |= _region_wide(place.municipality.region_on(day), day)
    return reaching


def _municipality(code: str) -> str:
    return f"{PLACE_MARK}m:{code}"


def _region_wide(region: Region, day: date) -> set[str]:
    """The index gives a region to those entries alone that name no municipality."""
    return {f"{PLACE_MARK}r:{form.slug}" for form in forms_of(region, day)}
