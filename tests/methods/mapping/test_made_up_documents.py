"""Made-up documents with every defect the real one has, read back against what they hold."""

import pytest

from peervej.methods.mapping import read_mapping
from tests.methods.mapping.comparison import compare
from tests.methods.mapping.lookalike import LookAlike, make, with_only
from tests.methods.mapping.rendering import to_docx, to_pdf

ONE_DEFECT = [
    {},
    {"double_spaced": True},
    {"pages": "indent", "link_feet": True},
    {"pages": "feed", "link_feet": True},
    {"pages": "number"},
    {"pages": "named"},
    {"pages": "feed", "running_head": True},
    {"misspelt": 0.03},
    {"misspelt": 0.05},
    {"lost_ligatures": True},
    {"bullet": "-"},
    {"bullet": "o"},
    {"bullet": ""},
    {"numbered": "1."},
    {"numbered": "1)"},
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
    {"interleaved": True},
    {"region_style": "Region {}"},
    {"region_style": "Peer-stø e i Regoin {}"},
    {"shouted": True},
    {"no_pointers": True},
    {"no_echo": True},
    {"signatures": True},
    {"inner_heads": True},
]
# Damage so heavy that a person would have to guess: a heading over two lines, glued to the
# answer before it and cut by a page.
BEYOND = {213}


def read_and_compare(document: LookAlike) -> None:
    compare(read_mapping(document.text.encode()), document)


@pytest.mark.parametrize("defect", ONE_DEFECT, ids=str)
@pytest.mark.parametrize("seed", [0, 7])
def test_one_defect_at_a_time(defect, seed):
    read_and_compare(with_only(seed, **defect))


@pytest.mark.parametrize("seed", sorted(set(range(150, 250)) - BEYOND))
def test_defects_together(seed):
    read_and_compare(make(seed))


@pytest.mark.parametrize("seed", range(12))
def test_one_initiative_alone(seed):
    document = make(seed, single=True)
    assert document.regions == []
    read_and_compare(document)


@pytest.mark.parametrize("styled", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_word_documents(seed, styled):
    document = with_only(seed, numbered="1." if seed % 2 else "")
    read = read_mapping(to_docx(document, styled=styled), filename="kortlægning.docx")
    compare(read, document)


def test_word_documents_with_answers_in_tables():
    document = with_only(3, misspelt=0.03)
    compare(read_mapping(to_docx(document, table=True)), document)


@pytest.mark.parametrize("styled", [True, False])
def test_pdf_documents(styled):
    document = with_only(2)
    read = read_mapping(to_pdf(document, styled=styled), filename="kortlægning.pdf")
    compare(read, document)


def test_the_comparison_would_notice_a_lost_entry():
    document = make(3)
    document.entries.pop()
    with pytest.raises(AssertionError):
        read_and_compare(document)


def test_the_comparison_would_notice_an_answer_too_many():
    document = with_only(4)
    answered = next(entry for entry in document.entries if entry.answers)
    answered.answers.popitem()
    with pytest.raises(AssertionError):
        read_and_compare(document)
