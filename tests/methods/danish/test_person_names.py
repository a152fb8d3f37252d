"""Names of persons are noticed, names of places and organisations are not."""

import pytest

from peervej.data.initiatives import load_initiatives
from peervej.data.persons import load_given_names
from peervej.methods.danish.person_names import possible_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ifølge Jens Jensen, projektleder, er der 40.", ["Jens Jensen"]),
        ("Huset ledes af Anne-Grethe Munk og Bo B. Lind.", ["Anne-Grethe Munk", "Bo B. Lind"]),
        ("Xanthia Poulsens kursus.", ["Xanthia Poulsens"]),
        ("Mette Holm sagde, og Mette Holm gjorde.", ["Mette Holm"]),
        ("Det sagde Lone en dag.", []),
        ("Vi bor på Jens Jensens Vej i Ry.", []),
        ("Region Syddanmark og Skolen For Recovery i Ny Lillerup Kommune.", []),
        ("Else Hansens Fond gav penge.", []),
        ("I Klassen I Dansk Blindesamfund.", []),
    ],
)
def test_full_names_are_noticed(text: str, names: list[str]) -> None:
    assert possible_names(text, load_given_names()) == names


def test_no_shipped_entry_names_a_person() -> None:
    found = {
        row.id: names
        for row in load_initiatives()
        for text in (*row.prose(), row.name, row.organisation)
        if (names := possible_names(text, load_given_names()))
    }
    assert found == {}
