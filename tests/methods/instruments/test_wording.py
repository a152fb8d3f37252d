"""Wordings come from the operator's file, and only when they fit."""

import pytest

from peervej.data.instruments import load_instrument, load_wording
from peervej.methods.danish.readability import lix
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import WordingDoesNotFit, score, wording_to_toml
from peervej.methods.instruments import load_wording as read_wording
from peervej.methods.toml_text import dump_toml


def a_wording(instrument_id="who-5", **changes):
    table = {
        "instrument": instrument_id,
        "language": "da",
        "items": [f"Udsagn {n}" for n in range(1, 6)],
        "responses": [f"Svar {n}" for n in range(6)],
    }
    table.update(changes)
    return dump_toml({key: value for key, value in table.items() if value is not None})


WHO = load_instrument("who-5")


def test_a_wording_that_fits():
    wording = read_wording(a_wording(), WHO)
    assert wording.labels(1, WHO.items[0])[5] == "Svar 5"
    assert read_wording(wording_to_toml(wording), WHO) == wording


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"items": ["Udsagn"] * 4}, "has 5 items, but the wording has 4"),
        ({"items": ["Udsagn"] * 6}, "has 5 items, but the wording has 6"),
        ({"responses": ["Svar"] * 5}, "item 1 has 6 answers, but the wording has 5 labels"),
        ({"responses": ["Svar"] * 7}, "6 answers, but the wording has 7"),
        ({"responses": None}, "give one of responses"),
        ({"anchors": {"0": "a"}}, "give one of responses"),
        ({"responses": None, "anchors": {"9": "a"}}, "no answer of item 1"),
        ({"responses": None, "item_responses": [["a"] * 6] * 4}, "4 lists for 5 items"),
        ({"responses": None, "item_responses": [["a"] * 6] * 4 + [["a"]]}, "item 5 has 6"),
        ({"instrument": "gse-10"}, "wording of 'gse-10', not of 'who-5'"),
        ({"language": "d"}, "a code such as"),
        ({"items": ["Udsagn"] * 4 + [""]}, "is empty"),
        ({"items": ["Udsagn"] * 4 + ["x" * 2001]}, "longer than 2000"),
        ({"subscales": {"mood": [1]}}, "no subscale that waits"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_a_wording_that_does_not_fit_is_refused(changes, words):
    with pytest.raises(UnusableInput, match=words) as caught:
        read_wording(a_wording(**changes), WHO, what="who-5.toml")
    assert "who-5.toml" in str(caught.value)


def test_labels_at_some_of_the_numbers():
    wsas = load_instrument("wsas")
    text = a_wording("wsas", responses=None, anchors={"0": "slet ikke", "8": "meget"})
    wording = read_wording(text, wsas)
    assert wording.labels(1, wsas.items[0]) == ("slet ikke", *[""] * 7, "meget")


def test_the_wording_names_the_items_of_a_subscale_the_definition_leaves_open():
    qpr = load_instrument("qpr-22")
    members = {"intrapersonal": list(range(1, 18)), "interpersonal": list(range(18, 23))}

    def text(subscales):
        return a_wording(
            "qpr-22",
            items=[f"Udsagn {n}" for n in range(22)],
            responses=["a", "b", "c", "d", "e"],
            subscales=subscales,
        )

    wording = read_wording(text(members), qpr)
    found = score(qpr, [4] * 17 + [1] * 5, wording=wording)
    assert found.subscales == {"intrapersonal": 68, "interpersonal": 5}
    for wrong in ([18, 19, 20, 21], [18, 18, 19, 20, 21], [18, 19, 20, 21, 23]):
        with pytest.raises(WordingDoesNotFit, match="5 different items from 1 to 22"):
            read_wording(text({"interpersonal": wrong}), qpr)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_demonstration_comes_with_its_words(language):
    wording = load_wording("demo-hope", language)
    assert len(wording.items) == 6
    assert len(wording.responses) == 5
    assert "alid" in wording.source


def test_the_demonstration_is_easy_to_read():
    wording = load_wording("demo-hope", "da")
    assert lix(" ".join([wording.instruction, *wording.items])) <= 34


def test_the_owners_wordings_are_not_shipped():
    assert load_wording("qpr-15", "da") is None
    assert load_wording("who-5", "en") is None
