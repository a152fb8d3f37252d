"""Whose words are whose: headings, repeated print, contact data at an entry's end."""

import pytest

from peervej.methods.mapping import read_mapping
from tests.methods.mapping.test_questions import printed

REGION = "Peer-støtte i Region Nordjylland\n\n"


def form(answers, *, parts=True, names=range(1, 9)):
    lines = []
    for number in names:
        lines.append(printed(number, 0))
        if parts and number < 8:
            lines.append(printed(number, 1))
        lines += [answers[number], ""] if number in answers else [""]
    return "\n".join(lines)


def read(text):
    return read_mapping(text.encode()).entries


def test_repeated_print_is_no_answer():
    again = "\n".join([printed(1, 0), printed(1, 2)])
    (entry,) = read(f"{REGION}Huset\n\n{form({1: again, 2: 'Siden 2009'})}")
    assert entry.answered == (2,)
    assert entry.sections == {2: "Siden 2009"}


@pytest.mark.parametrize(
    "filler", ["-", "…", "Ikke besvaret", "Klik her for at angive tekst.", "?"]
)
def test_what_a_form_says_where_nobody_wrote_is_no_answer(filler):
    (entry,) = read(f"{REGION}Huset\n\n{form({1: 'Et hus.', 5: filler})}")
    assert entry.answered == (1,)


def test_the_next_heading_is_no_answer():
    text = (
        f"{REGION}Huset\n\n{form({1: 'Et hus.'})}\n\nHaven, Lillerup Kommune\n\n{form({2: 'Ny'})}"
    )
    first, second = read(text)
    assert (first.name, first.answered) == ("Huset", (1,))
    assert (second.name, second.answered) == ("Haven, Lillerup Kommune", (2,))


def test_a_heading_on_the_last_line_of_an_answer():
    house, garden = form({8: "Vi har altid kaffe klar til gæster. Haven"}), form({2: "Ny"})
    first, second = read(f"{REGION}Huset\n\n{house}\n{garden}")
    assert first.sections[8] == "Vi har altid kaffe klar til gæster."
    assert second.name == "Haven"
    assert any("name" in warning for warning in second.warnings)


def test_a_place_on_the_second_line_belongs_to_the_name():
    (entry,) = read(f"{REGION}Huset på Hjørnet\nLillerup Kommune\n\n{form({1: 'Et hus.'})}")
    assert entry.name == "Huset på Hjørnet, Lillerup Kommune"


def test_contact_data_after_the_last_question_is_no_answer_unless_asked_for():
    contact = "Kontakt: Lone Åkjær, tlf. 22 33 44 55"
    (plain,) = read(f"{REGION}Huset\n\n{form({1: 'Et hus.', 8: contact})}")
    assert plain.answered == (1,)
    asked = f"Herunder kontaktoplysninger og evt hjemmeside\n{contact}"
    (entry,) = read(f"{REGION}Huset\n\n{form({1: 'Et hus.', 8: asked})}")
    assert entry.answered == (1, 8)
    for one in (plain, entry):
        assert {contact.kind for contact in one.contacts} == {"person", "phone"}
        assert "question 8 holds only contact data" in one.warnings


def test_a_link_alone_answers_a_question_but_not_at_the_entrys_end():
    pointer = "Læs mere her: www.huset.example/rapport"
    (entry,) = read(f"{REGION}Huset\n\n{form({6: pointer, 8: pointer})}")
    assert entry.answered == (6,)
    assert entry.links == ("www.huset.example/rapport",)


def test_a_name_given_as_a_field():
    (entry,) = read(f"Spørgeskema om støtte\n\nTilbuddets navn: Huset\n\n{form({1: 'Et hus.'})}")
    assert (entry.name, entry.region) == ("Huset", None)


def test_no_name_is_said_not_guessed():
    (entry,) = read(form({1: "Et hus."}))
    assert entry.name == ""
    assert entry.warnings == ("no name was found above the first question",)


def test_questions_that_are_not_printed_are_named():
    (entry,) = read(f"Huset\n\n{form({1: 'Et hus.'}, names=[1, 2, 3, 4, 5, 6])}")
    assert "not printed in the document: question 7, 8" in entry.warnings


def test_words_that_belong_to_no_initiative_are_told():
    text = f"{REGION}Her er lidt om regionen og dens mange byer.\n\nHuset\n\n{form({1: 'Et hus.'})}"
    mapping = read_mapping(text.encode())
    assert [entry.name for entry in mapping.entries] == ["Huset"]
    assert mapping.warnings[0].startswith("Region Nordjylland: belongs to no initiative")


def test_an_empty_region_is_listed_without_entries():
    note = "Vi har pt. ikke kendskab til peer-støtteinitiativer i Region Sjælland"
    text = f"{REGION}Huset\n\n{form({1: 'Et hus.'})}\n\nPeer-støtte i Region Sjælland\n\n{note}\n"
    mapping = read_mapping(text.encode())
    assert mapping.regions == ("Region Nordjylland", "Region Sjælland")
    assert [entry.name for entry in mapping.entries] == ["Huset"]
    assert mapping.warnings == ()
