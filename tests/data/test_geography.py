"""The shipped geography: complete, right by date, and refused when edited wrongly."""

import datetime as dt
import re
from collections import Counter

import pytest

from peervej.data import geography
from peervej.methods.strict_toml import UnusableDefinition

LAST_NIGHT = dt.date(2026, 12, 31)
FIRST_DAY = dt.date(2027, 1, 1)


def test_there_are_98_municipalities_each_with_its_own_code_slug_and_tile() -> None:
    places = geography.load_municipalities()
    assert len(places) == 98
    for key in ("code", "name", "slug"):
        assert len({getattr(place, key) for place in places}) == 98
    assert len({(place.tile_col, place.tile_row) for place in places}) == 98


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            LAST_NIGHT,
            {"hovedstaden": 29, "sjaelland": 17, "syddanmark": 22}
            | {"midtjylland": 19, "nordjylland": 11},
        ),
        (
            FIRST_DAY,
            {"oestdanmark": 46, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11},
        ),
    ],
)
def test_municipalities_per_region_follow_the_date(day: dt.date, expected: dict[str, int]) -> None:
    counted = Counter(place.region_on(day) for place in geography.load_municipalities())
    assert counted == expected


@pytest.mark.parametrize("day", [LAST_NIGHT, FIRST_DAY])
def test_every_municipality_lies_in_a_region_that_holds_that_day(day: dt.date) -> None:
    holding = {region.slug for region in geography.load_regions() if region.holds_on(day)}
    assert {place.region_on(day) for place in geography.load_municipalities()} == holding


def test_oestdanmark_takes_over_without_a_gap_and_ships_without_code() -> None:
    by_slug = {region.slug: region for region in geography.load_regions()}
    east = by_slug["oestdanmark"]
    assert east.code == ""
    for old in ("hovedstaden", "sjaelland"):
        ended = by_slug[old].valid_to
        assert ended is not None
        assert ended + dt.timedelta(days=1) == east.valid_from == geography.OESTDANMARK_FROM
        assert by_slug[old].succeeded_by == "oestdanmark"


def test_slugs_are_plain_ascii_with_danish_letters_spelt_out() -> None:
    slugs = {place.name: place.slug for place in geography.load_municipalities()}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs.values())
    assert slugs["Lyngby-Taarbæk"] == "lyngby-taarbaek"
    assert slugs["Tårnby"] == "taarnby"
    assert slugs["Ærø"] == "aeroe"


def test_positions_lie_in_denmark_and_distances_are_right() -> None:
    places = {place.name: place for place in geography.load_municipalities()}
    for place in places.values():
        assert 54.5 < place.lat < 57.8
        assert 8.0 < place.lon < 15.3
    # Straight-line distance København–Aarhus is about 157 km.
    assert places["København"].distance_km(places["Aarhus"]) == pytest.approx(157, abs=3)
    near = [place.name for place, _ in geography.neighbours(places["Frederiksberg"].code, 6)]
    assert near[0] == "København"
    assert "Rødovre" in near


def test_tiles_keep_west_and_east_and_north_and_south() -> None:
    places = {place.name: place for place in geography.load_municipalities()}
    pairs_west_east = [("Esbjerg", "Odense"), ("Odense", "Slagelse"), ("Køge", "Bornholm")]
    for west, east in pairs_west_east:
        assert places[west].tile_col < places[east].tile_col
    for north, south in [("Aalborg", "Aarhus"), ("Aarhus", "Kolding"), ("Helsingør", "København")]:
        assert places[north].tile_row < places[south].tile_row


def test_only_certain_acute_numbers_are_filled_in() -> None:
    numbers = {number.slug: number for number in geography.load_acute_numbers()}
    filled = {slug: number.phone for slug, number in numbers.items() if number.phone}
    assert filled == {"alarm-112": "112", "livslinien": "70 20 12 01"}
    placeholders = {number.region for number in numbers.values() if not number.phone}
    assert placeholders == {region.slug for region in geography.load_regions()}


def test_a_filled_in_number_without_a_date_is_refused() -> None:
    text = '[[number]]\nslug="x"\nregion=""\nlabel="X"\nphone="1813"\nsource="Region"\n'
    with pytest.raises(UnusableDefinition, match=r"acute\.toml\.number\[1\].*last_checked"):
        geography.parse_acute_numbers(text, "acute.toml", set())


def test_an_acute_number_for_an_unknown_region_is_refused() -> None:
    text = '[[number]]\nslug="x"\nregion="fyn"\nlabel="X"\nphone=""\nsource=""\n'
    with pytest.raises(UnusableDefinition, match="'fyn'"):
        geography.parse_acute_numbers(text, "acute.toml", {"syddanmark"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = ", "not valid TOML"),
        ('last_checked=2026-01-01\nsource="s"\nregion=[]\nextra=1', "unknown key 'extra'"),
        ('last_checked=2026-01-01\nsource="s"', "lacks 'region'"),
        ('last_checked="2026"\nsource="s"\nregion=[]', "last_checked must be a date"),
        (
            'last_checked=2026-01-01\nsource="s"\n[[region]]\nslug="a"\ncode="1"\nname="A"\n'
            "valid_from=2026-01-01\nvalid_to=2025-01-01",
            "ends before it begins",
        ),
        (
            'last_checked=2026-01-01\nsource="s"\n[[region]]\nslug="a"\ncode="1"\nname="A"\n'
            'valid_from=2026-01-01\nsucceeded_by="b"',
            "'b', which is not in the file",
        ),
        ('last_checked=2026-01-01\nsource="s"\nregion=3', "region must be a list"),
        ('last_checked=2026-01-01\nsource="s"\nregion=[3]', r"region\[1\] must be a table"),
    ],
)
def test_a_regions_file_of_the_wrong_shape_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnusableDefinition, match=message):
        geography.parse_regions(text, "regions.toml")


HEADER = "code,name,slug,region,region_from_2027,lat,lon,tile_col,tile_row,towns\n"
GOOD = "0101,A,a,r,r,55.0,12.0,1,1,\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "first line must be"),
        ("code,name\n", "first line must be"),
        (HEADER + "0101,A\n", "line 2: 10 columns"),
        (HEADER + "101,A,a,r,r,55.0,12.0,1,1,\n", "four digits"),
        (HEADER + "0101,A,a,r,r,north,12.0,1,1,\n", "not a number"),
        (HEADER + "0101,A,a,q,r,55.0,12.0,1,1,\n", "unknown region 'q'"),
        (HEADER + GOOD + "0102,B,b,r,r,55.0,12.0,1,1,\n", r"B and A share \(1, 1\)"),
        (HEADER + GOOD + "0101,B,b,r,r,55.0,12.0,2,1,\n", "B and A share 0101"),
    ],
)
def test_a_municipalities_file_of_the_wrong_shape_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnusableDefinition, match=message):
        geography.parse_municipalities(text, "m.csv", {"r"})
