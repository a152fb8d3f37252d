"""Reports of the reference trial: the engine's numbers, both languages, tagged PDF."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from peervej.methods.analysis import Table, read_csv, read_plan, run_analysis
from peervej.report import (
    Heading,
    Provenance,
    Rows,
    UnknownLanguage,
    build_board_page,
    build_report,
    write_html,
    write_pdf,
)
from peervej.report.consort import ITEMS
from peervej.report.words import LANGUAGES, load_words

PLAN = """
title = "Et <forsøg> & mere"
[data]
arm = "arm"
intervention = "1"
control = "0"
group = "group"
[outcome]
name = "y1"
baseline = "y0"
factors = ["site"]
[model]
kind = "partially_nested"
"""
DATA = Path(__file__).parents[1] / "methods" / "analysis" / "reference" / "main_wide.csv"
PROVENANCE = Provenance(b"data", b"plan")


@pytest.fixture(scope="module")
def analysed():
    table = read_csv(DATA.read_bytes())
    return run_analysis(table, read_plan(PLAN)), table


def report_in(analysed, language: str):
    result, table = analysed
    return build_report(result, table, provenance=PROVENANCE, language=language)


class Balance(HTMLParser):
    """Every opened element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "line", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_numbers_are_the_engines(analysed) -> None:
    page = write_html(report_in(analysed, "da"))
    assert "4,62" in page and "1,263" in page and "32,6" in page
    assert "4.62" in write_html(report_in(analysed, "en"))
    assert "4,6 point mere i y1" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_fetches_nothing(analysed, language: str) -> None:
    page = write_html(report_in(analysed, language))
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    assert f'<html lang="{language}">' in page
    assert "<script" not in page and " style=" not in page
    assert not re.search(r'(?:src|href)="', page)
    assert "Et &lt;forsøg&gt; &amp; mere" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_in_its_language(analysed, language: str) -> None:
    reader = PdfReader(BytesIO(write_pdf(report_in(analysed, language))))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    text = "".join(page.extract_text() for page in reader.pages)
    assert "CONSORT 2025" in text


def test_both_languages_have_the_same_words() -> None:
    def keys(words: dict, path: str = "") -> set[str]:
        found = set()
        for key, value in words.items():
            found |= keys(value, f"{path}{key}.") if isinstance(value, dict) else {path + key}
        return found

    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", text))

    danish, english = load_words("da"), load_words("en")
    assert keys(danish) == keys(english)
    for section in ("sentence", "board", "draw", "method", "sensitivity"):
        for key, text in danish[section].items():
            if isinstance(text, list):
                continue
            assert places(text) == places(english[section][key]), key


def test_every_section_of_the_checklist_exists(analysed) -> None:
    report = report_in(analysed, "da")
    anchors = {block.anchor for block in report.blocks if isinstance(block, Heading)}
    assert {anchor for *_rest, anchor in ITEMS if anchor} - {"draw"} <= anchors
    assert len(ITEMS) == len({number for number, *_rest in ITEMS}) == 42
    assert {int(number.rstrip("abcd")) for number, *_rest in ITEMS} == set(range(1, 31))


def test_missing_and_analysed_add_up_to_drawn(analysed) -> None:
    result, _table = analysed
    flow = next(
        block
        for block in report_in(analysed, "en").blocks
        if isinstance(block, Rows) and "22a" in block.caption
    )
    drawn, lost, inside, _groups = flow.rows
    for column in (1, 2):
        assert int(drawn[column]) == int(lost[column]) + int(inside[column])
    assert int(inside[1]) + int(inside[2]) == result.n


def test_a_boards_page_is_one_page(analysed) -> None:
    result, table = analysed
    for language in LANGUAGES:
        page = build_board_page(result, table, language=language)
        assert len(PdfReader(BytesIO(write_pdf(page))).pages) == 1


def test_strange_signs_do_not_stop_the_pdf() -> None:
    rows = range(60)
    table = Table.from_columns(
        {
            "arm": [n % 2 for n in rows],
            "group": [f"G{n % 6}" if n % 2 else "" for n in rows],
            "y1": [float(n * 7 % 23) for n in rows],
            "site": ["😀 #eval(1) *x*" if n % 3 else "B" for n in rows],
        }
    )
    plan = PLAN.replace('baseline = "y0"', "")
    report = build_report(run_analysis(table, read_plan(plan)), table, provenance=PROVENANCE)
    text = PdfReader(BytesIO(write_pdf(report))).pages[1].extract_text()
    assert "#eval(1) *x*" in text.replace("\n", " ")


def test_an_unknown_language_is_refused(analysed) -> None:
    with pytest.raises(UnknownLanguage, match="da or en"):
        report_in(analysed, "sv")
