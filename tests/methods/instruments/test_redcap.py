"""REDCap dictionaries in and out, cell for cell."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.instruments import list_instruments, load_instrument, load_wording
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import (
    DictionaryField,
    UnusableDictionary,
    Wording,
    dictionary_from_instrument,
    forms,
    instrument_from_dictionary,
    read_dictionary,
    write_dictionary,
)
from peervej.methods.instruments.redcap import COLUMNS


def a_dictionary(*rows):
    return write_dictionary(DictionaryField(**row) for row in rows)


def question(variable="q1", choices="0, nej | 1, ja", **changes):
    row = {"variable": variable, "form": "trivsel", "type": "radio", "label": "Går det godt?"}
    return {**row, "choices": choices, **changes}


def cells(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def words_for(instrument):
    labels = tuple(f"svar {n}" for n in range(instrument.items[0].minimum, 99))
    count = instrument.items[0].maximum - instrument.items[0].minimum + 1
    texts = tuple(f"udsagn {item.id}" for item in instrument.items)
    return Wording(instrument.id, "da", texts, labels[:count], instruction="Vælg ét svar, tak.")


@pytest.mark.parametrize("instrument_id", list_instruments())
def test_export_import_export_is_cell_identical(instrument_id):
    instrument = load_instrument(instrument_id)
    first = write_dictionary(dictionary_from_instrument(instrument, words_for(instrument)))
    rows = read_dictionary(first)
    assert write_dictionary(rows) == first
    imported = instrument_from_dictionary(rows, forms(rows)[0], language="da")
    again = dictionary_from_instrument(imported.instrument, imported.wordings["da"])
    assert cells(write_dictionary(again)) == cells(first)
    assert imported.left_out == ()
    assert [(i.minimum, i.maximum) for i in imported.instrument.items] == [
        (i.minimum, i.maximum) for i in instrument.items
    ]


def test_the_demonstration_as_redcap_would_read_it():
    instrument = load_instrument("demo-hope")
    rows = dictionary_from_instrument(instrument, load_wording("demo-hope", "da"))
    heading, first, *_ = cells(write_dictionary(rows))
    assert tuple(heading) == COLUMNS
    assert first[:6] == [
        "demo_hope_1",
        "demo_hope",
        load_wording("demo-hope", "da").instruction,
        "radio",
        "Der er noget, jeg ser frem til i den næste uge.",
        "0, Passer slet ikke | 1, Passer lidt | 2, Passer nogenlunde | 3, Passer godt"
        " | 4, Passer helt",
    ]
    assert (first[15], len(first)) == ("demo_hope", 18)


def test_the_conformance_dictionaries_come_back_cell_for_cell(shared):
    files = sorted((shared / "conformance" / "redcap").glob("*.csv"))
    assert files
    for path in files:
        data = path.read_bytes()
        assert cells(write_dictionary(read_dictionary(data))) == cells(data.decode("utf-8-sig"))


def test_the_conformance_dictionaries_give_instruments(shared):
    path = shared / "conformance" / "redcap" / "survey.dictionary.csv"
    rows = read_dictionary(path.read_bytes())
    imported = instrument_from_dictionary(rows, "participant_morale_questionnaire")
    assert [(i.id, i.minimum, i.maximum) for i in imported.instrument.items] == [
        ("pmq1", 0, 3),
        ("pmq2", 0, 5),
        ("pmq3", 0, 1),
        ("pmq4", 0, 2),
    ]
    wording = imported.wordings["en"]
    assert wording.item_responses[2] == ("No", "Yes")
    again = dictionary_from_instrument(imported.instrument, wording)
    assert [row.label for row in again] == list(wording.items)


def test_fields_that_are_no_single_choice_are_left_out_with_the_reason():
    text = a_dictionary(
        question("q1"),
        question("q2", type="checkbox"),
        question("q3", type="text", choices=""),
        question("q4", choices="a, nej | b, ja"),
        question("q5", choices="0, nej | 9, ved ikke"),
        question("q6", label=""),
        question("q7", type="yesno", choices=""),
        question("q8", type="truefalse", choices=""),
        question("q9", choices="-1, før | 0, nu"),
    )
    imported = instrument_from_dictionary(read_dictionary(text), "trivsel", language="da")
    assert [item.id for item in imported.instrument.items] == ["q1", "q7", "q8", "q9"]
    assert dict(imported.left_out) == {
        "q2": "several answers at once",
        "q3": "a field of type text",
        "q4": "the code 'a' is no whole number",
        "q5": "the codes have gaps",
        "q6": "no text",
    }
    assert not imported.instrument.is_scorable
    chosen = instrument_from_dictionary(read_dictionary(text), "trivsel", keep={"q1", "q2"})
    assert [item.id for item in chosen.instrument.items] == ["q1"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([question(type="")], "line 2: q1 has no field type"),
        ([question(type=" ")], "has no field type"),
        ([question(type="magic")], "'magic' is no field type"),
        ([question(form="")], "belongs to no form"),
        ([question("Q1")], "no variable name"),
        ([question("1q")], "no variable name"),
        ([question(), question()], "two fields named q1"),
        ([question(choices="0 nej | 1, ja")], "'0 nej' is no answer"),
        ([question(choices="")], "is no answer"),
        ([question(choices="0, a | 0, b")], "same code"),
        ([], "no fields"),
    ],
)
def test_a_faulty_dictionary_is_refused_with_its_line(rows, words):
    with pytest.raises(UnusableDictionary, match=words):
        read_dictionary(a_dictionary(*rows), what="d.csv")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 columns instead of the 18"),
        (b"a,b,c\n1,2,3\n", "3 columns instead of the 18"),
        (a_dictionary(question()).replace("Field Type", "Kind").encode(), "column 4 is 'Kind'"),
        (a_dictionary(question()).encode()[:-3], "line 2 has 16 cells instead of 18; is it cut"),
        (a_dictionary(question()).replace("Går", '"Går').encode(), "line 2"),
        (a_dictionary(question()).encode("latin-1"), "not UTF-8"),
        (a_dictionary(question()).encode("utf-16"), "not UTF-8"),
        (b"x" * 10_000_001, "larger than"),
        (a_dictionary(question(label="x" * 200_000)).encode(), "field larger than field limit"),
    ],
)
def test_what_is_no_dictionary_is_refused(data, words):
    with pytest.raises(UnusableInput, match=words):
        read_dictionary(data, what="d.csv")


def test_forms_and_labels_that_cannot_be_written_are_refused():
    rows = read_dictionary(a_dictionary(question(type="text", choices="")))
    with pytest.raises(UnusableDictionary, match="no form 'x'; the forms are trivsel"):
        instrument_from_dictionary(rows, "x")
    with pytest.raises(UnusableDictionary, match="no question with one answer"):
        instrument_from_dictionary(rows, "trivsel")
    who = load_instrument("who-5")
    bar = Wording("who-5", "da", ("a",) * 5, ("a", "b", "c", "d", "e|f", "g"))
    with pytest.raises(UnusableDictionary, match="a label holds"):
        dictionary_from_instrument(who, bar)
    with pytest.raises(UnusableDictionary, match="no form name"):
        dictionary_from_instrument(who, words_for(who), form="Who 5")


CELL = st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELL, min_size=14, max_size=14), min_size=1, max_size=5))
def test_any_cells_survive_writing_and_reading(rest):
    rows = [
        DictionaryField(f"v{number}", "form", row[0], "text", *row[1:13], row[13], "")
        for number, row in enumerate(rest)
    ]
    assert list(read_dictionary(write_dictionary(rows))) == rows


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_garbage_raises_nothing_else(data):
    with pytest.raises(UnusableInput):
        read_dictionary(data)
