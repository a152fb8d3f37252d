"""`peervej trial`: handing out a trial's data."""

import json
from pathlib import Path
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def trial() -> None:
    """Work with a trial's data."""


@app.command()
def export(
    trial: Annotated[str, typer.Argument(help="The trial's code, such as vejen-effekt.")],
    out: Annotated[Path, typer.Option("--out", help="A folder for the files.")],
    file_format: Annotated[str, typer.Option("--format", help="csv, sav or redcap.")] = "csv",
    blinded: Annotated[
        bool, typer.Option("--blinded", help="Leave out arm, group and attendance.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a trial's de-identified data; blinded until the trial is closed."""
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.reporting.operations import export_trial
    from peervej.apps.trial.models import Trial
    from peervej.methods.errors import UnusableInput

    found = Trial.objects.filter(code=trial).first()
    if found is None:
        raise UnusableInput(f"There is no trial called {trial[:60]!r} in this database.")
    made = export_trial(
        found, file_format, actor="command line", now=current_time(), blinded=blinded
    )
    taken = [name for name in made.files if (out / name).exists()]
    if taken:
        raise UnusableInput(f"{out} already holds {taken[0]}; choose another folder.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in made.files.items():
            (out / name).write_bytes(content)
    except OSError as error:
        raise UnusableInput(f"{out} cannot be written to: {error.strerror}.") from None
    risk = made.table.risk
    if as_json:
        summary = {
            "files": [str(out / name) for name in made.files],
            "rows": len(made.table.rows),
            "blinded": made.table.is_blinded,
            "small_groups": {"k": risk.k, "rows_at_risk": risk.rows_at_risk},
        }
        typer.echo(json.dumps(summary))
        return
    typer.echo(f"{len(made.table.rows)} people, {len(made.table.variables)} columns.")
    if made.table.is_blinded:
        typer.echo("Blinded: arm, group and attendance are left out.")
    if risk.rows_at_risk:
        typer.echo(
            f"{risk.rows_at_risk} of {risk.rows} people stand in a group of fewer than {risk.k}"
            " alike in site, arm, group and attendance: publish tables, never rows."
        )
    for name in made.files:
        typer.echo(str(out / name))
