"""`peervej retention run`: remove what is past its time, as the timer does."""

from typing import Annotated

import typer

from peervej.cli.django_setup import start_django

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def retention() -> None:
    """Removing what is past its time."""


@app.command("run")
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count, remove nothing.")] = False,
) -> None:
    """Erase people and remove rows whose time has passed; print how many of each."""
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.audit.retention import run_retention
    from peervej.config.database import empty_write_ahead_log

    removed = run_retention(current_time(), dry_run=dry_run)
    empty_write_ahead_log()
    for label, count in sorted(removed.items()):
        print(f"{label}: {count}")
    if not removed:
        print("Nothing is past its time.")
