"""Business cases through Excel and back."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.tariffs import load_case
from peervej.methods.economics import Success, UnusablePrices, Variation, case_report
from peervej.methods.economics.workbook import case_from_workbook, case_to_workbook
from peervej.methods.economics.workbook_words import DANISH
from peervej.methods.errors import UnusableInput

CASE = replace(
    load_case("illustrative-case"),
    variations=(Variation("cost", Decimal("0.5"), Decimal(2)),),
    index={"2020": Decimal(100), "2025": Decimal("118.5")},
)


def changed(change):
    book = openpyxl.load_workbook(io.BytesIO(case_to_workbook(CASE)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_case_comes_back_the_same():
    again = case_from_workbook(case_to_workbook(CASE))
    assert again == CASE
    assert case_report(again) == case_report(CASE)
    effect = Success("s", standardised_effect=Decimal("0.43"), rate_without=Decimal("0.2"))
    other = replace(CASE, success=effect, start_year=None, note=None, scenarios=(), index={})
    assert case_from_workbook(case_to_workbook(other, with_result=False)) == other


def test_a_danish_workbook_comes_back_the_same():
    data = case_to_workbook(CASE, danish=True)
    assert case_from_workbook(data) == CASE
    book = openpyxl.load_workbook(io.BytesIO(data))
    words = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
    ]
    assert not (set(DANISH) - set(DANISH.values())) & {*words, *book.sheetnames}


def test_a_cost_named_as_a_word_of_the_form_keeps_its_name():
    first, *rest = CASE.costs
    sly = replace(
        CASE,
        costs=(replace(first, name="alle udgifter"), *rest),
        variations=(Variation("alle udgifter", Decimal(1), Decimal(2)),),
        scenarios=(),
    )
    for danish in (False, True):
        assert case_from_workbook(case_to_workbook(sly, danish=danish)) == sly


def test_the_result_stands_on_a_sheet_of_its_own():
    book = openpyxl.load_workbook(io.BytesIO(case_to_workbook(CASE)))
    rows = list(book["Result"].iter_rows(values_only=True))
    assert "never stands alone" in rows[0][0]
    assert rows[1][:2] == ("break_even_success", case_report(CASE)["break_even_success"])


def test_a_text_that_looks_like_a_formula_stays_a_text():
    sly = replace(CASE, title="=HYPERLINK(1)", note="+1")
    data = case_to_workbook(sly)
    assert case_from_workbook(data) == sly
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = [n for n in packed.namelist() if n.startswith("xl/worksheets/")]
        assert not any(b"<f>" in packed.read(name) for name in sheets)
    with pytest.raises(UnusablePrices, match="cannot store"):
        case_to_workbook(replace(CASE, title="a\x01b"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda b: b.remove(b["Costs"]), "has no sheet Costs"),
        (lambda b: b["Case"].__setitem__("B2", None), "title"),
        (lambda b: b["Case"].__setitem__("A2", "titlen"), "unknown key 'titlen'"),
        (lambda b: b["Costs"].__setitem__("C2", "mange"), "must be a number"),
        (lambda b: b["Costs"].__setitem__("C2", -5), "below 0"),
        (lambda b: b["Costs"].__setitem__("D2", 20.25), "must be a whole number"),
        (lambda b: b["Costs"].__setitem__("F2", "eu"), "must be one of kommune"),
        (lambda b: b["Consequences"].delete_rows(2, 10), "at least one cost and one"),
        (lambda b: b["Consequences"].__setitem__("A3", "cost"), "name of its own"),
        (lambda b: [b["Costs"].append([f"x{n}"]) for n in range(2100)], "more than 2000 rows"),
    ],
)
def test_a_workbook_that_makes_no_case_is_refused(change, words):
    with pytest.raises(UnusableInput, match=words):
        case_from_workbook(changed(change), what="c.xlsx")


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


def crowded():
    """Small as bytes, but of a million elements: read one by one it would take a while."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 1_000_000)
    return out.getvalue()


def no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" * 10,
        b"x" * 5_000_001,
        bomb(),
        crowded(),
        no_workbook(),
    ],
    ids=["empty", "cut", "xls", "huge", "bomb", "crowded", "zip"],
)
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(UnusablePrices):
        case_from_workbook(data, what="c.xlsx")


WHOLE = case_to_workbook(CASE)


def test_a_workbook_of_too_many_elements_is_named():
    with pytest.raises(UnusablePrices, match="elements"):
        case_from_workbook(crowded())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_is_read_or_refused(place, put_in):
    for data in (WHOLE[:place], WHOLE[:place] + put_in + WHOLE[place + len(put_in) :]):
        try:
            case_from_workbook(data)
        except UnusableInput as error:
            assert str(error)
