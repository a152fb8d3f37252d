"""Contact data told from years, prices, laws and authors."""

import pytest

from peervej.methods.mapping.contacts import persons_in, strip_contacts, unique_contacts
from peervej.methods.mapping.model import Contact


def stripped(text):
    return strip_contacts(text, persons_in([text]))


def values(text):
    return [(contact.kind, contact.value) for contact in stripped(text).contacts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring på 66 19 45 12.", [("phone", "66 19 45 12")]),
        ("Tlf.: +45 2233 4455", [("phone", "+45 2233 4455")]),
        ("mobil 0045 22334455", [("phone", "0045 22334455")]),
        ("Kontakt os på 12 34 56 78", [("phone", "12 34 56 78")]),
        ("tlf. 2019 4455", [("phone", "2019 4455")]),
        ("skriv til a.b-c@d-e.example!", [("email", "a.b-c@d-e.example")]),
        ("mette (at) nyestier.example", [("email", "mette@nyestier.example")]),
        ("mailto:post@huset.example", [("email", "post@huset.example")]),
    ],
)
def test_found(text, found):
    assert values(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "i perioden 2013-2015 og 2014 2015",
        "den 31.10.2014 og 01.02.2013",
        "i alt 12.345.678 kr. og 350.000 om året",
        "CVR-nr. 25 34 12 67",
        "satspuljen § 16.51.14",
        "50-100 personer dagligt, 18-40-årige",
        "https://film.example/77912345",
        "01012014",
        "følg os på @huset",
    ],
)
def test_not_taken_for_contact_data(text):
    assert values(text) == []
    assert stripped(text).text == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Projektleder Lone Åkjær, la@x.example", "Lone Åkjær"),
        ("Lone Åkjær (koordinator), la@x.example", "Lone Åkjær"),
        ("Yderligere information: Lone Åkjær, Leder af Huset: la@x.example", "Lone Åkjær"),
        ("Henvendelse til Anne-Lise El Amrani, tlf. 22334455", "Anne-Lise El Amrani"),
        ("Med venlig hilsen\nLone Åkjær\nHuset på Hjørnet\nla@x.example", "Lone Åkjær"),
        ("kommunens frivilligkonsulent Jens Ole Krogdal og andre", "Jens Ole Krogdal"),
        ("Ring til Mette på 22 33 44 55", "Mette"),
        ("v. Lone Åkjær, 22334455", "Lone Åkjær"),
    ],
)
def test_contact_persons(text, name):
    assert ("person", name) in values(text)
    assert name not in stripped(text).text


@pytest.mark.parametrize(
    "text",
    [
        "Vi bygger på Mary Ellen Holms bog og psykolog Albert Olsens teori.",
        "Kontakt Café Lanternen, 66 11 22 33",
        "Henvendelse til Lillerup Kommune, tlf. 66 11 22 33",
        "Kontakt Region Sjælland, Psykiatrien Vest",
        "Leder af Socialpsykiatrien i Lillerup",
    ],
)
def test_authors_and_places_are_no_contact_persons(text):
    assert not [value for kind, value in values(text) if kind == "person"]


def test_a_person_goes_wherever_the_entry_names_them():
    first = "Leder Brian Vesterlund er eneste ansatte. Brian Vesterlunds idé var enkel."
    second = "Mere information: Brian Vesterlund, 22 33 44 55"
    persons = persons_in([first, second])
    assert strip_contacts(first, persons).text == "Leder […] er eneste ansatte. […] idé var enkel."


def test_a_paragraph_of_contact_data_goes_and_another_keeps_its_words():
    text = "Vi holder åbent hver dag.\nKontakt: Lone Åkjær, tlf. 22 33 44 55, la@x.example"
    assert stripped(text).text == "Vi holder åbent hver dag."
    assert stripped("Ring til kontoret på 22 33 44 55, eller kom forbi.").text == (
        "Ring til kontoret på […], eller kom forbi."
    )


def test_when_nothing_else_stands_there_the_marks_stay():
    one = stripped("Projektleder Lone Åkjær; mail: la@x.example; tlf.: 2055 3612.")
    assert one.held_only_contacts
    assert one.text == "Projektleder […]; mail: […]; tlf.: […]."


def test_a_cpr_number_is_kept_nowhere():
    one = stripped("Evaluering med 010203-1234 som nøgle")
    assert one.held_cpr
    assert one.contacts == ()
    assert "010203" not in one.text


def test_one_contact_in_two_spellings_is_one():
    found = unique_contacts(
        [
            Contact("phone", "22 33 44 55"),
            Contact("phone", "+4522334455"),
            Contact("email", "a@b.c"),
        ]
    )
    assert [contact.value for contact in found] == ["22 33 44 55", "a@b.c"]
