"""Regions, municipalities and acute numbers as shipped with the system."""

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from peervej.methods.strict_toml import MaybeEmpty, UnusableDefinition, build, parse_toml

OESTDANMARK_FROM = dt.date(2027, 1, 1)
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Region:
    """A region and the days it holds: `valid_from` the first, `valid_to` the last."""

    slug: str
    code: MaybeEmpty
    name: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    succeeded_by: MaybeEmpty = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether the region exists on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: code, regions by date, main town in degrees, tile, other town names."""

    code: str
    name: str
    slug: str
    region: str
    region_from_2027: str
    lat: float
    lon: float
    tile_col: int
    tile_row: int
    towns: tuple[str, ...]

    def region_on(self, day: dt.date) -> str:
        """The slug of the region the municipality belongs to on `day`."""
        return self.region_from_2027 if day >= OESTDANMARK_FROM else self.region

    def distance_km(self, other: "Municipality") -> float:
        """Great-circle distance in kilometres between the two main towns (haversine)."""
        lat_1, lat_2 = radians(self.lat), radians(other.lat)
        half_lat = sin((lat_2 - lat_1) / 2) ** 2
        half_lon = sin(radians(other.lon - self.lon) / 2) ** 2
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half_lat + cos(lat_1) * cos(lat_2) * half_lon))


@dataclass(frozen=True, slots=True)
class AcuteNumber:
    """A telephone number for acute help; `region` is empty when it holds everywhere.

    `phone` is empty until whoever runs the system has filled it in.
    """

    slug: str
    region: MaybeEmpty
    label: str
    phone: MaybeEmpty
    source: MaybeEmpty
    last_checked: dt.date | None = None

    def __post_init__(self) -> None:
        if self.phone and (self.last_checked is None or not self.source):
            raise UnusableDefinition("a filled-in phone needs last_checked and source.")


@dataclass(frozen=True, slots=True)
class _RegionFile:
    last_checked: dt.date
    source: str
    region: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class _AcuteFile:
    number: tuple[AcuteNumber, ...]


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def load_regions() -> list[Region]:
    """All regions, past and coming, in the order of the file."""
    return parse_regions(_text("regions.toml"), "geography/regions.toml")


def load_municipalities() -> list[Municipality]:
    """The 98 municipalities by code."""
    regions = {region.slug for region in load_regions()}
    return parse_municipalities(
        _text("municipalities.csv"), "geography/municipalities.csv", regions
    )


def load_acute_numbers() -> list[AcuteNumber]:
    """Acute numbers in the order they are shown; those without phone are not to be shown."""
    regions = {region.slug for region in load_regions()}
    return parse_acute_numbers(_text("acute_numbers.toml"), "geography/acute_numbers.toml", regions)


def parse_regions(text: str, file: str) -> list[Region]:
    """Regions from TOML text. Raises UnusableDefinition with file and key."""
    regions = build(_RegionFile, parse_toml(text, what=file), where=file).region
    slugs = {region.slug for region in regions}
    if len(slugs) != len(regions):
        raise UnusableDefinition(f"{file}: a region's slug stands twice.")
    for region in regions:
        if region.succeeded_by and region.succeeded_by not in slugs:
            raise UnusableDefinition(
                f"{file}: region '{region.slug}' is succeeded by '{region.succeeded_by}', "
                "which is not in the file."
            )
        if region.valid_to is not None and region.valid_to < region.valid_from:
            raise UnusableDefinition(f"{file}: region '{region.slug}' ends before it begins.")
    return list(regions)


def parse_acute_numbers(text: str, file: str, regions: set[str]) -> list[AcuteNumber]:
    """Acute numbers from TOML text. Raises UnusableDefinition with file and key."""
    numbers = build(_AcuteFile, parse_toml(text, what=file), where=file).number
    for number in numbers:
        if number.region and number.region not in regions:
            raise UnusableDefinition(
                f"{file}: '{number.slug}' names the region '{number.region}', "
                "which is not in regions.toml."
            )
    return list(numbers)


def parse_municipalities(text: str, file: str, regions: set[str]) -> list[Municipality]:
    """Municipalities from CSV text. Raises UnusableDefinition with file and line."""
    rows = list(csv.reader(text.splitlines()))
    columns = list(Municipality.__dataclass_fields__)
    if not rows or rows[0] != columns:
        raise UnusableDefinition(f"{file}: the first line must be {','.join(columns)}.")
    found: list[Municipality] = []
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            raise UnusableDefinition(f"{file}, line {line}: {len(columns)} columns are expected.")
        found.append(_municipality(dict(zip(columns, row, strict=True)), f"{file}, line {line}"))
    _check_municipalities(found, file, regions)
    return found


def _municipality(row: dict[str, str], where: str) -> Municipality:
    if not re.fullmatch(r"0\d{3}", row["code"]):
        raise UnusableDefinition(f"{where}: the code must be four digits beginning with 0.")
    try:
        return Municipality(
            code=row["code"],
            name=row["name"],
            slug=row["slug"],
            region=row["region"],
            region_from_2027=row["region_from_2027"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            tile_col=int(row["tile_col"]),
            tile_row=int(row["tile_row"]),
            towns=tuple(town for town in row["towns"].split(";") if town),
        )
    except ValueError as error:
        raise UnusableDefinition(f"{where}: a position is not a number ({error}).") from error


def _check_municipalities(found: list[Municipality], file: str, regions: set[str]) -> None:
    seen: dict[object, str] = {}
    for place in found:
        for region in (place.region, place.region_from_2027):
            if region not in regions:
                raise UnusableDefinition(
                    f"{file}: {place.name} names the unknown region '{region}'."
                )
        for key in (place.code, place.slug, (place.tile_col, place.tile_row)):
            if key in seen:
                raise UnusableDefinition(f"{file}: {place.name} and {seen[key]} share {key}.")
            seen[key] = place.name


def neighbours(code: str, within_km: float) -> list[tuple[Municipality, float]]:
    """Other municipalities whose main town lies within `within_km`, with km, nearest first.

    A code that is not in the list, as of a municipality that has been merged, has none.
    """
    return [(place, km) for place, km in _others_by_distance(code) if km <= within_km]


@cache
def _others_by_distance(code: str) -> tuple[tuple[Municipality, float], ...]:
    by_code = {place.code: place for place in load_municipalities()}
    here = by_code.pop(code, None)
    if here is None:
        return ()
    near = ((place, here.distance_km(place)) for place in by_code.values())
    return tuple(sorted(near, key=lambda pair: (pair[1], pair[0].name)))
