"""`peervej analyse`: the analysis of a CSV file by a plan, without Django."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from peervej.cli.files import read_file, write_whole_file
from peervej.cli.progress import ProgressLine
from peervej.methods.errors import UnusableInput

if TYPE_CHECKING:
    from peervej.methods.analysis import (
        AnalysisResult,
        Estimate,
        MissingOutcomes,
        Part,
        Plan,
        Supplement,
        Table,
    )
    from peervej.report import Report

LARGEST_DATA = 1_000_000_000


def analyse(
    data: Annotated[Path, typer.Argument(help="CSV file with the trial's data.")],
    plan: Annotated[Path, typer.Option("--plan", help="The analysis plan, a TOML file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write a report, named .pdf or .html.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the report, da or en.")] = "da",
    sealed: Annotated[
        Path | None,
        typer.Option("--sealed", help="The plan as it was sealed; what it lacks is exploratory."),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option("--notes", help="The authors' notes for the report, a TOML file."),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", help="The trial's ledger: how people were drawn, and when."),
    ] = None,
    board: Annotated[
        bool, typer.Option("--board", help="Make the report one page for a board.")
    ] = False,
) -> None:
    """Analyse a trial's data as its plan says."""
    from peervej.methods.analysis import (
        NotConverged,
        read_csv,
        read_plan,
        run_analysis,
        run_supplement,
    )
    from peervej.report.writer import words_of

    words_of(language)
    if report is not None and report.suffix.lower() not in (".pdf", ".html"):
        raise UnusableInput(f"{report} must end in .pdf or .html, to say what to write.")
    agreed = read_plan(read_file_text(plan))
    first = agreed if sealed is None else read_plan(read_file_text(sealed))
    sources = _Sources(
        read_file(data, max_bytes=LARGEST_DATA),
        read_file(plan),
        None if sealed is None else read_file(sealed),
        None if notes is None else read_file(notes),
        None if ledger is None else read_file(ledger),
    )
    table = read_csv(sources.data)
    try:
        result = run_analysis(table, agreed)
    except NotConverged as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from fault
    beside = None
    if report is not None or not as_json:
        waiting = ProgressLine()
        beside = run_supplement(table, agreed, first, tell=waiting)
        waiting.end()
    if report is not None:
        made = _make_report(result, table, beside, first, sources, language, board=board)
        write_report(report, made)
    if as_json:
        typer.echo(json.dumps(result.to_json(), ensure_ascii=False))
    elif beside is not None:
        typer.echo("\n".join([*_as_text(result), *_beside(beside, agreed)]))


class _Sources(NamedTuple):
    """The bytes of every file that went in."""

    data: bytes
    plan: bytes
    sealed: bytes | None
    notes: bytes | None
    ledger: bytes | None


def _make_report(
    result: "AnalysisResult",
    table: "Table",
    beside: "Supplement | None",
    sealed: "Plan",
    sources: _Sources,
    language: str,
    *,
    board: bool,
) -> "Report":
    from peervej.report import Notes, Provenance, build_board_page, build_report, read_notes

    if board:
        return build_board_page(result, table, language=language)
    return build_report(
        result,
        table,
        provenance=Provenance(**sources._asdict()),
        language=language,
        supplement=beside,
        sealed=sealed,
        notes=Notes() if sources.notes is None else read_notes(sources.notes),
    )


def write_report(path: Path, made: "Report") -> None:
    """Write a report as the file's name says; raises UnusableInput."""
    from peervej.report import write_html, write_pdf

    content = write_pdf(made) if path.suffix.lower() == ".pdf" else write_html(made).encode()
    write_whole_file(path, content)


def read_file_text(path: Path) -> str:
    """The UTF-8 text of a file named on the command line; raises UnusableInput."""
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableInput(f"{path} is not UTF-8 text; save it as UTF-8.") from None


def _as_text(result: "AnalysisResult") -> list[str]:
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
    return [*lines, *(f"Note: {warning}" for warning in result.warnings)]


def _beside(found: "Supplement", plan: "Plan") -> list[str]:
    """What the plan names beside the primary analysis, a line each."""
    lines = []
    for part in found.secondary:
        if part.value is not None:
            effect = part.value.result.primary
            adjusted = f"{_p(part.value.p_adjusted)} (Holm)"
            shown = f"{_effect(effect, plan.alpha)}, {adjusted}"
            lines.append(f"{_mark(part)}Secondary {part.name}: {shown}")
    for subgroups in found.subgroups:
        if subgroups.value is not None:
            test = f"interaction {_p(subgroups.value.test.p)}"
            lines.append(f"{_mark(subgroups)}Subgroups by {subgroups.name}: {test}")
            lines += [
                f"  {one.name} (n = {one.n}): {_effect(one.effect, plan.alpha)}"
                for one in subgroups.value.effects
            ]
    if found.missing is not None and found.missing.value is not None:
        mark = _mark(found.missing)
        lines += [f"{mark}{text}" for text in _missing_lines(found.missing.value, plan.alpha)]
    if found.compliers is not None and found.compliers.value is not None:
        took = found.compliers.value
        low = "no bound" if took.low is None else f"{took.low:.4g}"
        high = "no bound" if took.high is None else f"{took.high:.4g}"
        lines.append(
            f"{_mark(found.compliers)}Effect of taking part ({took.uptake:.0%} did): "
            f"{took.estimate:.4g} ({low} to {high})"
        )
    for process in found.process:
        if process.value is not None:
            slope = _effect(process.value.slope, plan.alpha)
            lines.append(f"{_mark(process)}Per unit of {process.name}, not causal: {slope}")
    parts = (*found.secondary, *found.subgroups, found.missing, found.compliers, *found.process)
    lines += [f"Note: {p.name}: {p.reason}" for p in parts if p is not None and p.value is None]
    return lines


def _mark(part: "Part[Any]") -> str:
    return "" if part.is_planned else "Exploratory: "


def _missing_lines(missing: "MissingOutcomes", alpha: float) -> list[str]:
    tipping = missing.tipping_point
    said = "beyond the range searched" if tipping.delta is None else f"{tipping.delta:.4g}"
    return [
        f"Imputed {missing.number} times: {_effect(missing.at_random, alpha)}",
        f"Missing as controls: {_effect(missing.jump_to_reference, alpha)}",
        f"Tipping point: {said}",
    ]


def _effect(effect: "Estimate", alpha: float) -> str:
    low, high = effect.interval(alpha)
    return f"{effect.estimate:.4g} ({low:.4g} to {high:.4g}), {_p(effect.p)}"


def _p(value: float) -> str:
    return "p < 0.0001" if value < 0.0001 else f"p = {value:.4f}"
