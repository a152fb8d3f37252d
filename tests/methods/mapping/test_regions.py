"""Region headings among headings and prose that name regions too."""

import pytest

from peervej.methods.mapping.lines import split_lines
from peervej.methods.mapping.regions import RegionMark, drop_intro, mark_regions


def regions(text):
    return [item.name for item in mark_regions(split_lines(text)) if isinstance(item, RegionMark)]


@pytest.mark.parametrize(
    "heading",
    [
        "Peer-støtte i Region Sjælland",
        "Peerstøtte i region Sjælland",
        "PEER-STØTTE I REGION SJÆLLAND",
        "Peer-stø e i Region Sjælland",
        "Peer-støttte i Regoin Sjæland",
        "3. Peer-støtte i Region Sjælland",
        "Kapitel 2 Peer-støtte i Region Sjælland:",
        "Region Sjælland",
    ],
)
def test_headings(heading):
    assert regions(f"Slut på noget.\n\n{heading}\n\nHer begynder det.") == ["Region Sjælland"]


def test_an_unknown_region_keeps_its_name():
    assert regions("Peer-støtte i Region Vesterland") == ["Region Vesterland"]


@pytest.mark.parametrize(
    "line",
    [
        "Recovery-guider i Region Sjællands Psykiatri",
        "MB-holdet i Region Sjælland",
        "”Godt i gang”, psykiatrien i Region Sjælland",
        "Vi er støttet af Region Sjælland",
        "• Region Sjælland",
    ],
)
def test_other_lines_that_name_a_region(line):
    assert regions(f"Slut på noget.\n\n{line}\n\nHer begynder det.") == []


def test_a_line_of_prose_that_wraps_there():
    assert regions("Vi samarbejder med psykiatrien i\nRegion Sjælland\nom mange ting.") == []


def test_a_heading_stuck_to_the_answer_before_it():
    items = mark_regions(split_lines("Vi lukker til jul. Peer-støtte i Region Sjælland\nHuset"))
    assert [getattr(item, "text", item) for item in items] == [
        "Vi lukker til jul.", RegionMark("Region Sjælland"), "Huset",
    ]  # fmt: skip


def test_the_printed_intro_and_the_note_of_an_empty_region_go():
    intro = (
        "Peer-støtte initiativer i Region Nord – herunder i kommunerne i Region Nord samt\n\n"
        "private og civile organisationer, der er hjemmehørende i Regionen."
    )
    note = "Vi har pt. ikke kendskab til peer-støtteinitaitiver i Region Nord"
    assert drop_intro(split_lines(intro)) == []
    assert drop_intro(split_lines(f"{intro}\n\n{note}")) == []
    assert [line.text for line in drop_intro(split_lines(f"{intro}\nHuset"))] == ["Huset"]
