"""`peervej backup` and `restore`: the database without its keys, in one file.

The file is a ZIP of one JSON line per row and a manifest. Keys are never in it. After a
restore the retention rules run, so that people erased since the backup do not come back.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django
from peervej.methods.errors import UnusableInput


def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write everything in the database to a file; the keys stay where they are."""
    start_django()
    from peervej.config.backup import write_backup

    if file.exists():
        raise UnusableInput(f"{file} exists already; choose another name.")
    rows = write_backup(file)
    print(f"{rows} rows in {file}. The keys are not in it: keep a copy of them in another place.")


def restore(file: Annotated[Path, typer.Argument(help="A file made by backup.")]) -> None:
    """Fill an empty database from a backup, then erase what is past its time."""
    start_django()
    from peervej.config.backup import NotEmpty, read_backup
    from peervej.config.startup import prepare_database

    if not file.is_file():
        raise UnusableInput(f"There is no file {file}.")
    prepare_database()
    try:
        rows = read_backup(file)
    except NotEmpty as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    print(f"{rows} rows restored.")
