"""LIX against counts made by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervej.methods.danish.readability import NoWords, lix


@pytest.mark.parametrize(
    ("text", "words", "sentences", "long_words"),
    [
        ("Du er velkommen.", 3, 1, 1),
        ("Du er velkommen. Kom som du er.", 7, 2, 1),
        ("Kom i dag", 3, 1, 0),
        ("Vi mødes kl. 13 og igen bl.a. fredag.", 8, 1, 0),
        ("Det er den 3. gang. Kom!", 6, 2, 0),
        ("Mød os i 2014. Vi er her.", 7, 2, 0),
        ("Det koster 350.000 kr. om året.", 6, 1, 0),
        ("Husk:\n- kaffe\n- te", 3, 3, 0),
        ("Overskrift\n\nEn linje til.", 4, 2, 1),
        ("Peer-støtte er for dig.", 4, 1, 1),
        ("Hvad nu?! Ring.", 3, 2, 0),
        ("Han sagde: ”Kom ind.” Så gik vi.", 7, 3, 0),
    ],
)
def test_lix_is_words_per_sentence_plus_share_of_long_words(
    text: str, words: int, sentences: int, long_words: int
) -> None:
    assert lix(text) == pytest.approx(words / sentences + 100 * long_words / words)


@pytest.mark.parametrize("text", ["", "  \n", "... !?"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(NoWords, match="no words"):
        lix(text)


@given(st.lists(st.sampled_from(["hus", "mennesker", "vi", "fællesskab"]), min_size=1, max_size=20))
def test_saying_it_twice_does_not_make_it_heavier(words: list[str]) -> None:
    sentence = " ".join(words) + "."
    assert lix(f"{sentence} {sentence}") == pytest.approx(lix(sentence))
