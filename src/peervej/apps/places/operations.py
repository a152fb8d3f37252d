"""Loading the reference data every other app stands on."""

from datetime import datetime

from django.db import transaction

from peervej.apps.places.models import AcuteNumber, Municipality, Region, RegionMembership
from peervej.data import geography


@transaction.atomic
def load_places(*, now: datetime) -> dict[str, int]:
    """Bring regions, municipalities and acute numbers to what is shipped; count them.

    Loading again changes nothing that is equal. A number the operator has filled in is
    never emptied again: the shipped file leaves the regional ones open.
    """
    regions = {row.slug: _load_region(row) for row in geography.load_regions()}
    places = geography.load_municipalities()
    for row in places:
        _load_municipality(row, regions)
    numbers = [
        _load_acute_number(position, row, regions)
        for position, row in enumerate(geography.load_acute_numbers())
        if row.phone
    ]
    return {
        "regions": len(regions),
        "municipalities": len(places),
        "acute_numbers": len(numbers),
    }


def _load_region(row: geography.Region) -> Region:
    region, _made = Region.objects.update_or_create(
        slug=row.slug,
        defaults={
            "code": row.code,
            "name": row.name,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        },
    )
    return region


def _load_municipality(row: geography.Municipality, regions: dict[str, Region]) -> None:
    place, _made = Municipality.objects.update_or_create(
        code=row.code,
        defaults={
            "slug": row.slug,
            "name": row.name,
            "latitude": row.lat,
            "longitude": row.lon,
            "tile_column": row.tile_col,
            "tile_row": row.tile_row,
        },
    )
    first, then = regions[row.region], regions[row.region_from_2027]
    wanted = [(first, first.valid_from, first.valid_to)]
    if then != first:
        wanted.append((then, then.valid_from, then.valid_to))
    place.memberships.exclude(region__in=[region for region, _from, _to in wanted]).delete()
    for region, valid_from, valid_to in wanted:
        RegionMembership.objects.update_or_create(
            municipality=place,
            region=region,
            defaults={"valid_from": valid_from, "valid_to": valid_to},
        )


def _load_acute_number(
    position: int, row: geography.AcuteNumber, regions: dict[str, Region]
) -> AcuteNumber:
    if row.last_checked is None:
        raise ValueError(f"{row.label}: a number without the day it was checked is never shown")
    number, _made = AcuteNumber.objects.get_or_create(
        label=row.label,
        region=regions.get(row.region),
        defaults={
            "number": row.phone,
            "last_checked_on": row.last_checked,
            "position": position,
        },
    )
    return number
