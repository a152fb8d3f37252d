"""Spelling help."""

import pytest

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.spelling import Speller, edits_allowed


@pytest.fixture
def speller() -> Speller:
    speller = Speller(["odense"])
    speller.add(["depression", "bisidder", "angst", "angsten", "sorg"])
    speller.add(["angst", "fangst"])
    return speller


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("depresion", "depression"),
        ("depretion", "depression"),
        ("bisider", "bisidder"),
        ("agnst", "angst"),  # two letters swapped
        ("Odnse", "odense"),
        ("zorg", "sorg"),
        ("xyzzy", None),
        ("ang", None),  # too short to guess at
    ],
)
def test_the_nearest_word(speller: Speller, typed: str, meant: str | None) -> None:
    assert speller.nearest(typed.lower()) == meant


def test_the_first_letter_and_then_the_number_of_entries_decide(speller: Speller) -> None:
    assert speller.nearest("angs") == "angst"
    assert speller.nearest("fangs") == "fangst"


def test_words_are_forgotten_with_their_last_entry(speller: Speller) -> None:
    speller.remove(["angst", "fangst"])
    assert speller.nearest("fangs") is None
    assert speller.nearest("agnst") == "angst"
    speller.remove(["depression", "bisidder", "angst", "angsten", "sorg"])
    assert speller.nearest("agnst") is None
    assert speller.nearest("odnse") == "odense"


def test_numbers_are_not_spelt() -> None:
    speller = Speller()
    speller.add(["12345", "abc1"])
    assert speller.nearest("12346") is None


@pytest.mark.parametrize(("length", "edits"), [(3, 0), (4, 1), (5, 1), (6, 2), (9, 2), (10, 3)])
def test_longer_words_may_have_more_errors(length: int, edits: int) -> None:
    assert edits_allowed("a" * length) == edits


def test_a_letter_that_is_written_out_as_two_is_one_slip() -> None:
    assert Speller(["helsingør", "helsinge"]).nearest("helsingr") == "helsingør"
    assert Speller(["idræt", "indre"]).nearest("idrtæ") == "idræt"


def test_a_compound_with_one_misspelt_part(analyser: Analyser) -> None:
    speller = Speller(["angst", "gruppe", "depression", "unge", "ungegruppe"])
    assert speller.nearest_of_all("angsgruppe", analyser.lexicon)[0] == "angstgruppe"
    assert speller.nearest_of_all("depresionsgruppe", analyser.lexicon) == ("depressionsgruppe",)
    assert speller.nearest_of_all("xqzwvk", analyser.lexicon) == ()


def test_a_word_forgotten_is_not_offered() -> None:
    speller = Speller()
    speller.add(["gartneri"])
    speller.add(["gartneri"])
    speller.remove(["gartneri"])
    assert speller.nearest("gartnerri") == "gartneri"
    speller.remove(["gartneri"])
    assert speller.nearest("gartnerri") is None
