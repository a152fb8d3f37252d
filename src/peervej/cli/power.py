"""`peervej power`: how many people a trial needs, without Django."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peervej.cli.analyse import read_file_text

if TYPE_CHECKING:
    from peervej.methods.power import AssumptionCost, SampleSize

MOST_SIMULATIONS = 1_000_000


def power(
    plan: Annotated[Path, typer.Argument(help="The plan, a TOML file.")],
    simulate: Annotated[
        int | None,
        typer.Option(min=100, max=MOST_SIMULATIONS, help="Simulate so many trials."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulation.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Find the number of people, or the power of a number the plan names."""
    from peervej.methods.power import (
        assumption_costs,
        find_sample_size,
        read_power_plan,
        simulate_power,
    )

    wanted = read_power_plan(read_file_text(plan))
    found = find_sample_size(wanted) if simulate is None else simulate_power(wanted, simulate, seed)
    if wanted.groups is not None and wanted.used_groups is None:
        typer.echo(
            f'The method "{wanted.method}" takes no account of [groups]; "partially_nested" does.',
            err=True,
        )
    if as_json:
        typer.echo(json.dumps(found.to_json()))
    else:
        typer.echo(_as_text(found, assumption_costs(wanted)))


def _as_text(found: "SampleSize", costs: "tuple[AssumptionCost, ...]") -> str:
    df = "" if found.df is None else f", df {found.df:.1f}"
    error = "" if found.monte_carlo_se is None else f" ± {found.monte_carlo_se:.4f} (simulated)"
    lines = [
        f"{found.n_total} people: {found.n_control} control, {found.n_intervention} intervention",
        f"Power {found.power:.4f}{error}{df} ({found.method})",
    ]
    lines += [
        f"  without {cost.assumption}: {cost.n_total_without} ({cost.extra_people:+d} people "
        "because of it)"
        for cost in costs
    ]
    return "\n".join(lines)
