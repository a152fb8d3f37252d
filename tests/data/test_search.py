"""The word lists and the shipped initiatives as search documents."""

import pytest

from peervej.data import search
from peervej.data.geography import load_municipalities
from peervej.data.initiatives import load_initiatives
from peervej.data.search.documents import label_words, new_search_index, search_document
from peervej.data.search.places import load_place_names


def test_word_lists_are_small_letters() -> None:
    words = search.load_wordlists()
    for listed in (words.stop, words.weak, words.extra, words.whole, words.not_parts):
        assert all(word == word.lower() for word in listed)
    assert "og" in words.stop
    assert not words.stop & words.extra


def test_every_synonym_is_listed_once_per_group() -> None:
    for group in search.load_wordlists().synonyms:
        assert len(set(group.finds)) == len(group.finds), group
        assert 0 < group.weight < 1


def test_areas_are_made_of_known_municipalities() -> None:
    codes = {place.code for place in load_municipalities()}
    for area in search.load_areas():
        assert set(area.municipalities) <= codes, area.names
        assert len(set(area.municipalities)) == len(area.municipalities), area.names


def test_every_municipality_and_town_is_found_by_name() -> None:
    names = load_place_names()
    for place in load_municipalities():
        for name in (place.name, *place.towns):
            words = name.lower().split()
            assert names.find(["i", *words], 1), name
        found = names.find(["i", place.name.lower()], 1)
        assert found is not None
        assert (f"@m:{place.code}", 1.0) in found[0].terms


def test_labels_cover_the_vocabularies() -> None:
    labels = search.load_labels()
    for item in load_initiatives():
        assert set(item.peers.terms) <= labels.terms.keys()
        assert set(item.target_groups) <= labels.target_group.keys()
        assert {item.kind, *item.also_kinds} - {""} <= labels.kind.keys()
    assert label_words(["course"], ["seniors"], ["fee"], online=True).split()[-1] == "internet"
    assert label_words([""]) == ""


def test_every_initiative_is_found_by_its_name() -> None:
    index = new_search_index()
    items = load_initiatives()
    index.put_all(search_document(item) for item in items)
    for item in items:
        found = [key for key, _score in index.search(item.name, limit=3).hits]
        assert item.id in found, (item.name, found)


@pytest.mark.parametrize(
    ("key", "places"),
    [
        ("laps-bisidderservice", ("dk",)),
        ("momentum-app-support-team", ("r:hovedstaden",)),
        ("styr-livet", ("m:0173", "dk")),
    ],
)
def test_places_of_an_initiative(key: str, places: tuple[str, ...]) -> None:
    item = next(item for item in load_initiatives() if item.id == key)
    assert search_document(item).places == places
