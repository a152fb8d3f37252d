"""Place names among the words of a query."""

import pytest

from peervej.methods.danish.places import PlaceNames, place_of
from peervej.methods.danish.splitting import split_words


@pytest.mark.parametrize(
    ("text", "at", "name", "length"),
    [
        ("unge i Odense", 2, "Odense", 1),
        ("Københavns Kommune", 0, "København", 1),
        ("kobenhavn", 0, "København", 1),
        ("koebenhavn", 0, "København", 1),
        ("Arhus", 0, "Aarhus", 1),
        ("Århus", 0, "Aarhus", 1),
        ("Lyngby-Taarbæk", 0, "Lyngby-Taarbæk", 1),
        ("lyngby", 0, "Lyngby-Taarbæk", 1),
        ("Nykøbing Falster", 0, "Guldborgsund", 2),
        ("Region Syddanmark", 0, "Region Syddanmark", 2),
        ("syddanmark", 0, "Region Syddanmark", 1),
        ("Østdanmark", 0, "Region Østdanmark", 1),
        ("Fyn", 0, "Fyn", 1),
        ("landsdækkende", 0, "Danmark", 1),
    ],
)
def test_places_are_found(places: PlaceNames, text: str, at: int, name: str, length: int) -> None:
    found = places.find(split_words(text), at)
    assert found is not None
    assert (found[0].name, found[1]) == (name, length)


@pytest.mark.parametrize(
    ("text", "at", "is_place"),
    [
        ("vejen", 0, True),
        ("i vejen", 1, True),
        ("vejen kommune", 0, True),
        ("vejen til hverdagslivet", 0, False),
        ("skive brød", 0, False),
        ("ensomhed", 0, False),
    ],
)
def test_everyday_words_are_places_only_where_it_is_plain(
    places: PlaceNames, text: str, at: int, is_place: bool
) -> None:
    assert (places.find(split_words(text), at) is not None) is is_place


def test_near_counts_more_than_far() -> None:
    terms = dict(place_of("Odense", ["0461"], ["syddanmark"]).terms)
    assert terms["@m:0461"] > terms["@r:syddanmark"] > terms["@dk"] > 0
    assert "@dk" not in dict(place_of("X", ["0461"], [], country=False).terms)


def test_an_old_region_finds_what_its_heir_covers(places: PlaceNames) -> None:
    found = places.find(["hovedstaden"], 0)
    assert found is not None
    terms = dict(found[0].terms)
    assert {"@r:hovedstaden", "@r:oestdanmark", "@m:0101"} <= terms.keys()
    assert "@m:0265" not in terms
    east = places.find(["østdanmark"], 0)
    assert east is not None
    assert {"@r:sjaelland", "@m:0101", "@m:0265"} <= dict(east[0].terms).keys()
