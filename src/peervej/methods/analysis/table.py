"""A table of named columns, from memory or from the bytes of a CSV file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from peervej.methods.analysis.refusal import AnalysisRefused

Numbers = NDArray[np.float64]
Texts = NDArray[np.str_]
# What R, pandas, SQL and spreadsheets write where nothing is known.
MISSING_MARKS = (
    "", ".", "NA", "na", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null",
)  # fmt: skip
_WHOLE = re.compile(r"([+-]?\d+)[.,]0+")
LARGEST_NUMBER = 1e75  # fourth powers must still be numbers


class ColumnMissing(AnalysisRefused):
    """A column that the plan names is not in the data."""

    code: ClassVar[str] = "column_missing"


class ColumnsDiffer(AnalysisRefused):
    """Columns given in memory are not equally long."""

    code: ClassVar[str] = "columns_differ"


class TextInNumberColumn(AnalysisRefused):
    """A cell that must be a number is not."""

    code: ClassVar[str] = "text_in_number_column"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length; ``decimal_comma`` says that numbers are written 3,5.

    For messages, ``first_line`` is the line of the first row in its file, and ``origins`` (n,)
    the row each one came from when this table was made from another.
    """

    columns: Mapping[str, Numbers | Texts]
    decimal_comma: bool = False
    first_line: int = 1
    origins: NDArray[np.int64] | None = None

    @classmethod
    def from_columns(cls, columns: Mapping[str, Sequence[Any] | NDArray[Any]]) -> "Table":
        """Make a table from sequences in memory; None is missing. Raises ColumnsDiffer."""
        made = {str(name): _as_column(values) for name, values in columns.items()}
        lengths = {column.shape[0] for column in made.values()}
        if len(lengths) > 1:
            raise ColumnsDiffer("The columns are not equally long; give one value per row.")
        return cls(made)

    def __len__(self) -> int:
        """How many rows there are."""
        return next((column.shape[0] for column in self.columns.values()), 0)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.columns

    def line(self, row: int) -> str:
        """How a row is named in a message."""
        row = row if self.origins is None else int(self.origins[row])
        return f"line {row + self.first_line}" if self.first_line > 1 else f"row {row + 1}"

    def take(self, rows: NDArray[np.int64]) -> "Table":
        """The table of some rows, which keep their names in messages."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        origins = rows if self.origins is None else self.origins[rows]
        return Table(columns, self.decimal_comma, self.first_line, origins)

    def _column(self, name: str) -> Numbers | Texts:
        if name not in self.columns:
            present = ", ".join(list(self.columns)[:12]) or "none"
            raise ColumnMissing(
                f'The data have no column "{name}"; the columns are: {present}. '
                "Correct the name in the plan or in the file."
            )
        return self.columns[name]

    def texts(self, name: str) -> Texts:
        """The column as stripped texts, shape (n,); missing is "" and 1.0 is "1".

        Raises ColumnMissing.
        """
        column = self._column(name)
        if column.dtype.kind == "f":
            values, index = np.unique(column, return_inverse=True)
            return np.array([_number_text(v) for v in values], dtype=np.str_)[index]
        stripped = np.strings.strip(column.astype(np.str_))
        return np.where(np.isin(stripped, MISSING_MARKS), "", stripped)

    def codes(self, name: str) -> Texts:
        """As texts, with whole numbers without decimals, since pandas writes 1 as 1.0."""
        found, index = np.unique(self.texts(name), return_inverse=True)
        return np.array([shortest_code(one) for one in found.tolist()], dtype=np.str_)[index]

    def numbers(self, name: str) -> Numbers:
        """The column as numbers, shape (n,); missing is NaN.

        Raises ColumnMissing, TextInNumberColumn.
        """
        column = self._column(name)
        if column.dtype.kind == "f":
            known = column.astype(np.float64)
            _refuse_infinite(self, name, known)
            return known
        values, good = self._parse(name)
        if not good.all():
            row = int(np.flatnonzero(~good)[0])
            cell = self.texts(name)[row][:40]
            raise TextInNumberColumn(
                f'{name}, {self.line(row)}: "{cell}" is not a number; write numbers '
                f"{'with a comma, as 3,5' if self.decimal_comma else 'with a point, as 3.5'}, "
                "and leave missing values empty."
            )
        _refuse_infinite(self, name, values)
        return values

    def share_of_numbers(self, name: str) -> float:
        """Which share of the values present are numbers; 1 for an empty column."""
        if self._column(name).dtype.kind == "f":
            return 1.0
        present = self.texts(name) != ""
        return float(self._parse(name)[1][present].mean()) if present.any() else 1.0

    def _parse(self, name: str) -> tuple[Numbers, NDArray[np.bool_]]:
        texts, index = np.unique(self.texts(name), return_inverse=True)
        parsed = [parse_number(text, self.decimal_comma) for text in texts.tolist()]
        values = np.array([np.nan if v is None else v for v in parsed], dtype=np.float64)
        good = np.array([v is not None for v in parsed], dtype=np.bool_)
        return values[index], good[index]


def shortest_code(text: str) -> str:
    """A code of a category: 1.0 and 1,0 are 1, everything else is itself."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def parse_number(text: str, decimal_comma: bool) -> float | None:
    """Read one cell: NaN when empty, None when it is not a number written in the file's way."""
    if text == "":
        return float("nan")
    if "_" in text or not text.isascii():
        return None
    if decimal_comma:
        if "." in text:
            return None
        text = text.replace(",", ".", 1)
    try:
        return float(text)
    except ValueError:
        return None


def _refuse_infinite(table: Table, name: str, values: Numbers) -> None:
    beyond = np.abs(values) > LARGEST_NUMBER
    if beyond.any():
        row = int(np.flatnonzero(beyond)[0])
        what = "infinite" if np.isinf(values[row]) else "too large to compute with"
        raise TextInNumberColumn(f"{name}, {table.line(row)}: the number is {what}; correct it.")


def _number_text(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(float(value))


def _as_column(values: Sequence[Any] | NDArray[Any]) -> Numbers | Texts:
    array = np.asarray(values)
    if array.ndim != 1:
        array = np.asarray([str(v) for v in values], dtype=np.str_)
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    items = array.tolist()
    present = [v for v in items if v is not None]
    if all(isinstance(v, int | float) for v in present):
        return np.array([np.nan if v is None else float(v) for v in items], dtype=np.float64)
    return np.array([_cell_text(v) for v in items], dtype=np.str_)


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return _number_text(float(value))
    return str(value)
