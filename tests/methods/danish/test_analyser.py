"""Words as weighted terms, the same however they are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.danish.analyser import STEM_MARK, Analyser


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("peer-støtte", "peerstøtte"),
        ("gruppeforløbet", "gruppeforløb"),
        ("værested", "vaerested"),
        ("følgeskab", "folgeskab"),
        ("Aarhus", "Århus"),
        ("mb'ere", "mb"),
        ("café", "cafe"),
        ("ensomhed", "ensom"),
        ("synstabet", "synstab"),
    ],
)
def test_ways_of_writing_meet(analyser: Analyser, one: str, other: str) -> None:
    asked = set(analyser.names_of(one.lower()))
    assert asked & set(analyser.terms_of(other.lower()))


def test_parts_count_less_than_the_word(analyser: Analyser) -> None:
    terms = analyser.terms_of("støttegruppe")
    assert terms["stoettegruppe"] == 1.0
    assert 0 < terms["stoette"] < 0.5
    assert 0 < terms["gruppe"] < 0.5
    hyphened = analyser.terms_of("støtte-gruppe")
    assert terms["gruppe"] < hyphened["gruppe"] < 1.0


def test_a_query_does_not_ask_for_the_parts_of_its_compounds(analyser: Analyser) -> None:
    assert "gruppe" not in analyser.names_of("støttegruppe")
    assert analyser.parts_of("støttegruppe") == ("stoette", "gruppe")
    assert analyser.parts_of("peer-støtte") == ("peer", "stoette")
    assert analyser.parts_of("gruppe") == ()


def test_unknown_words_are_stemmed_apart_from_words(analyser: Analyser) -> None:
    terms = analyser.terms_of("zumbaerne")
    assert any(term.startswith(STEM_MARK) for term in terms)
    # "kræft" is the stem of kræfter, and another word.
    assert not any(term.strip(STEM_MARK) == "kraeft" for term in analyser.terms_of("kræfter"))


def test_a_paragraph_is_not_an_age(analyser: Analyser) -> None:
    assert "18" in analyser.terms_of("§18")
    assert "18" not in analyser.names_of("§18")
    assert set(analyser.names_of("18")) == {"18"}


def test_stop_words_and_weak_words(analyser: Analyser) -> None:
    assert analyser.is_stop("og")
    assert analyser.is_stop("x")
    assert not analyser.is_stop("8")
    assert analyser.is_weak("hjælpen")
    assert analyser.is_weak("mangler")
    assert not analyser.is_weak("angst")
    assert [token.word for token in analyser.analyse_text("Du og angsten")] == ["angsten"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abdeghiklmnoprstuvyæøå-'’§ 18", max_size=24))
def test_any_text_can_be_analysed(analyser: Analyser, text: str) -> None:
    for token in analyser.analyse_text(text):
        assert token.terms
        assert all(0 < weight <= 1 for weight in token.terms.values())
