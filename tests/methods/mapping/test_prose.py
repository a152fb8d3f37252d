"""Wrapped lines back to paragraphs."""

import pytest

from peervej.methods.mapping.lines import split_lines
from peervej.methods.mapping.prose import reflow, vocabulary

LONG = "Vi begyndte i det små og har siden fået flere lokaler, flere hænder og mange"


def text_of(text, more=""):
    lines = split_lines(text)
    return reflow(lines, vocabulary([*lines, *split_lines(more)]))


def test_wrapped_lines_are_one_paragraph():
    assert text_of(f"{LONG}\nflere gæster.") == f"{LONG} flere gæster."


def test_double_spaced_lines_too():
    assert text_of(f"{LONG}\n\nflere gæster.") == f"{LONG} flere gæster."


def test_list_items_stand_alone():
    assert text_of("Vi har:\n\uf0b7 kaffe\n• te\n- mælk") == "Vi har:\n- kaffe\n- te\n- mælk"


@pytest.mark.parametrize(
    ("wrapped", "elsewhere", "joined"),
    [
        ("organi-\nsation", "en organisation", "organisation"),
        ("peer-\nstøtte", "vores peer-støtte", "peer-støtte"),
        ("FO-\nmidler", "", "FO-midler"),
        ("bruger-\nog pårørendeforeninger", "", "bruger- og pårørendeforeninger"),
        ("uddan-\nnelse", "", "uddannelse"),
    ],
)
def test_hyphens_at_the_end_of_a_line(wrapped, elsewhere, joined):
    assert text_of(f"{LONG} {wrapped}", elsewhere) == f"{LONG} {joined}"


def test_a_link_over_three_lines_is_one_link():
    text = "Se mere: http://www.psyk-\nregion.example/menu/Kompetencecenter+for/Mom\nent_app/"
    assert text_of(text) == (
        "Se mere: http://www.psyk-region.example/menu/Kompetencecenter+for/Moment_app/"
    )


def test_a_number_after_its_label_stays_with_it():
    assert text_of(f"{LONG}, tlf.:\n\n22 33 44 55") == f"{LONG}, tlf.: 22 33 44 55"
