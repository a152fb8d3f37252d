"""The index: ranking, filters, changes, spelling and relaxed answers."""

from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.documents import Document, index_document
from peervej.methods.danish.index import Narrowing, SearchIndex
from peervej.methods.danish.places import PlaceNames


def document(key: str, name: str, text: str = "", *places: str) -> Document:
    return Document(key, {"name": name, "body": text}, places)


@pytest.fixture
def index(analyser: Analyser, places: PlaceNames) -> SearchIndex:
    index = SearchIndex(analyser, places)
    index.put_all(
        [
            document("angst", "Angstgruppen", "En gruppe om angst.", "m:0461"),
            document("sorg", "Sorggruppen", "Når du har mistet.", "m:0751"),
            document("cafe", "Caféen", "Kaffe og snak for unge med angst.", "m:0461"),
            document("linjen", "Linjen", "Ring, hvis du har angst.", "dk"),
            document("region", "Mentorer", "En mentor for dig med angst.", "r:syddanmark"),
            document("bog", "Bogklubben", "Vi læser romaner.", "m:0101"),
        ]
    )
    return index


def keys(index: SearchIndex, text: str, **more: object) -> list[str]:
    return [key for key, _score in index.search(text, **more).hits]  # type: ignore[arg-type]


def test_the_name_counts_most(index: SearchIndex) -> None:
    assert keys(index, "angst")[0] == "angst"
    assert set(keys(index, "angst")) == {"angst", "cafe", "linjen", "region"}


def test_every_word_is_required(index: SearchIndex) -> None:
    assert keys(index, "unge angst") == ["cafe"]


def test_near_comes_before_region_before_country(index: SearchIndex) -> None:
    assert keys(index, "angst i Odense") == ["angst", "cafe", "region", "linjen"]
    assert keys(index, "angst i Aarhus") == ["linjen"]
    assert [place.name for place in index.search("angst i Odense").places] == ["Odense"]


def test_limit_and_total(index: SearchIndex) -> None:
    result = index.search("angst", limit=2)
    assert len(result.hits) == 2
    assert result.total == 4
    assert index.search("angst", limit=0).hits == ()


def test_marks_and_places_narrow(index: SearchIndex) -> None:
    everyone = keys(index, "angst")
    for key, marks in (("a", ("kind:match", "until:2014")), ("b", ("kind:match",))):
        index.put(Document(key, {"name": "Angst"}, ("m:0461",), marks))
    match = {"#kind:match"}
    assert set(keys(index, "angst")) == {*everyone, "a", "b"}
    assert set(keys(index, "angst", within=Narrowing((match, {"@m:0461", "@dk"})))) == {"a", "b"}
    assert keys(index, "angst", within=Narrowing((match,), {"#until:2014"})) == ["b"]
    assert keys(index, "angst", within=Narrowing((set(),))) == []
    assert index.marks_like("#until:") == ["#until:2014"]
    assert keys(index, "kind:match") == []


def test_putting_again_replaces_and_removing_removes(index: SearchIndex) -> None:
    index.put(document("bog", "Filmklubben", "Vi ser film."))
    assert keys(index, "romaner") == []
    assert keys(index, "film") == ["bog"]
    index.remove("bog")
    index.remove("bog")
    assert keys(index, "film") == []
    assert len(index) == 5
    index.clear()
    assert len(index) == 0
    assert keys(index, "angst") == []


def test_a_typing_error_is_mended_and_said(index: SearchIndex) -> None:
    result = index.search("romanner i kbenhavn")
    assert [key for key, _score in result.hits] == ["bog"]
    assert result.did_you_mean == "romaner i københavn"
    assert index.search("romaner").did_you_mean is None


def test_a_real_word_is_not_mended_into_another(index: SearchIndex) -> None:
    result = index.search("fangst")
    assert (result.hits, result.did_you_mean) == ((), None)


def test_an_unknown_word_is_left_out_and_said(index: SearchIndex) -> None:
    result = index.search("xyzzyq romaner")
    assert [key for key, _score in result.hits] == ["bog"]
    assert result.ignored == ("xyzzyq",)


def test_a_thing_no_entry_has_is_not_left_out(index: SearchIndex) -> None:
    result = index.search("romaner til hest")
    assert (result.hits, result.lacking) == ((), ("hest",))
    assert result.without_them == "romaner til"
    assert index.search("til hest").without_them == ""
    assert index.search("romaner").lacking == ()
    assert keys(index, "hest gruppe") == []


def test_nothing_but_unknown_words_finds_nothing(index: SearchIndex) -> None:
    result = index.search("xyzzyq")
    assert (result.hits, result.total) == ((), 0)
    assert index.search("").hits == ()


def test_when_no_entry_has_all_words_most_will_do(index: SearchIndex) -> None:
    assert set(keys(index, "romaner om sorg")) == {"bog", "sorg"}


def test_a_compound_is_found_by_its_topic(index: SearchIndex) -> None:
    assert keys(index, "romanværksted") == ["bog"]


def test_the_order_does_not_depend_on_the_order_of_putting(
    analyser: Analyser, places: PlaceNames
) -> None:
    entries = [document(f"e{number}", "Angst", "Det samme.") for number in range(20)]
    forward, backward = SearchIndex(analyser, places), SearchIndex(analyser, places)
    forward.put_all(entries)
    backward.put_all(reversed(entries))
    assert forward.search("angst", limit=7) == backward.search("angst", limit=7)


def test_an_analysed_entry_can_be_put_again(index: SearchIndex, analyser: Analyser) -> None:
    kept = index_document(document("ny", "Nyt", "Om havkajak."), analyser)
    index.put_indexed(kept)
    assert keys(index, "havkajak") == ["ny"]


def test_rows_of_removed_entries_are_dropped(analyser: Analyser, places: PlaceNames) -> None:
    index = SearchIndex(analyser, places)
    for number in range(1200):
        index.put(document("e", f"Angst {number}", "Om sorg." if number % 2 else "Om film."))
    assert len(index) == 1
    assert keys(index, "angst") == ["e"]
    assert keys(index, "sorg") == ["e"]
    assert keys(index, "film") == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abdefghijklmnoprstuvyæøå -'§18.", max_size=40))
def test_any_query_is_answered(analyser: Analyser, places: PlaceNames, text: str) -> None:
    index = SearchIndex(analyser, places)
    index.put(document("angst", "Angstgruppen", "En gruppe om angst.", "m:0461"))
    result = index.search(text, limit=10)
    assert result.total >= len(result.hits)
    assert all(score > 0 for _key, score in result.hits)


def test_searching_while_it_changes(index: SearchIndex) -> None:
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(60):
                assert "angst" in keys(index, "angst")
        except BaseException as failure:
            failures.append(failure)

    def change() -> None:
        for number in range(60):
            index.put(document("bog", f"Bogklubben {number}", "Om angst."))

    threads = [Thread(target=search), Thread(target=search), Thread(target=change)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
