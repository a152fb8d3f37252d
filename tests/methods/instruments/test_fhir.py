"""FHIR R4 Questionnaires and responses."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.instruments import load_instrument
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import (
    UnusableFhir,
    instrument_from_questionnaire,
    instrument_to_toml,
    read_answers_from_response,
    read_questionnaire,
    read_value_set,
    score,
)
from peervej.methods.instruments import load_instrument as read_instrument

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
SIMPLE = {
    "resourceType": "Questionnaire",
    "id": "Trivsel_2",
    "title": "Trivsel",
    "language": "da",
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "svar",
            "compose": {
                "include": [
                    {
                        "concept": [
                            {
                                "code": "LA1",
                                "display": "nej",
                                "extension": [{"url": ORDINAL, "valueDecimal": 0}],
                            },
                            {
                                "code": "LA2",
                                "display": "ja",
                                "extension": [{"url": ORDINAL, "valueDecimal": 1}],
                            },
                        ]
                    }
                ]
            },
        }
    ],
    "item": [
        {"linkId": "i", "type": "display", "text": "Svar på det hele."},
        {
            "linkId": "g",
            "type": "group",
            "item": [
                {
                    "linkId": "1",
                    "type": "choice",
                    "text": "Sover du?",
                    "answerValueSet": "#svar",
                    "_text": {
                        "extension": [
                            {
                                "url": TRANSLATION,
                                "extension": [
                                    {"url": "lang", "valueCode": "en"},
                                    {"url": "content", "valueString": "Do you sleep?"},
                                ],
                            }
                        ]
                    },
                },
                {
                    "linkId": "2",
                    "type": "choice",
                    "text": "Spiser du?",
                    "answerOption": [
                        {"valueCoding": {"code": "1", "display": "lidt"}},
                        {"valueCoding": {"code": "2", "display": "mere"}},
                        {"valueInteger": 3},
                    ],
                },
            ],
        },
        {"linkId": "3", "type": "string", "text": "Andet?"},
        {"linkId": "4", "type": "choice", "text": "Hvilke?", "repeats": True},
        {"linkId": "5", "type": "choice", "text": "X?", "answerOption": [{"valueString": "a"}]},
    ],
}


def read(resource):
    return read_questionnaire(json.dumps(resource), what="q.json")


def test_items_answers_and_words():
    imported = instrument_from_questionnaire(read(SIMPLE))
    found = imported.instrument
    assert found.id == "trivsel-2"
    assert [(i.id, i.minimum, i.maximum) for i in found.items] == [("1", 0, 1), ("2", 1, 3)]
    assert set(imported.wordings) == {"da"}  # English lacks the second question
    wording = imported.wordings["da"]
    assert wording.items == ("Sover du?", "Spiser du?")
    assert wording.item_responses == (("nej", "ja"), ("lidt", "mere", "3"))
    assert wording.instruction == "Svar på det hele."
    assert dict(imported.left_out) == {
        "3": "a question of type string",
        "4": "several answers at once",
        "5": "its answers have no numbers",
    }
    assert read_instrument(instrument_to_toml(found)) == found
    only = instrument_from_questionnaire(read(SIMPLE), keep={"2"})
    assert [i.id for i in only.instrument.items] == ["2"]


def test_a_published_questionnaire(shared):
    path = shared / "conformance" / "fhir" / "Questionnaire-mii-qst-pro-phq-9.json"
    questionnaire = read_questionnaire(path.read_bytes())
    imported = instrument_from_questionnaire(questionnaire)
    names = [f"PHQ-9.{n}" for n in range(1, 11)]
    assert [item.id for item in imported.instrument.items] == names
    assert set(imported.wordings) == {"de", "en"}
    assert all(len(wording.items) == 10 for wording in imported.wordings.values())
    lists = {item.answer_list.rsplit("-answer-list-")[-1] for item in imported.instrument.items}
    assert lists == {"ll358-3", "ll359-1"}
    assert not imported.instrument.is_scorable
    with pytest.raises(UnusableInput, match="defines no score"):
        score(imported.instrument, [0] * 10)
    completed = complete(path.read_bytes(), questionnaire)
    assert completed.is_scorable
    assert score(completed, [3] * 9).value == 27


def complete(data, questionnaire):
    """Give the answer list and the scoring that the file leaves out."""
    first = questionnaire.questions[0].answer_list
    value_set = {
        "resourceType": "ValueSet",
        "url": first,
        "compose": {
            "include": [
                {
                    "concept": [
                        {"code": f"x{n}", "extension": [{"url": ORDINAL, "valueDecimal": n}]}
                        for n in range(4)
                    ]
                }
            ]
        },
    }
    known = read_value_set(json.dumps(value_set))
    keep = {f"PHQ-9.{n}" for n in range(1, 10)}
    imported = instrument_from_questionnaire(read_questionnaire(data, value_sets=known), keep=keep)
    text = instrument_to_toml(imported.instrument)
    return read_instrument(text.replace('method = "none"', 'method = "sum"'))


def changed(**changes):
    resource = copy.deepcopy(SIMPLE)
    resource.update(changes)
    return resource


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (changed(resourceType="Patient"), "not a FHIR Questionnaire .resourceType is 'Patient'"),
        ([], "not a FHIR Questionnaire"),
        ("x", "not a FHIR Questionnaire"),
        (changed(item=[]), "has no questions"),
        (changed(item="x"), "item must be a list"),
        (changed(item=["x"]), "item must be a list of objects"),
        (changed(item=[{"type": "choice"}]), "without a linkId"),
        (changed(item=[{"linkId": "1", "type": "choice"}] * 2), "linkId of its own .'1'"),
        (changed(item=[{"linkId": "1", "type": "coding"}]), "type 'coding', which R4 lacks"),
        (changed(item=[{"linkId": "1", "type": ""}]), "type '', which R4 lacks"),
        (changed(item=[{"linkId": 1, "type": "choice"}]), "linkId must be text, not int"),
        (changed(language=3), "language must be text"),
        (changed(title={"a": 1}), "title must be text"),
        (
            changed(
                item=[{"linkId": "1", "type": "choice", "answerOption": [{"valueInteger": 1.5}]}]
            ),
            "valueInteger is 1.5",
        ),
        (changed(item=[{"linkId": "1", "type": "string", "text": "x"}]), "no question with one"),
    ],
)
def test_what_is_no_questionnaire_is_refused(resource, words):
    with pytest.raises(UnusableFhir, match=words):
        instrument_from_questionnaire(read(resource))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        json.dumps(SIMPLE).encode()[:-2],
        json.dumps(SIMPLE).encode("utf-16"),
        b'{"resourceType": "Questionnaire", "title": "\\ud800"}',
        b'{"resourceType": NaN}',
        b"x" * 10_000_001,
        json.dumps(changed(title="Bø")).replace("\\u00f8", "ø").encode("latin-1"),
    ],
    ids=["empty", "brace", "deep", "cut", "utf-16", "surrogate", "nan", "huge", "latin-1"],
)
def test_what_is_no_json_is_refused(data):
    with pytest.raises(UnusableInput):
        read_questionnaire(data, what="q.json")


def test_numbers_with_gaps_and_languages_with_gaps_are_left_out():
    gaps = {"linkId": "1", "type": "choice", "text": "x"}
    gaps["answerOption"] = [{"valueInteger": 1}, {"valueInteger": 3}]
    half = {"linkId": "2", "type": "choice", "text": "y"}
    half["answerOption"] = [{"valueCoding": {"code": "0"}}, {"valueCoding": {"code": "1"}}]
    imported = instrument_from_questionnaire(read(changed(item=[gaps, half])))
    assert imported.left_out == (("1", "the numbers of its answers have gaps"),)
    assert imported.wordings == {}


def test_an_answer_list_may_be_given_unfolded():
    coding = {"code": "a", "display": "nej", "extension": [{"url": ORDINAL, "valueDecimal": "x"}]}
    value_set = {"resourceType": "ValueSet", "url": "u", "expansion": {"contains": [coding]}}
    found = read_value_set(json.dumps(value_set), language="da")
    assert [(c.code, c.number, c.texts) for c in found["u"]] == [("a", None, {"da": "nej"})]
    with pytest.raises(UnusableFhir, match="has no url"):
        read_value_set(json.dumps({"resourceType": "ValueSet"}))


@pytest.mark.parametrize("url", [["x"], {"y": 1}, 3])
def test_extensions_with_odd_addresses_are_passed_over(url):
    option = {"valueCoding": {"code": "1", "extension": [{"url": url}]}}
    shadow = {"extension": [{"url": TRANSLATION, "extension": [{"url": url}]}]}
    item = {"linkId": "1", "type": "choice", "text": "x", "_text": shadow}
    item["answerOption"] = [option, {"valueInteger": 2}]
    imported = instrument_from_questionnaire(read(changed(item=[item])))
    assert imported.instrument.items[0].maximum == 2


def test_items_nested_without_end_are_refused():
    item = {"linkId": "x", "type": "choice", "text": "x"}
    for number in range(60):
        item = {"linkId": str(number), "type": "group", "item": [item]}
    with pytest.raises(UnusableFhir, match="more than 40 deep"):
        read(changed(item=[item]))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_garbage_raises_nothing_else(data):
    with pytest.raises(UnusableInput):
        read_questionnaire(data)


KEYS = ["item", "linkId", "type", "text", "_text", "extension", "url", "answerOption", "code"]
KEYS += ["valueCoding", "contained", "id", "compose", "include", "concept", "valueDecimal"]
KNOWN_TEXTS = [ORDINAL, TRANSLATION, "choice", "group", "lang", "content", "ValueSet"]
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(KNOWN_TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["item", "contained", "title", "language"]), JSON))
def test_json_of_any_shape_raises_nothing_else(parts):
    try:
        instrument_from_questionnaire(read({"resourceType": "Questionnaire", **parts}))
    except UnusableInput as error:
        assert str(error)


def a_response(*answers):
    items = [{"linkId": link, "answer": answer} for link, answer in answers]
    return json.dumps({"resourceType": "QuestionnaireResponse", "item": items})


def test_a_response_gives_answers():
    who = load_instrument("who-5")
    text = a_response(("1", [{"valueInteger": 3}]), ("2", [{"valueCoding": {"code": "4"}}]))
    answers = read_answers_from_response(text, who)
    assert answers == {"1": 3, "2": 4, "3": None, "4": None, "5": None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (a_response(("9", [{"valueInteger": 3}])), "answers '9', which is no item of who-5"),
        (a_response(("1", [{"valueInteger": 3}]), ("1", [{"valueInteger": 4}])), "more than once"),
        (a_response(("1", [{"valueInteger": 3}] * 2)), "more than once"),
        (a_response(("1", [{"valueString": "3"}])), "no whole number"),
        (a_response(("1", [{"valueCoding": {"code": "LA6568-5"}}])), "no whole number"),
        (a_response(("1", ["x"])), "no whole number"),
        (a_response((["1"], [{"valueInteger": 3}])), "which is no item"),
        ('{"resourceType": "QuestionnaireResponse", "item": 3}', "item must be a list"),
        ("{}", "not a FHIR QuestionnaireResponse"),
    ],
)
def test_a_response_that_matches_no_question_is_refused(text, words):
    with pytest.raises(UnusableFhir, match=words):
        read_answers_from_response(text, load_instrument("who-5"))
