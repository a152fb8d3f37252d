"""Made-up documents with every defect the real one has, read back against what they hold."""

import pytest

from peervej.methods.mapping import read_mapping
from peervej.methods.mapping.squeeze import squeeze
from tests.methods.mapping.lookalike import LookAlike, make, with_only

ONE_DEFECT = [
    {},
    {"double_spaced": True},
    {"pages": "indent"},
    {"pages": "feed", "link_feet": True},
    {"pages": "number"},
    {"pages": "named"},
    {"pages": "feed", "running_head": True},
    {"misspelt": 0.03},
    {"lost_ligatures": True},
    {"bullet": "-"},
    {"numbered": "1."},
    {"numbered": "Spørgsmål 1:"},
    {"glued_questions": True},
    {"glued_headings": True},
    {"tight": True},
    {"hyphenated": True},
    {"no_parts": True},
    {"lost_questions": True},
    {"repeated": True},
    {"crlf": True},
    {"ascii_letters": True},
    {"contents": True},
]


def compare(document: LookAlike) -> None:
    """Regions, entries and answered questions must be exactly what the document holds."""
    read = read_mapping(document.text.encode())
    assert list(read.regions) == document.regions
    got = [(squeeze(e.name), e.region, e.kind, list(e.answered)) for e in read.entries]
    wanted = [(squeeze(e.name), e.region, e.kind, e.answered) for e in document.entries]
    assert got == wanted
    for entry, truth in zip(read.entries, document.entries, strict=True):
        kinds = {contact.kind for contact in entry.contacts}
        assert kinds == {kind for kind, _value in truth.contacts}
        for number, lines in truth.answers.items():
            if document.defects.lost_ligatures:
                continue
            answer = squeeze("".join(line.removeprefix("* ") for line in lines))
            assert squeeze(entry.sections[number]).startswith(answer[: max(0, len(answer) - 3)])


@pytest.mark.parametrize("defect", ONE_DEFECT, ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_one_defect_at_a_time(defect, seed):
    compare(with_only(seed, **defect))


@pytest.mark.parametrize("seed", range(40))
def test_defects_together(seed):
    compare(make(seed, single=seed % 10 == 9))


def test_the_comparison_would_notice_a_lost_entry():
    document = make(3)
    document.entries.pop()
    with pytest.raises(AssertionError):
        compare(document)
