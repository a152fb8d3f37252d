"""`peervej trial`: handing out a trial's data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peervej.cli.django_setup import start_django

if TYPE_CHECKING:
    from peervej.apps.trial.models import Trial

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

    found = _find(trial)
    made = export_trial(
        found, file_format, actor="command line", now=current_time(), blinded=blinded
    )
    _write(made.files, out)
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


@app.command()
def twin(
    trial: Annotated[str, typer.Argument(help="The trial's code, such as vejen-effekt.")],
    out: Annotated[Path, typer.Option("--out", help="A folder for the files.")],
    file_format: Annotated[str, typer.Option("--format", help="csv, sav or redcap.")] = "csv",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same number, the same twin.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a synthetic twin of a trial's data: the same columns, nobody's answers, no effect."""
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.reporting.operations import export_twin

    found = _find(trial)
    made = export_twin(found, file_format, seed=seed, actor="command line", now=current_time())
    _write(made.files, out)
    if as_json:
        summary = {
            "files": [str(out / name) for name in made.files],
            "rows": len(made.table.rows),
            "seed": seed,
        }
        typer.echo(json.dumps(summary))
        return
    typer.echo(f"{len(made.table.rows)} made-up people, {len(made.table.variables)} columns.")
    for name in made.files:
        typer.echo(str(out / name))


def _find(code: str) -> "Trial":
    from peervej.apps.trial.models import Trial
    from peervej.methods.errors import UnusableInput

    found = Trial.objects.filter(code=code).first()
    if found is None:
        raise UnusableInput(f"There is no trial called {code[:60]!r} in this database.")
    return found


def _write(files: Mapping[str, bytes], out: Path) -> None:
    """Write files into a folder that holds none of them yet."""
    from peervej.methods.errors import UnusableInput

    taken = [name for name in files if (out / name).exists()]
    if taken:
        raise UnusableInput(f"{out} already holds {taken[0]}; choose another folder.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    except OSError as error:
        raise UnusableInput(f"{out} cannot be written to: {error.strerror}.") from None
