"""The place names of Denmark for the search."""

from functools import cache

from peervej.data.geography import load_municipalities, load_regions
from peervej.data.initiatives.facts import InitiativeFacts
from peervej.data.search import load_ambiguous_places, load_areas
from peervej.methods.danish.places import COUNTRY, Place, PlaceNames, place_of


@cache
def load_place_names() -> PlaceNames:
    """Municipalities with their towns, regions past and coming, and parts of the country."""
    municipalities = {place.code: place for place in load_municipalities()}
    names: dict[str, Place] = {}
    for area in load_areas():
        regions = {municipalities[code].region for code in area.municipalities}
        for name in area.names:
            names[name] = place_of(area.names[0], area.municipalities, _with_heirs(regions))
    for region in load_regions():
        inside = [
            place.code
            for place in municipalities.values()
            if region.slug in (place.region, place.region_from_2027)
        ]
        area_place = place_of(region.name, inside, _with_heirs({region.slug}))
        names[region.name] = area_place
        names.setdefault(region.name.removeprefix("Region "), area_place)
    for place in municipalities.values():
        found = place_of(place.name, [place.code], _with_heirs({place.region}))
        for name in (place.name, *place.towns, *place.name.split("-")):
            names.setdefault(name, found)
    for name in ("landsdækkende", "hele landet", "hele Danmark"):
        names[name] = place_of("Danmark", [], [])
    return PlaceNames(names, load_ambiguous_places())


def place_terms(initiative: InitiativeFacts) -> tuple[str, ...]:
    """The place terms of a shipped initiative: its municipalities, else regions, and country."""
    municipalities = tuple(f"m:{code}" for code in initiative.municipalities)
    regions = tuple(f"r:{slug}" for slug in initiative.regions)
    country = (COUNTRY,) if initiative.nationwide else ()
    return (*(municipalities or regions), *country)


def _with_heirs(slugs: set[str]) -> list[str]:
    """Regions with those that succeed them and those they succeed."""
    found = set(slugs)
    for region in load_regions():
        if region.slug in slugs and region.succeeded_by:
            found.add(region.succeeded_by)
        if region.succeeded_by in slugs:
            found.add(region.slug)
    return sorted(found)
