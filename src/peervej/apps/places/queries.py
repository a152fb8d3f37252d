"""Questions about places on a given day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from peervej.apps.places.models import Municipality, Region, RegionMembership
from peervej.data.geography import neighbours


def region_by_municipality(day: date) -> dict[int, Region]:
    """The region each municipality belongs to on `day`, by the municipality's key."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = RegionMembership.objects.filter(still, valid_from__lte=day)
    regions = Region.objects.in_bulk()
    return {place: regions[key] for place, key in rows.values_list("municipality_id", "region_id")}


def successor_on(region: Region, day: date) -> Region | None:
    """The region itself while it holds; afterwards the one its municipalities went to.

    None when the region has not begun by `day`.
    """
    if region.valid_from > day:
        return None
    if region.valid_to is None or region.valid_to >= day:
        return region
    members = RegionMembership.objects.filter(region=region).values("municipality")
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    later = RegionMembership.objects.filter(still, municipality__in=members, valid_from__lte=day)
    found = later.select_related("region").order_by("pk").first()
    return found.region if found else None


def regions_on(regions: Iterable[Region], day: date) -> list[Region]:
    """`regions` as they are called on `day`, each once."""
    found = (successor_on(region, day) for region in regions)
    return list({region.pk: region for region in found if region}.values())


def municipalities_within(here: Municipality, km: float) -> list[Municipality]:
    """`here` and the municipalities whose main town lies within `km`, nearest first."""
    codes = [here.code, *(place.code for place, _km in neighbours(here.code, km))]
    by_code = {place.code: place for place in Municipality.objects.filter(code__in=codes)}
    return [by_code[code] for code in codes if code in by_code]
