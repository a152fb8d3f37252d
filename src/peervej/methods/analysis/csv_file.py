"""Reading the bytes of a CSV file, also as Danish Excel writes it."""

import csv
import io
import re
from array import array
from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Ints
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.table import Table, Texts

LARGEST_FILE = 1_000_000_000
MOST_COLUMNS = 10_000
_ROWS_AT_A_TIME = 50_000
_EXCEL_HINT = re.compile(r"sep=([;,\t])\n", re.IGNORECASE)


class UnusableCsv(AnalysisRefused):
    """The bytes are not a CSV file that can be read without guessing."""

    code: ClassVar[str] = "unusable_csv"


def read_csv(content: bytes) -> Table:
    """Read a CSV file (UTF-8; comma, semicolon or tab; first line names the columns).

    With semicolons, numbers may have decimal commas, as Danish Excel writes them; a point is then
    refused in number columns, since 1.234 could be either. A first line "sep=;" is for Excel and
    passed over. A first column without a name (the row numbers of R and pandas) and empty ones are
    left out. Raises UnusableCsv.
    """
    text = _decode(content)
    hint = _EXCEL_HINT.match(text)
    if hint:
        text = "\n" + text[hint.end() :]
    delimiter = hint[1] if hint else _delimiter(text.lstrip("\n").split("\n", 1)[0])
    rows = _rows(text, delimiter)
    line, header = next(rows, (1, [""]))
    names = [name.strip() for name in header]
    _check_names(names)
    found, lines = _collect(rows, names)
    columns = _leave_out_unnamed(found, names)
    if not lines.size:
        raise UnusableCsv("The file has column names but no rows; export the data again.")
    return Table(
        columns,
        decimal_comma=_has_decimal_comma(columns, delimiter),
        first_line=line + 1,
        origins=lines - (line + 1) if lines[-1] != line + lines.size else None,
    )


def _decode(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UnusableCsv("The file is larger than 1 GB; keep only the columns the plan names.")
    if not content.strip():
        raise UnusableCsv("The file is empty; export the data again.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnusableCsv('This is a spreadsheet, not CSV; save it as "CSV UTF-8".')
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise UnusableCsv('The file is not UTF-8 text; save it as "CSV UTF-8".')
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise UnusableCsv(
            f'Line {line} is not UTF-8 text; save the file as "CSV UTF-8".'
        ) from fault
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(header: str) -> str:
    counts = {mark: header.count(mark) for mark in (";", "\t", ",")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as fault:
        raise UnusableCsv(
            f"Line {reader.line_num} cannot be read ({fault}); look for an unclosed quote."
        ) from fault


def _check_names(names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise UnusableCsv(f"The file has more than {MOST_COLUMNS} columns; this is not trial data.")
    if not any(names):
        raise UnusableCsv("The first line names no column; it must hold the columns' names.")
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise UnusableCsv(f'Two columns are named "{repeated[0]}"; give each its own name.')


def _leave_out_unnamed(columns: list[Texts], names: list[str]) -> dict[str, Texts]:
    found = {}
    for place, (name, column) in enumerate(zip(names, columns, strict=True)):
        if name:
            found[name] = column
        elif place and (np.strings.strip(column) != "").any():
            raise UnusableCsv(
                f"Column {place + 1} has no name in the first line; name it or remove it."
            )
    return found


def _collect(rows: Iterator[tuple[int, list[str]]], names: list[str]) -> tuple[list[Texts], Ints]:
    """The columns, and the line on which each row ends: blank lines stand between some."""
    pieces: list[list[Texts]] = [[] for _ in names]
    waiting: list[list[str]] = []
    lines = array("q")

    def empty_waiting() -> None:
        for piece, values in zip(pieces, zip(*waiting, strict=True), strict=True):
            piece.append(np.array(values, dtype=np.str_))
        waiting.clear()

    for number, row in rows:
        if len(row) != len(names):
            raise UnusableCsv(
                f"Line {number} has {len(row)} values where the first line names {len(names)} "
                "columns; correct the line."
            )
        waiting.append(row)
        lines.append(number)
        if len(waiting) == _ROWS_AT_A_TIME:
            empty_waiting()
    if waiting:
        empty_waiting()
    nothing = np.array([], dtype=np.str_)
    columns = [np.concatenate(piece) if piece else nothing for piece in pieces]
    return columns, np.array(lines, dtype=np.int64)


def _has_decimal_comma(columns: dict[str, Texts], delimiter: str) -> bool:
    if delimiter == ",":
        return False
    return any(_is_number_with_comma(column) for column in columns.values())


def _is_number_with_comma(column: Texts) -> bool:
    for text in np.unique(column[np.strings.find(column, ",") >= 0]).tolist():
        before, _, after = text.strip().lstrip("+-").partition(",")
        if before.isdigit() and after.isdigit():
            return True
    return False
