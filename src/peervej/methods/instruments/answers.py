"""Answers read from a table of comma-separated values."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from peervej.methods.errors import UnusableInput
from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.parts import Item
from peervej.methods.strict_toml import decode_text

MAX_BYTES = 50_000_000
ID_NAMES = ("id", "record_id", "study_id", "participant_id", "person", "code")
# What R, pandas, SPSS and spreadsheets write where nothing was answered.
MISSING_MARKS = frozenset({"", ".", "na", "n/a", "nan", "null", "none", "<na>", "#n/a"})
_WHOLE = re.compile(r"([+-]?[0-9]{1,6})(?:[.,]0+)?")
_NUMBERED = re.compile(r"(.*?)0*([0-9]{1,6})")


class UnusableAnswers(UnusableInput):
    """The table of answers cannot be read, or does not fit the instrument."""


@dataclass(frozen=True)
class AnswerRow:
    """One row: whose answers they are, and the answers in the order of the items."""

    id: str
    answers: tuple[int | None, ...]


def read_answers(
    data: bytes | str, instrument: Instrument, *, what: str = "the answers"
) -> list[AnswerRow]:
    """Read a CSV table (comma, semicolon or tab) with an id column and one column per item.

    Item columns bear the items' ids, or numbers from 1 behind any common prefix (q1, q2, …);
    other columns are left alone. Raises `UnusableAnswers` on anything that cannot be a table of
    answers, naming the line, and `UnusableDefinition` on what is not UTF-8 text.
    """
    text = decode_text(data, what=what, max_bytes=MAX_BYTES)
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        columns = _item_columns(header, instrument, what)
        identity = _identity_column(header, columns, what)
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"{what}, line {reader.line_num}"
            if len(cells) != len(header):
                raise UnusableAnswers(
                    f"{place} has {len(cells)} cells where the heading has {len(header)}; "
                    "is a line cut off?"
                )
            rows.append(_row(cells, identity, columns, instrument.items, place))
    except csv.Error as error:
        raise UnusableAnswers(f"{what}, line {reader.line_num}: {error}.") from None
    if not rows:
        raise UnusableAnswers(f"{what} has no rows under its heading.")
    return rows


def _row(
    cells: Sequence[str], identity: int, columns: Sequence[int], items: Sequence[Item], place: str
) -> AnswerRow:
    name = cells[identity].strip()
    if not name:
        raise UnusableAnswers(f"{place} has no id; give each row one.")
    answers: list[int | None] = []
    for column, item in zip(columns, items, strict=True):
        cell = cells[column].strip()
        if cell.lower() in MISSING_MARKS:
            answers.append(None)
            continue
        match = _WHOLE.fullmatch(cell)
        if match is None or not item.floor <= int(match[1]) <= item.ceiling:
            raise UnusableAnswers(
                f"{place}: item {item.id} is answered with a whole number from {item.floor} to "
                f"{item.ceiling}, not {cell[:40]!r}; leave it empty when it is missing."
            )
        answers.append(int(match[1]))
    return AnswerRow(name, tuple(answers))


def _item_columns(header: Sequence[str], instrument: Instrument, what: str) -> list[int]:
    if not any(header):
        raise UnusableAnswers(f"{what} is empty; give a heading and a row for each person.")
    names = [_plain(name) for name in header]
    wanted = [_plain(item.id) for item in instrument.items]
    named = [_column_named(names, item, what) for item in instrument.items]
    if all(column is not None for column in named):
        return [column for column in named if column is not None]
    by_prefix: dict[str, dict[int, int]] = {}
    for column, name in enumerate(names):
        match = _NUMBERED.fullmatch(name)
        if match is None:
            continue
        if by_prefix.setdefault(match[1], {}).setdefault(int(match[2]), column) != column:
            raise UnusableAnswers(f"{what} has two columns for number {match[2]}; keep one.")
    numbers = range(1, len(wanted) + 1)
    complete = [found for found in by_prefix.values() if set(found) == set(numbers)]
    if len(complete) == 1:
        return [complete[0][number] for number in numbers]
    example = wanted[0] if not wanted[0].isdigit() else "q1"
    last = wanted[-1] if not wanted[-1].isdigit() else f"q{len(wanted)}"
    raise UnusableAnswers(
        f"{what} must have one column for each of the {len(wanted)} items of {instrument.id}, "
        f"such as {example} to {last}; its columns are {', '.join(header)[:120]}."
    )


def _column_named(names: Sequence[str], item: Item, what: str) -> int | None:
    known = {_plain(name) for name in (item.id, *item.aliases)}
    found = [column for column, name in enumerate(names) if name in known]
    if len(found) > 1:
        raise UnusableAnswers(f"{what} has two columns named {names[found[1]]}; keep one.")
    return found[0] if found else None


def _identity_column(header: Sequence[str], items: Sequence[int], what: str) -> int:
    names = [name.lower() for name in header]
    for name in ID_NAMES:
        if name in names and names.index(name) not in items:
            return names.index(name)
    if 0 not in items:
        return 0
    raise UnusableAnswers(f"{what} has no column with ids; name one of them id.")


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())
