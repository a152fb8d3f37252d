"""Printed questions found where print and answers meet."""

import pytest

from peervej.methods.mapping.lines import split_lines
from peervej.methods.mapping.question_order import repair_order
from peervej.methods.mapping.questionnaire import WORDINGS
from peervej.methods.mapping.questions import Printed, find_questions

SENTENCE = {(wording.question, wording.part): wording for wording in WORDINGS}


def printed(question, part):
    wording = SENTENCE[question, part]
    tail = f" ({wording.tails[0]})" if part and wording.tails else ""
    tail = tail or (f" {wording.tails[0]}" if wording.tails else "")
    return f"{wording.core}{tail}" + ("?" if part or question == 8 else ":")


def read(text):
    return [
        (item.question, item.part) if isinstance(item, Printed) else item.text
        for item in repair_order(find_questions(split_lines(text)))
    ]


@pytest.mark.parametrize("key", sorted(SENTENCE))
def test_every_wording_is_found_and_nothing_of_it_is_left(key):
    context = [] if key[1] == 0 else [printed(key[0], 0)]
    found = read("\n".join([*context, printed(*key), "Vi har et svar."]))
    assert found[-2:] == [key, "Vi har et svar."]
    assert len(found) == len(context) + 2


@pytest.mark.parametrize("answer", ["5", "Ja", "Alle", "Nej.", "12-15", "Ved ikke"])
def test_a_short_answer_above_print_is_not_swallowed(answer):
    text = "\n".join([printed(3, 0), answer, printed(4, 0), "Mange"])
    assert read(text) == [(3, 0), answer, (4, 0), "Mange"]


def test_print_glued_to_an_answer():
    text = f"{printed(3, 0)}\nVi er ti. {printed(4, 0)} Alle kan komme."
    assert read(text) == [(3, 0), "Vi er ti.", (4, 0), "Alle kan komme."]


def test_a_question_number_goes_with_its_question():
    text = f"3. {printed(3, 0)}\nVi er ti. 4. {printed(4, 0)}\nSpørgsmål 5: {printed(5, 0)}\n6.\n"
    assert read(text + printed(6, 0)) == [(3, 0), "Vi er ti.", (4, 0), (5, 0), (6, 0)]


def test_answers_below_and_beside_sub_questions():
    text = "\n".join(
        [
            printed(4, 0),
            printed(4, 1),
            "Alle over 18.",
            f"{printed(4, 2)} Omkring 40",
            printed(5, 0),
        ]
    )
    assert read(text) == [(4, 0), (4, 1), "Alle over 18.", (4, 2), "Omkring 40", (5, 0)]


def test_a_sentence_that_only_sounds_alike_is_an_answer():
    answers = [
        "Beskrivelsen af vores tilbud findes i en folder.",
        "Hvor mange vi er, svinger meget fra uge til uge.",
        "Hvad er omfanget? Det har vi ikke tal på.",
    ]
    found = read("\n".join([printed(2, 0), "Siden 2009.", *answers]))
    assert found[2:] == answers


def test_a_lost_question_is_known_by_its_sub_questions():
    text = "\n".join(
        [printed(3, 0), "Vi er ti.", printed(4, 1), printed(4, 2), "Alle.", printed(5, 0)]
    )
    assert read(text) == [(3, 0), "Vi er ti.", (4, 0), (4, 1), (4, 2), "Alle.", (5, 0)]


def test_a_mistaken_question_follows_its_sub_questions():
    text = "\n".join([printed(3, 0), printed(4, 1), printed(4, 2), "Alle."])
    assert read(text) == [(4, 0), (4, 1), (4, 2), "Alle."]
