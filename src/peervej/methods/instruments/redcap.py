"""REDCap data dictionaries: tables of 18 columns, one row per field.

Source: REDCap's data dictionary export; the column names and field types are REDCap's.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from peervej.methods.errors import UnusableInput
from peervej.methods.strict_toml import decode_text

MAX_BYTES = 10_000_000
COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
FIELD_TYPES = frozenset(
    {
        "calc",
        "checkbox",
        "descriptive",
        "dropdown",
        "file",
        "notes",
        "radio",
        "slider",
        "sql",
        "text",
        "truefalse",
        "yesno",
    }
)
WITH_CHOICES = frozenset({"dropdown", "radio", "checkbox"})
VARIABLE = re.compile(r"[a-z][a-z0-9_]*")


class UnusableDictionary(UnusableInput):
    """The file is not a data dictionary, or holds a field REDCap would refuse."""


@dataclass(frozen=True)
class DictionaryField:
    """One row of a dictionary: the cells of its 18 columns, exactly as they stand."""

    variable: str
    form: str
    section: str = ""
    type: str = "text"
    label: str = ""
    choices: str = ""
    note: str = ""
    validation: str = ""
    minimum: str = ""
    maximum: str = ""
    identifier: str = ""
    branching: str = ""
    required: str = ""
    alignment: str = ""
    question_number: str = ""
    matrix_group: str = ""
    matrix_ranking: str = ""
    annotation: str = ""

    def parsed_choices(self) -> tuple[tuple[str, str], ...]:
        """Return the codes and labels of the answers; raises `UnusableDictionary`."""
        if self.type == "yesno":
            return (("1", "Yes"), ("0", "No"))
        if self.type == "truefalse":
            return (("1", "True"), ("0", "False"))
        if self.type not in WITH_CHOICES:
            return ()
        pairs = []
        for part in self.choices.split("|"):
            code, comma, label = part.partition(",")
            if not comma or not code.strip():
                raise UnusableDictionary(
                    f"{self.variable}: {part.strip()[:40]!r} is no answer; write code, label "
                    "with | between the answers."
                )
            pairs.append((code.strip(), label.strip()))
        if len({code for code, _ in pairs}) < len(pairs):
            raise UnusableDictionary(f"{self.variable}: two answers have the same code.")
        return tuple(pairs)


def read_dictionary(
    data: bytes | str, *, what: str = "the dictionary"
) -> tuple[DictionaryField, ...]:
    """Read a data dictionary; the cells come back exactly as they stood.

    Raises `UnusableDictionary` naming the line of the first fault: another heading, a row with
    another number of cells, an unknown or empty field type, a name REDCap does not allow or has
    seen before, answers without codes. `UnusableDefinition` on what is not UTF-8 text.
    """
    text = decode_text(data, what=what, max_bytes=MAX_BYTES)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        _check_heading(next(reader, []), what)
        for cells in reader:
            if not any(cells):
                continue
            place = f"{what}, line {reader.line_num}"
            if len(cells) != len(COLUMNS):
                raise UnusableDictionary(
                    f"{place} has {len(cells)} cells instead of {len(COLUMNS)}; is it cut off?"
                )
            found.append(DictionaryField(*cells))
            _check_field(found[-1], place)
    except csv.Error as error:
        raise UnusableDictionary(f"{what}, line {reader.line_num}: {error}.") from None
    if not found:
        raise UnusableDictionary(f"{what} has no fields under its heading.")
    _check_names(found, what)
    return tuple(found)


def write_dictionary(rows: Iterable[DictionaryField]) -> str:
    """Write a data dictionary with REDCap's heading, comma-separated, as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue()


def _check_heading(heading: Sequence[str], what: str) -> None:
    if len(heading) != len(COLUMNS):
        raise UnusableDictionary(
            f"{what} has {len(heading)} columns instead of the {len(COLUMNS)} of a data "
            "dictionary; export it again from REDCap."
        )
    for number, (given, expected) in enumerate(zip(heading, COLUMNS, strict=True), start=1):
        if given.strip().lower() != expected.lower():
            raise UnusableDictionary(
                f"{what}: column {number} is {given[:60]!r} instead of {expected!r}."
            )


def _check_field(row: DictionaryField, place: str) -> None:
    if not VARIABLE.fullmatch(row.variable):
        raise UnusableDictionary(
            f"{place}: {row.variable[:60]!r} is no variable name; use small letters, digits and _."
        )
    if not row.form.strip():
        raise UnusableDictionary(f"{place}: {row.variable} belongs to no form; name one.")
    if not row.type.strip():
        raise UnusableDictionary(f"{place}: {row.variable} has no field type; give one.")
    if row.type not in FIELD_TYPES:
        raise UnusableDictionary(f"{place}: {row.type[:40]!r} is no field type REDCap has.")
    try:
        row.parsed_choices()
    except UnusableDictionary as error:
        raise UnusableDictionary(f"{place}: {error}") from None


def _check_names(rows: Sequence[DictionaryField], what: str) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.variable in seen:
            raise UnusableDictionary(f"{what} has two fields named {row.variable}; rename one.")
        seen.add(row.variable)
