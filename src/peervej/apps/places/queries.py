"""Questions about places on a given day."""

from collections.abc import Iterable
from datetime import date
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q

from peervej.apps.places.models import Municipality, Region, RegionMembership

EARTH_RADIUS_KM = 6371.0


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


def distance_km(here: Municipality, there: Municipality) -> float:
    """Great-circle distance in kilometres between two main towns (haversine)."""
    lat_1, lat_2 = radians(here.latitude), radians(there.latitude)
    half_lat = sin((lat_2 - lat_1) / 2) ** 2
    half_lon = sin(radians(there.longitude - here.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_lat + cos(lat_1) * cos(lat_2) * half_lon))


def municipalities_within(here: Municipality, km: float) -> list[Municipality]:
    """`here` and the municipalities whose main town lies within `km`, nearest first."""
    near = [(distance_km(here, place), place) for place in Municipality.objects.all()]
    return [
        place
        for distance, place in sorted(near, key=lambda pair: (pair[0], pair[1].name))
        if distance <= km
    ]
