"""Reading CSV bytes: also Danish ones; and refusing what would have to be guessed."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.analysis import AnalysisRefused, Table, read_csv
from peervej.methods.analysis.csv_file import UnusableCsv
from peervej.methods.analysis.table import (
    LARGEST_NUMBER,
    ColumnMissing,
    ColumnsDiffer,
    TextInNumberColumn,
)


def test_comma_and_point() -> None:
    table = read_csv(b'id,y,site\n1,3.5,A\n2,,"B, west"\n3,NA,A\n')
    assert len(table) == 3
    np.testing.assert_array_equal(table.numbers("y"), [3.5, np.nan, np.nan])
    assert table.texts("site").tolist() == ["A", "B, west", "A"]


def test_danish_file() -> None:
    table = read_csv("﻿id;mål;sted\r\n1;3,5;Ålborg\r\n2;-4;Ærø\r\n".encode())
    np.testing.assert_array_equal(table.numbers("mål"), [3.5, -4])
    assert table.texts("sted").tolist() == ["Ålborg", "Ærø"]


def test_semicolons_with_points() -> None:
    np.testing.assert_array_equal(read_csv(b"id;y\n1;3.5\n2;4\n").numbers("y"), [3.5, 4])


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (b'id,y\n1,"3,5"\n', "3,5"),
        (b"id;y\n1;3,5\n2;1.234\n", "1.234"),
        (b"id;y\n1;1.234,5\n2;3,5\n", "1.234,5"),
        (b"id,y\n1,3\n2,three\n", "three"),
        (b"id,y\n1,1_000\n", "1_000"),
        ("id,y\n1,٣\n".encode(), "٣"),
    ],
)
def test_what_is_no_number_is_refused_with_its_line(content: bytes, cell: str) -> None:
    with pytest.raises(TextInNumberColumn) as fault:
        read_csv(content).numbers("y")
    assert f'"{cell}"' in str(fault.value)
    assert "y, line " in str(fault.value)


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"sep=;\nid;y\n1;3,5\n2;much\n", "line 4"),
        (b"SEP=,\r\nid,y\r\n1,3.5\r\n2,much\r\n", "line 4"),
        (b"\n\nid;y\n1;3,5\n2;much\n", "line 5"),
        (b'id,y\n1,3\n\n\n"2\n3",much\n', "line 6"),
    ],
)
def test_the_line_named_is_the_one_in_the_file(content: bytes, row: str) -> None:
    table = read_csv(content)
    assert list(table.columns) == ["id", "y"]
    with pytest.raises(TextInNumberColumn, match=f'y, {row}: "much"'):
        table.numbers("y")
    with pytest.raises(TextInNumberColumn, match=f'y, {row}: "much"'):
        table.take(np.array([1])).numbers("y")


def test_infinite_numbers_are_refused() -> None:
    with pytest.raises(TextInNumberColumn, match="line 3: the number is infinite"):
        read_csv(b"y\n1\ninf\n").numbers("y")
    with pytest.raises(TextInNumberColumn, match="row 2: the number is infinite"):
        Table.from_columns({"y": [1.0, float("inf")]}).numbers("y")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"id,y\n", "no rows"),
        (b"sep=;\n", "names no column"),
        (b"id,id\n1,2\n", "Two columns"),
        (b"id,\n1,2\n", "Column 2 has no name"),
        (b"id,y\n1,2\n1,2,3\n", "Line 3 has 3 values"),
        (b'id,y\n1,"2\n', "unclosed quote"),
        ("id,sted\n1,Ærø\n".encode("latin-1"), "Line 2 is not UTF-8"),
        ("id,y\n1,2\n".encode("utf-16"), "CSV UTF-8"),
        (b"id,y\n1,\x00\n", "CSV UTF-8"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b",".join(b"c%d" % i for i in range(10_001)) + b"\n", "more than 10000 columns"),
    ],
)
def test_unusable_files_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnusableCsv, match=r"^[^\n]*$") as fault:
        read_csv(content)
    assert said in str(fault.value)


def test_missing_columns_are_named() -> None:
    with pytest.raises(ColumnMissing, match='no column "z"; the columns are: id, y'):
        read_csv(b"id,y\n1,2\n").numbers("z")


def test_columns_in_memory() -> None:
    table = Table.from_columns(
        {"a": [1, 2.5, None], "b": ["x", None, "1.0"], "c": np.array([True, False, True])}
    )
    np.testing.assert_array_equal(table.numbers("a"), [1, 2.5, np.nan])
    assert table.texts("a").tolist() == ["1", "2.5", ""]
    assert table.texts("b").tolist() == ["x", "", "1.0"]
    np.testing.assert_array_equal(table.numbers("c"), [1, 0, 1])
    mixed = Table.from_columns({"a": ["x", 1, True, None]})
    assert mixed.texts("a").tolist() == ["x", "1", "1", ""]


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ColumnsDiffer):
        Table.from_columns({"a": [1], "b": [1, 2]})


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
                  st.floats(-LARGEST_NUMBER, LARGEST_NUMBER)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read(rows: list[tuple[str, float]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["text", "number"])
    writer.writerows(rows)
    table = read_csv(out.getvalue().encode())
    assert table.numbers("number").tolist() == [number for _, number in rows]


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_table_or_one_sentence(content: bytes) -> None:
    try:
        table = read_csv(content)
    except AnalysisRefused as fault:
        assert "\n" not in str(fault)
    else:
        assert len(table) > 0
