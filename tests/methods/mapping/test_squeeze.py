"""Squeezed text and the places its letters came from."""

from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.mapping.squeeze import places, squeeze

WORDS = st.text(alphabet="abceoAÆØÅæøåéü -./?\n½²ﬁΣİß", max_size=40)


@given(WORDS)
@settings(max_examples=200)
def test_every_letter_has_its_place(text):
    found = places(text)
    assert len(found) == len(squeeze(text))
    assert found == sorted(found)


def test_spellings_of_one_word_agree():
    assert squeeze("Peer-støtte på Århus") == squeeze("PEERSTOETTE paa Aarhus")
    assert squeeze("s t ø t t e") == squeeze("støtte")
    assert squeeze("støtte") != squeeze("stue")
