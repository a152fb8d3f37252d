"""`peervej invest`: cost against consequences, per payer and year."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from peervej.cli.files import read_file
from peervej.data.tariffs import list_cases, load_case
from peervej.methods.economics import Case, case_report, read_case
from peervej.methods.errors import UnusableInput


def invest(
    case: Annotated[
        str, typer.Argument(help="A CASE.toml or .xlsx, or illustrative-case, which comes with it.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    excel: Annotated[
        Path | None, typer.Option(help="Write the case and its result as an .xlsx file.")
    ] = None,
) -> None:
    """Show what must be true for the money to come back, and what happens if it is not."""
    found = find_case(case)
    report = case_report(found)
    if excel is not None:
        _write_workbook(found, excel)
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _as_text(report))


def find_case(name: str) -> Case:
    """Return the shipped case of that id, or the one in the file of that name."""
    if name in list_cases():
        return load_case(name)
    data = read_file(Path(name))
    if data.startswith(b"PK"):
        from peervej.methods.economics.workbook import case_from_workbook

        return case_from_workbook(data, what=name)
    return read_case(data, what=name)


def _write_workbook(case: Case, path: Path) -> None:
    from peervej.methods.economics.workbook import case_to_workbook

    content = case_to_workbook(case)
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise UnusableInput(f"{path} cannot be written: {error.strerror}.") from None


def _as_text(report: dict[str, Any]) -> str:
    needed, value = report["break_even_success"], report["net_present_value"]
    lines = [f"{report['title']} (prices of {report['price_year']})"]
    if needed is None:
        lines.append("A success spares nobody anything, so the money does not come back.")
    elif not report["break_even_reachable"]:
        lines.append("The money does not come back, even if everybody succeeds because of it.")
    else:
        lines.append(f"Breaks even when {needed:.1%} more succeed with it than without.")
    lines.append(f"The case reckons with {report['success_difference']:.1%} more.")
    payback = report["payback_year"]
    lines.append(
        "Not paid back within the years reckoned."
        if payback is None
        else f"Paid back in year {payback} (the first year is 0)."
    )
    lines += [f"  {amount:14,.0f} kr.  net present value, {name}" for name, amount in value.items()]
    lines.append("When one thing is different:")
    for bar in report["sensitivity"]:
        lines.append(f"  {bar['npv_low']:14,.0f} to {bar['npv_high']:,.0f} kr.  {bar['parameter']}")
    for scenario in report["scenarios"]:
        total = scenario["net_present_value"]["total"]
        lines.append(f"  {total:14,.0f} kr.  {scenario['name']}")
    return "\n".join([*lines, report["note"]])
