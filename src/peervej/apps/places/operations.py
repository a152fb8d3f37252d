"""Loading the reference data every other app stands on, and opening a site."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import (
    AcuteNumber,
    Municipality,
    Organisation,
    Region,
    RegionMembership,
    Site,
)
from peervej.data import geography

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


class SiteRefused(ValueError):
    """The site cannot be opened; the message says why."""


@transaction.atomic
def add_site(
    name: str,
    *,
    municipality: str,
    organisation: str,
    address: str,
    phone: str = "",
    actor: str,
    now: datetime,
) -> Site:
    """Open a site in a municipality (by name or code), run by an organisation."""
    slug = slugify(name.translate(_DANISH))
    if not slug:
        raise SiteRefused(_("Write a name with letters in it."))
    if Site.objects.filter(slug=slug).exists():
        raise SiteRefused(_("There is a site of that name already."))
    place = (
        Municipality.objects.filter(code=municipality.zfill(4)).first()
        or Municipality.objects.filter(slug=slugify(municipality.translate(_DANISH))).first()
    )
    if place is None:
        raise SiteRefused(_("There is no municipality of that name or code."))
    runner, _made = Organisation.objects.get_or_create(
        slug=slugify(organisation.translate(_DANISH)), defaults={"name": organisation}
    )
    site = Site.objects.create(
        slug=slug,
        name=name,
        organisation=runner,
        municipality=place,
        address=address,
        phone=phone,
        since=now.date(),
    )
    record_event("add_site", site, actor=actor, now=now, site_id=site.pk)
    return site


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
