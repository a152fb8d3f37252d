"""A business case of the largest size the page takes, beside the example; hostile files.

Prints ratios in one run. Run: python benchmarks/economics.py
"""

import dataclasses
import io
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal

from peervej.data.tariffs import load_case
from peervej.methods.economics import Consequence, Cost, CostKind, Scenario, case_report
from peervej.methods.economics.workbook import case_from_workbook, case_to_workbook
from peervej.methods.errors import UnusableInput

LINES, YEARS = 20, 36
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%b</sheetData></worksheet>"
)


def seconds(act: Callable[[], object], turns: int) -> float:
    best = float("inf")
    for _turn in range(turns):
        began = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - began)
    return best


def largest() -> object:
    case = load_case("illustrative-case")
    one = Decimal(1)
    return dataclasses.replace(
        case,
        horizon_years=YEARS,
        participants=(Decimal(40),) * YEARS,
        costs=tuple(
            Cost(f"cost {n}", list(CostKind)[n % 4], Decimal(1000), 2025, "s") for n in range(LINES)
        ),
        consequences=tuple(
            Consequence(f"part {n}", (one,) * YEARS, {"kommune": one, "stat": one}, 2025, "s")
            for n in range(LINES)
        ),
        scenarios=tuple(Scenario(f"scenario {n}", {"cost": one / 2}) for n in range(LINES)),
    )


def hostile() -> dict[str, bytes]:
    """Files that unpack to much, in the places a reader looks."""
    whole = case_to_workbook(load_case("illustrative-case"))
    files = {}
    rows = b'<row><c t="n"><v>1</v></c></row>' * 1_000_000
    for name, place, content in (
        ("a sheet of 49,000 rows", "xl/worksheets/sheet2.xml", SHEET % rows[: 32 * 49_000]),
        ("a sheet of a million rows", "xl/worksheets/sheet2.xml", SHEET % rows),
        ("19 MB of zeros for styles", "xl/styles.xml", b"0" * 19_000_000),
    ):
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(whole)) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for entry in source.namelist():
                made.writestr(entry, content if entry == place else source.read(entry))
        files[name] = out.getvalue()
    return files


def read(data: bytes) -> None:
    try:
        case_from_workbook(data)
    except UnusableInput:
        return


def main() -> None:
    plain, large = load_case("illustrative-case"), largest()
    base = seconds(lambda: case_report(plain), 5)
    most = seconds(lambda: case_report(large), 2)  # type: ignore[arg-type]
    print(f"the example: 1 (={base * 1000:.1f} ms)")
    print(f"{LINES} lines of each kind, {YEARS} years: {most / base:.0f} times ({most:.2f} s)")
    whole = case_to_workbook(plain)
    usual = seconds(lambda: case_from_workbook(whole), 3)
    print(f"reading the example's workbook: 1 (={usual * 1000:.1f} ms)")
    for name, data in hostile().items():
        took = seconds(lambda data=data: read(data), 1)  # type: ignore[misc]
        print(f"{name} ({len(data) / 1e6:.2f} MB): {took / usual:.0f} times ({took:.2f} s)")


if __name__ == "__main__":
    main()
