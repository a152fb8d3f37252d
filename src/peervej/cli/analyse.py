"""`peervej analyse`: the analysis of a CSV file by a plan, without Django."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peervej.cli.files import read_file
from peervej.methods.errors import UnusableInput

if TYPE_CHECKING:
    from peervej.methods.analysis import AnalysisResult

LARGEST_DATA = 1_000_000_000


def analyse(
    data: Annotated[Path, typer.Argument(help="CSV file with the trial's data.")],
    plan: Annotated[Path, typer.Option("--plan", help="The analysis plan, a TOML file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Analyse a trial's data as its plan says."""
    from peervej.methods.analysis import NotConverged, read_csv, read_plan, run_analysis

    agreed = read_plan(read_file_text(plan))
    table = read_csv(read_file(data, max_bytes=LARGEST_DATA))
    try:
        result = run_analysis(table, agreed)
    except NotConverged as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from fault
    typer.echo(json.dumps(result.to_json(), ensure_ascii=False) if as_json else _as_text(result))


def read_file_text(path: Path) -> str:
    """The UTF-8 text of a file named on the command line; raises UnusableInput."""
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableInput(f"{path} is not UTF-8 text; save it as UTF-8.") from None


def _as_text(result: "AnalysisResult") -> str:
    found = result.primary
    low, high = found.interval(result.plan.alpha)
    level = f"{100 * (1 - result.plan.alpha):g} %"
    lines = [
        f"{result.plan.outcome.name}: {result.n} people, {result.n_groups} groups, "
        f"{result.plan.model.kind}",
        f"Difference {found.estimate:.4g} ({level} interval {low:.4g} to {high:.4g}), "
        f"SE {found.se:.4g}, df {found.df:.4g} ({found.df_method}), {_p(found.p)}",
    ]
    if result.icc is not None:
        icc = result.icc
        lines.append(f"Intraclass correlation {icc.value:.3f} ({icc.low:.3f} to {icc.high:.3f})")
    if result.standardised is not None:
        d = result.standardised
        lines.append(f"Standardised difference {d.value:.3f} ({d.low:.3f} to {d.high:.3f})")
    lines += [
        f"  {line.name}: {line.estimate.estimate:.4g} (SE {line.estimate.se:.4g}, "
        f"{_p(line.estimate.p)})"
        for line in result.sensitivity
        if line.estimate is not None
    ]
    return "\n".join([*lines, *(f"Note: {warning}" for warning in result.warnings)])


def _p(value: float) -> str:
    return "p < 0.0001" if value < 0.0001 else f"p = {value:.4f}"
