"""`peervej power`: how many people a trial needs, without Django."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peervej.cli.analyse import read_file_text
from peervej.cli.progress import ProgressLine
from peervej.methods.errors import UnusableInput

if TYPE_CHECKING:
    from peervej.methods.power import AssumptionCost, CurvePoint, Forecast, PowerPlan, SampleSize
    from peervej.methods.power.recruitment_plan import RecruitmentPlan

MOST_SIMULATIONS = 1_000_000
SHARES = (0.5, 0.75, 1.0, 1.25, 1.5)
EVERY_WEEKS = 4


def power(
    plan: Annotated[Path, typer.Argument(help="The plan, a TOML file.")],
    simulate: Annotated[
        int | None,
        typer.Option(min=100, max=MOST_SIMULATIONS, help="Simulate so many trials."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulation.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Write curves and forecast to a file named .pdf or .html."),
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the report, da or en.")] = "da",
) -> None:
    """Find the number of people, or the power of a number the plan names."""
    from peervej.methods.power import find_sample_size, read_power_plan, simulate_power
    from peervej.methods.power.recruitment_plan import read_recruitment_plan
    from peervej.report.writer import words_of

    words_of(language)
    if report is not None and report.suffix.lower() not in (".pdf", ".html"):
        raise UnusableInput(f"{report} must end in .pdf or .html, to say what to write.")
    text = read_file_text(plan)
    wanted, coming = read_power_plan(text), read_recruitment_plan(text)
    if simulate is None:
        found = find_sample_size(wanted)
    else:
        waiting = ProgressLine()
        found = simulate_power(
            wanted, simulate, seed, report_done=lambda done: waiting("trials", done, simulate)
        )
        waiting.end()
    if wanted.groups is not None and wanted.used_groups is None:
        typer.echo(
            f'The method "{wanted.method}" takes no account of [groups]; "partially_nested" does.',
            err=True,
        )
    if report is not None:
        _write_report(report, wanted, found, coming, text, language)
    if as_json:
        typer.echo(json.dumps(found.to_json()))
    else:
        typer.echo("\n".join(_as_text(wanted, found, coming)))


def _as_text(plan: "PowerPlan", found: "SampleSize", coming: "RecruitmentPlan | None") -> list[str]:
    from peervej.methods.power import assumption_costs, power_by_people

    totals = [max(4, round(share * found.n_total)) for share in SHARES]
    lines = [*_size_lines(found, assumption_costs(plan)), *_curve(power_by_people(plan, totals))]
    return lines if coming is None else lines + _forecast(coming, coming.forecast(found.n_total))


def _size_lines(found: "SampleSize", costs: "tuple[AssumptionCost, ...]") -> list[str]:
    df = "" if found.df is None else f", df {found.df:.1f}"
    error = "" if found.monte_carlo_se is None else f" ± {found.monte_carlo_se:.4f} (simulated)"
    return [
        f"{found.n_total} people: {found.n_control} control, {found.n_intervention} intervention",
        f"Power {found.power:.4f}{error}{df} ({found.method})",
        *(
            f"  without {cost.assumption}: {cost.n_total_without} ({cost.extra_people:+d} people "
            "because of it)"
            for cost in costs
        ),
    ]


def _curve(points: "tuple[CurvePoint, ...]") -> list[str]:
    return ["Power by people (formula):"] + [
        f"  {point.n_total}: {point.power:.3f}" for point in points if point.power is not None
    ]


def _forecast(coming: "RecruitmentPlan", forecast: "Forecast") -> list[str]:
    lines = [f"Week: people in all (middle 80 %); {', '.join(s.name for s in coming.sites)}"]
    last = forecast.expected.size
    for week in sorted({*range(EVERY_WEEKS, last + 1, EVERY_WEEKS), last}):
        at = week - 1
        by_site = ", ".join(f"{value:.1f}" for value in forecast.by_site[:, at])
        lines.append(
            f"  {week}: {forecast.median[at]:.0f} ({forecast.low[at]:.0f}-"
            f"{forecast.high[at]:.0f}); {by_site}; target reached "
            f"{forecast.chance_reached[at]:.0%}"
        )
    return lines


def _write_report(
    path: Path,
    plan: "PowerPlan",
    found: "SampleSize",
    coming: "RecruitmentPlan | None",
    text: str,
    language: str,
) -> None:
    from peervej.cli.analyse import write_report
    from peervej.methods.power import assumption_costs
    from peervej.report.planning import Planned, build_power_report

    planned = Planned(
        plan,
        found,
        assumption_costs(plan),
        None if coming is None else coming.forecast(found.n_total),
        () if coming is None else tuple(site.name for site in coming.sites),
        text.encode(),
    )
    write_report(path, build_power_report(planned, language=language))
