"""Data sets as files: CSV with a codebook, and REDCap's dictionary with its data."""

import csv
import io
from collections.abc import Sequence

from peervej.apps.reporting.queries.export import Cell, ExportTable, Variable
from peervej.apps.reporting.spss import write_sav
from peervej.methods.instruments import DictionaryField, write_dictionary

CODEBOOK = ("variable", "label", "type", "codes", "minimum", "maximum", "form")
FORMATS = ("csv", "sav", "redcap")


def write_files(table: ExportTable, file_format: str) -> dict[str, bytes]:
    """The files of an export by name."""
    if file_format == "redcap":
        return {
            f"{table.trial_code}-dictionary.csv": write_dictionary(
                [_dictionary_row(variable) for variable in table.variables]
            ).encode(),
            f"{table.trial_code}-redcap.csv": _csv(_names(table), table.rows),
        }
    codebook = {f"{table.trial_code}-codebook.csv": _csv(CODEBOOK, _codebook(table))}
    if file_format == "sav":
        return {f"{table.trial_code}.sav": write_sav(table.variables, table.rows), **codebook}
    return {f"{table.trial_code}.csv": _csv(_names(table), table.rows), **codebook}


def _names(table: ExportTable) -> list[str]:
    return [variable.name for variable in table.variables]


def _codebook(table: ExportTable) -> list[tuple[Cell, ...]]:
    return [
        (
            variable.name,
            variable.label,
            variable.kind,
            " | ".join(f"{code}, {label}" for code, label in variable.codes.items()),
            variable.minimum,
            variable.maximum,
            variable.form,
        )
        for variable in table.variables
    ]


def _dictionary_row(variable: Variable) -> DictionaryField:
    number = variable.kind in ("number", "decimal")
    choices = " | ".join(
        f"{code}, {label.replace('|', '/')}" for code, label in variable.codes.items()
    )
    validation = {"number": "integer", "decimal": "number"}.get(variable.kind, "")
    return DictionaryField(
        variable=variable.name,
        form=variable.form,
        type="radio" if variable.kind == "code" else "text",
        label=variable.label,
        choices=choices,
        validation=validation,
        minimum=str(variable.minimum) if number and variable.minimum is not None else "",
        maximum=str(variable.maximum) if number and variable.maximum is not None else "",
    )


def _csv(heading: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: Cell) -> Cell:
    """Whole numbers without a point; a text that a spreadsheet would run gets a quote."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return "" if value is None else value
