"""Words and phrases that answer for each other."""

import pytest

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.splitting import split_words


def test_phrases_and_synonyms(analyser: Analyser) -> None:
    words = split_words("at kunne komme sig igen")
    assert analyser.thesaurus.phrase_at(words, 2) == ("komme sig", 2)
    assert analyser.thesaurus.phrase_at(words, 1) == ("", 0)
    assert list(analyser.phrases_in(words)) == ["komme sig"]
    assert "komme sig" in analyser.thesaurus.synonyms_of("recovery")
    assert "ensomhed" in analyser.known_words()
    assert "recovery" in analyser.thesaurus
    assert "xqz" not in analyser.thesaurus


def test_what_is_related_is_so_one_way(analyser: Analyser) -> None:
    assert "angst" in analyser.thesaurus.synonyms_of("bange")
    assert "bange" not in analyser.thesaurus.synonyms_of("angst")


def test_a_kind_is_closer_to_the_whole_than_the_whole_to_it(analyser: Analyser) -> None:
    sport = analyser.thesaurus.synonyms_of("sport")
    football = analyser.thesaurus.synonyms_of("fodbold")
    assert sport["fodbold"] > football["sport"] > 0


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("miste mand", 2),
        ("mistede sin mand", 3),
        ("mistet sin egen mand", 0),
        ("miste for sin og mand", 0),
        ("miste", 0),
    ],
)
def test_at_most_two_small_words_stand_inside_a_phrase(
    analyser: Analyser, text: str, length: int
) -> None:
    term = "miste mand" if length else ""
    assert analyser.thesaurus.phrase_at(split_words(text), 0) == (term, length)
