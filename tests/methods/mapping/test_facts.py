"""Facts proposed from an entry's words, each beside the words it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.mapping import Entry, read_mapping, recognise_facts
from tests.methods.mapping.lookalike import make

TOWNS = ["København", "Vejle", "Aarhus", "Nordfyns", "Høje-Taastrup"]


def facts(text, kind):
    entry = Entry("Huset", None, "notice", text=text)
    return [(fact.value, fact.words) for fact in recognise_facts(entry, TOWNS) if fact.kind == kind]


def test_every_fact_lies_on_its_words():
    for seed in range(6):
        for entry in read_mapping(make(seed).text.encode()).entries:
            parts = {"name": entry.name, "text": entry.text}
            parts |= {str(number): text for number, text in entry.sections.items()}
            for fact in recognise_facts(entry, TOWNS):
                assert parts[fact.section][fact.start : fact.end] == fact.words


@given(st.text(alphabet="abcdefgh §0123456789,.-–/½%kræøåKF\n", max_size=80))
@settings(max_examples=100)
def test_no_text_makes_it_fall_over(text):
    entry = Entry(text, None, "questionnaire", {1: text})
    assert all(fact.words for fact in recognise_facts(entry, TOWNS))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("har eksisteret siden 1995", [("1995", "siden 1995")]),
        ("startede 1.6. 2013 som forsøg", [("2013-06-01", "startede 1.6. 2013")]),
        ("siden 01.01.06 frem til nu", [("2006-01-01", "siden 01.01.06")]),
        ("startet op marts 2013", [("2013-03", "startet op marts 2013")]),
        ("igangsattes den 1. januar 2014", [("2014-01-01", "igangsattes den 1. januar 2014")]),
        ("siden foråret 2012", [("2012", "siden foråret 2012")]),
        ("i 2012 var vi ti, siden er vi 14", []),
        ("siden 41.13.2012", []),
    ],
)
def test_since(text, found):
    assert facts(text, "since") == found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("ca. 120 timers uddannelse", "120", "timers"),
        ("6 -8 frivillige", "6-8", "frivillige"),
        ("1,5 – 2 timer", "1.5-2", "timer"),
        ("i 8½ år", "8.5", "år"),
        ("1.250 medlemmer", "1250", "medlemmer"),
        ("125 kr. i timen", "125", "kr"),
        ("70 % er i arbejde", "70", "%"),
        ("to peer-støttere", "2", "peer-støttere"),
        ("12 peer instruktører", "12", "peer instruktører"),
        ("22 ud af 25 deltagere", "22", "deltagere"),
    ],
)
def test_numbers(text, value, unit):
    entry = Entry("Huset", None, "notice", text=text)
    (fact,) = [fact for fact in recognise_facts(entry) if fact.kind == "number"]
    assert (fact.value, fact.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["§ 108 tilbud", "hver 14. dag", "i 2012\nPeers mødes", "kl. 13-15", "projekt 22"]
)
def test_numbers_that_count_nothing(text):
    assert facts(text, "number") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("efter § 85 i serviceloven", [("serviceloven § 85", "§ 85 i serviceloven")]),
        ("serviceloven § 82 a", [("serviceloven § 82 a", "serviceloven § 82 a")]),
        ("§18-midler", [("§ 18", "§18")]),
        ("§ 99, stk. 2", [("§ 99, stk. 2", "§ 99, stk. 2")]),
        ("SEL § 104", [("serviceloven § 104", "SEL § 104")]),
        ("straffelovens § 264 d", [("straffeloven § 264 d", "straffelovens § 264 d")]),
        ("satspuljen § 16.51.14", []),
        ("husets vedtægter §2", []),
    ],
)
def test_laws(text, found):
    assert facts(text, "law") == found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("alle er frivillige, to i fleksjob", ["volunteer", "fleksjob"]),
        ("ansat på ordinære vilkår eller i skånejob", ["ordinary", "skaanejob"]),
        ("job med løntilskud og timelønnede", ["loentilskud", "hourly_paid"]),
        ("i praktik, mod honorar", ["trainee", "fee"]),
        ("frivilligcentret og frivillighed som tanke", []),
    ],
)
def test_terms(text, values):
    assert [value for value, _words in facts(text, "terms")] == values


def test_places():
    text = "Københavns Kommune, Århus og Høje-Taastrup Kommune; vejledning i Region Midt"
    assert [value for value, _words in facts(text, "municipality")] == [
        "København", "Aarhus", "Høje-Taastrup",
    ]  # fmt: skip
    assert facts(text, "region") == [("Region Midtjylland", "Region Midt")]
    assert [value for value, _words in facts("Region Hovedstadens Psykiatri", "region")] == [
        "Region Hovedstaden"
    ]


def test_links():
    assert facts("Se www.huset.example/om.", "link") == [
        ("www.huset.example/om", "www.huset.example/om")
    ]


def test_a_word_said_often_is_proposed_once_a_section_but_every_number():
    entry = Entry("Huset", None, "questionnaire", {1: "frivillige, frivillige", 2: "frivillige"})
    assert [fact.section for fact in recognise_facts(entry)] == ["1", "2"]
    assert len(facts("5 peers og 5 peers", "number")) == 2
