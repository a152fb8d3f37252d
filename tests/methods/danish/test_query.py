"""A query taken apart."""

import pytest

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.places import PlaceNames
from peervej.methods.danish.query import Query, parse_query


@pytest.fixture(scope="module")
def parse(analyser: Analyser, places: PlaceNames) -> "object":
    def parsed(text: str) -> Query:
        return parse_query(text, analyser, places)

    return parsed


def words_of(query: Query) -> list[tuple[tuple[str, ...], bool]]:
    return [(group.words, group.required) for group in query.groups]


def test_places_phrases_and_words(parse) -> None:  # type: ignore[no-untyped-def]
    query = parse("hjælp til psykisk sygdom og angst i Odense")
    assert words_of(query) == [
        (("hjælp",), False),
        (("psykisk", "sygdom"), True),
        (("angst",), True),
        (("odense",), True),
    ]
    assert [place.name for place in query.places] == ["Odense"]


def test_with_nothing_but_weak_words_each_is_required(parse) -> None:  # type: ignore[no-untyped-def]
    assert words_of(parse("hjælp og støtte")) == [(("hjælp",), True), (("støtte",), True)]


def test_with_nothing_but_stop_words_they_are_searched_for(parse) -> None:  # type: ignore[no-untyped-def]
    assert words_of(parse("til og med")) == [
        (("til",), True),
        (("og",), True),
        (("med",), True),
    ]
    assert parse("  ").groups == ()


def test_words_side_by_side_are_also_one_word(parse) -> None:  # type: ignore[no-untyped-def]
    group = parse("strikke café").groups[0]
    assert ("strikkecafe",) in {alternative.terms for alternative in group.alternatives}
    # "for mænd" (for men) is no "formænd" (chairmen).
    group = parse("gruppe for mænd").groups[1]
    assert ("formand",) not in {alternative.terms for alternative in group.alternatives}


def test_a_compound_falls_back_on_its_parts(parse) -> None:  # type: ignore[no-untyped-def]
    group = parse("musikværksted").groups[0]
    assert [alternatives[0].terms for alternatives in group.fallbacks] == [("musik", "vaerksted")]


def test_a_compound_falls_back_on_what_it_is_a_kind_of(parse) -> None:  # type: ignore[no-untyped-def]
    first = [fallback[0].terms for fallback in parse("høstdepression").groups[0].fallbacks]
    assert ("depression",) in first
    first = [fallback[0].terms for fallback in parse("golfspiller").groups[0].fallbacks]
    assert ("spiller",) not in first


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("musikværksted", {"musik", "band"}),
        ("vandregruppe", {"vandre"}),
        ("fiskeklub", {"fisk", "fiske"}),
        ("kræftpatienter", {"kraeft"}),
    ],
)
def test_some_last_parts_leave_the_topic_to_the_first(parse, typed: str, topic: set[str]) -> None:  # type: ignore[no-untyped-def]
    found = {alternative.terms for alternative in parse(typed).groups[0].alternatives}
    assert {(term,) for term in topic} <= found


@pytest.mark.parametrize("typed", ["kunststof", "korthåret", "netbank", "blindgyde", "gruppechat"])
def test_others_do_not(parse, typed: str) -> None:  # type: ignore[no-untyped-def]
    found = {alternative.terms for alternative in parse(typed).groups[0].alternatives}
    assert not {("kunst",), ("kort",), ("net",), ("blind",), ("gruppe",)} & found


def test_a_form_is_not_required_beside_what_is_looked_for(parse) -> None:  # type: ignore[no-untyped-def]
    assert [group.required for group in parse("gruppe angst").groups] == [False, True]
    assert [group.required for group in parse("gruppe Vejle").groups] == [True, True]
    assert [group.required for group in parse("gruppe kursus").groups] == [True, True]


def test_a_word_that_is_a_place_too_is_either(parse) -> None:  # type: ignore[no-untyped-def]
    barrels = parse("tønder søskende").groups[0]
    assert {("toende",), ("@m:0550",)} <= {
        alternative.terms for alternative in barrels.alternatives
    }
    assert ("@m:0575",) not in {a.terms for a in parse("vejen videre").groups[0].alternatives}


def test_small_words_may_stand_inside_a_phrase(parse) -> None:  # type: ignore[no-untyped-def]
    assert parse("mistede sin mand").groups[0].words == ("mistede", "sin", "mand")


def test_a_compound_of_a_weak_word_falls_back_on_the_other(parse) -> None:  # type: ignore[no-untyped-def]
    assert parse("livsplan").groups[0].fallbacks[0][0].terms == ("plan",)
    assert parse("landmand").groups[0].fallbacks == ()
