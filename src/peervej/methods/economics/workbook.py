"""Business cases as Excel workbooks, in and out."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from peervej.methods.economics.case import Case
from peervej.methods.economics.money import Payer, UnusablePrices
from peervej.methods.economics.report import case_report
from peervej.methods.economics.workbook_words import DANISH, in_danish, in_english
from peervej.methods.strict_toml import build

MAX_BYTES = 5_000_000
MAX_UNPACKED = 20_000_000
# openpyxl walks every element of a part before it can be told to stop.
MAX_ELEMENTS = 150_000
MAX_ROWS = 2_000
MAX_COLUMNS = 100
CASE, COSTS, CONSEQUENCES, VARIATIONS, SCENARIOS, INDEX, RESULT = (
    "Case",
    "Costs",
    "Consequences",
    "Variations",
    "Scenarios",
    "Index",
    "Result",
)
LEFT_ALONE = {RESULT, DANISH[RESULT]}
_WHOLE = ("price_year", "horizon_years", "start_year")
_SUCCESS = ("source", "difference", "rate_with", "rate_without", "standardised_effect")
_COST_COLUMNS = ("name", "kind", "amount", "price_year", "source", "payer")
_PAYERS = tuple(payer.value for payer in Payer)


def case_to_workbook(case: Case, *, with_result: bool = True, danish: bool = False) -> bytes:
    """Write a case as a workbook `case_from_workbook` reads back, its result on a last sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = _sheets(case)
    if with_result:
        sheets[RESULT] = list(_result_rows(case))
    for title, rows in (in_danish(sheets) if danish else sheets).items():
        _write_sheet(book.create_sheet(title), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def case_from_workbook(data: bytes, *, what: str = "the workbook") -> Case:
    """Read a case from an .xlsx file in English or Danish; the sheet with the result is left alone.

    Raises `UnusablePrices` on a file that is no workbook, is too large packed or unpacked, or
    lacks a sheet, and `UnusableDefinition` on what the case itself refuses, naming the place.
    """
    sheets = in_english(_read_sheets(data, what))
    missing = [name for name in (CASE, COSTS, CONSEQUENCES) if name not in sheets]
    if missing:
        raise UnusablePrices(f"{what} has no sheet {missing[0]}; save a case to see the form.")
    return build(Case, _case_table(sheets, what), where=what)


def _sheets(case: Case) -> dict[str, Sequence[Sequence[Any]]]:
    return {
        CASE: [("name", "value"), *_case_rows(case), ("participants", *case.participants)],
        COSTS: [
            _COST_COLUMNS,
            *[
                (c.name, c.kind.value, c.amount, c.price_year, c.source, c.payer.value)
                for c in case.costs
            ],
        ],
        CONSEQUENCES: _consequence_rows(case),
        VARIATIONS: [
            ("parameter", "low", "high"),
            *[(v.parameter, v.low, v.high) for v in case.variations],
        ],
        SCENARIOS: [
            ("name", "parameter", "value"),
            *[(s.name, key, value) for s in case.scenarios for key, value in s.changes.items()],
        ],
        INDEX: [("year", "index"), *[(int(year), n) for year, n in case.index.items()]],
    }


def _case_rows(case: Case) -> list[Sequence[Any]]:
    values = {name: getattr(case, name) for name in ("title", "note", *_WHOLE)}
    values["discount_rate"] = case.discount_rate
    values |= {f"success.{name}": getattr(case.success, name) for name in _SUCCESS}
    return [(name, value) for name, value in values.items() if value is not None]


def _consequence_rows(case: Case) -> list[Sequence[Any]]:
    years = max(len(part.quantity) for part in case.consequences)
    heading = ("name", "price_year", "source", *_PAYERS, *[f"year {n}" for n in range(years)])
    rows: list[Sequence[Any]] = [heading]
    for part in case.consequences:
        prices = [part.prices.get(payer) for payer in _PAYERS]
        rows.append((part.name, part.price_year, part.source, *prices, *part.quantity))
    return rows


def _result_rows(case: Case) -> Iterator[Sequence[Any]]:
    report = case_report(case)
    yield (report["note"],)
    for name in ("break_even_success", "success_difference", "payback_year"):
        yield (name, report[name])
    for payer, value in report["net_present_value"].items():
        yield (f"net present value, {payer}", value)
    yield ()
    yield ("year", "cost", "benefit", "net", "discounted net")
    for year in report["years"]:
        totals = [year[part]["total"] for part in ("cost", "benefit", "net")]
        yield (year["year"], *totals, year["discounted_net"])
    yield ()
    yield ("parameter", "low", "base", "high", "npv at low", "npv at high")
    for bar in report["sensitivity"]:
        yield tuple(bar[key] for key in ("parameter", "low", "base", "high", "npv_low", "npv_high"))


def _write_sheet(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            try:
                cell = sheet.cell(number, column, value)
            except IllegalCharacterError:
                raise UnusablePrices("A text holds a character Excel cannot store.") from None
            # A text that begins with = would be run as a formula by whoever opens the file.
            if isinstance(value, str) and cell.data_type == "f":
                cell.data_type = "s"


def _read_sheets(data: bytes, what: str) -> dict[str, list[list[Any]]]:
    if len(data) > MAX_BYTES:
        raise UnusablePrices(f"{what} is larger than {MAX_BYTES} bytes; is it the right file?")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_size(packed, what)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return {s.title: _rows(s, what) for s in book.worksheets if s.title not in LEFT_ALONE}
    except UnusablePrices:
        raise
    # On a damaged file openpyxl lets through whatever zipfile, zlib and the XML parser raise.
    except Exception:
        raise UnusablePrices(f"{what} is no Excel workbook (.xlsx) that can be read.") from None


def _check_size(packed: zipfile.ZipFile, what: str) -> None:
    entries = packed.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnusablePrices(f"{what} unpacks to more than {MAX_UNPACKED} bytes.")
    # A sign "<" begins every element and every end of one.
    if sum(packed.read(entry).count(b"<") for entry in entries) > 2 * MAX_ELEMENTS:
        raise UnusablePrices(f"{what} unpacks to more than {MAX_ELEMENTS} elements.")


def _rows(sheet: Any, what: str) -> list[list[Any]]:
    rows = []
    for row in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True):
        if any(value is not None for value in row):
            rows.append(list(row))
    if len(rows) > MAX_ROWS:
        raise UnusablePrices(f"{what}: {sheet.title} has more than {MAX_ROWS} rows.")
    return rows


def _case_table(sheets: Mapping[str, list[list[Any]]], what: str) -> dict[str, Any]:
    table: dict[str, Any] = {"success": {}}
    for row in sheets[CASE][1:]:
        key = str(row[0])
        if key == "participants":
            table[key] = _numbers(row[1:])
        elif key.startswith("success."):
            table["success"][key.removeprefix("success.")] = _plain(row[1])
        else:
            table[key] = _plain(row[1])
    table["costs"] = [_record(sheets[COSTS][0], row) for row in sheets[COSTS][1:]]
    table["consequences"] = [
        _consequence(sheets[CONSEQUENCES][0], row) for row in sheets[CONSEQUENCES][1:]
    ]
    if len(sheets.get(VARIATIONS, [])) > 1:
        rows = sheets[VARIATIONS]
        table["variations"] = [_record(rows[0], row) for row in rows[1:]]
    found: dict[str, dict[str, Any]] = {}
    for row in sheets.get(SCENARIOS, [])[1:]:
        if len(row) < 3:
            raise UnusablePrices(f"{what}: a scenario has a name, a parameter and a value.")
        found.setdefault(str(_plain(row[0])), {})[str(_plain(row[1]))] = _plain(row[2])
    if found:
        table["scenarios"] = [{"name": name, "changes": rows} for name, rows in found.items()]
    if len(sheets.get(INDEX, [])) > 1:
        table["index"] = {str(_plain(r[0])): _plain(r[1]) for r in sheets[INDEX][1:] if len(r) > 1}
    return table


def _record(heading: Sequence[Any], row: Sequence[Any]) -> dict[str, Any]:
    return {
        str(name): _plain(value)
        for name, value in zip(heading, row, strict=False)
        if name is not None and value is not None
    }


def _consequence(heading: Sequence[Any], row: Sequence[Any]) -> dict[str, Any]:
    record = _record(heading, row)
    prices = {payer: record.pop(payer) for payer in _PAYERS if payer in record}
    years = [name for name in map(str, heading) if name.startswith("year ")]
    quantity = [record.pop(name, 0) for name in years]
    while len(quantity) > 1 and quantity[-1] == 0:
        quantity.pop()
    return {**record, "prices": prices, "quantity": quantity}


def _numbers(row: Sequence[Any]) -> list[Any]:
    return [_plain(value) for value in row if value is not None]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        try:
            number = Decimal(repr(value))
        except InvalidOperation:
            return value
        return int(number) if number == number.to_integral_value() else number
    if isinstance(value, date):
        return value.isoformat()
    return value
