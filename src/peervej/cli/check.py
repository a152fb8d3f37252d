"""`peervej check`: is this installation fit to run?"""

import sys

import typer

from peervej.cli.django_setup import start_django


def check() -> None:
    """Check settings, routes, retention rules and catalogues; exit 1 when something is wrong."""
    start_django()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    from peervej.config.promises import broken_promises

    try:
        call_command("check", verbosity=0)
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    except SystemExit as error:
        print("A model has changed without a migration.", file=sys.stderr)
        raise typer.Exit(1) from error
    broken = broken_promises()
    for line in broken:
        print(line, file=sys.stderr)
    if broken:
        raise typer.Exit(1)
    print("Every route has roles, every model a retention rule, every text its Danish words.")
