"""What is recognised in answers, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervej.apps.directory.recognising import recognise_facts


def found(text: str, number: int = 3) -> set[tuple[str, str]]:
    return {(fact.key, str(fact.value)) for fact in recognise_facts({number: text})}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi holder til i Vejle.", ("municipality", "vejle")),
        ("Det er Aarhus Kommune, der betaler.", ("municipality", "aarhus")),
        ("Tilbuddet startede i foråret 2008.", ("since", "2008")),
        ("Vi har eksisteret siden 1995", ("since", "1995")),
        ("En peer er ansat i fleksjob.", ("terms", "fleksjob")),
        ("De frivillige får kaffe.", ("terms", "volunteer")),
    ],
)
def test_what_is_said(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    ["Jens Herning fortæller.", "Bogen fra 2008 er god.", "Ti mennesker kom.", "Vi er glade."],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert found(text) == set()


def test_terms_are_read_from_the_question_about_peers_alone() -> None:
    assert found("De frivillige får kaffe.", number=1) == set()


def test_laws_and_counts_keep_their_words() -> None:
    text = "Vi får § 18-midler efter serviceloven. Der er 20 frivillige i huset."
    facts = {fact.key: fact for fact in recognise_facts({7: text})}
    assert (facts["law"].value["paragraph"], facts["law"].value["law"]) == ("§ 18", "serviceloven")
    assert facts["law"].words == "Vi får § 18-midler efter serviceloven."
    assert (facts["number"].value["value"], facts["number"].value["label"]) == (20, "Frivillige")


def test_a_fact_said_twice_is_proposed_once() -> None:
    assert len(recognise_facts({1: "I Vejle.", 2: "Også i Vejle."})) == 1


@given(st.text(max_size=400))
def test_any_text_gives_facts_found_in_it(text: str) -> None:
    flat = " ".join(text.split())
    for fact in recognise_facts({3: text}):
        assert fact.words in flat


@pytest.mark.parametrize(
    ("text", "paragraph", "law"),
    [
        ("Vi er 12 frivillige efter servicelovens § 104.", "§ 104", "serviceloven"),
        ("Der er penge efter § 18 i serviceloven.", "§ 18", "serviceloven"),
        ("Efter lov om social service § 83 a, stk. 2.", "§ 83 a, stk. 2", "lov om social service"),
    ],
)
def test_laws_are_named_as_they_are_called(text: str, paragraph: str, law: str) -> None:
    (found,) = [fact.value for fact in recognise_facts({2: text}) if fact.key == "law"]
    assert (found["paragraph"], found["law"]) == (paragraph, law)
