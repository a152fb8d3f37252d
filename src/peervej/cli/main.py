"""The command `peervej`: each command is a module of its own, loaded when it is called.

`analyse`, `power`, `score`, `tariff`, `invest`, `allocation` and `mapping read` start
without Django, so that a researcher can use them on a file and nothing else.
"""

import importlib
import importlib.util
import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from peervej import __version__
from peervej.methods.errors import UnusableInput

INTERRUPTED = 130

# name: (module, attribute); help stays in the modules and is read only when shown.
COMMANDS = {
    "serve": ("peervej.cli.serve", "serve"),
    "demo": ("peervej.cli.demo", "demo"),
    "check": ("peervej.cli.check", "check"),
    "site": ("peervej.cli.site", "app"),
    "staff": ("peervej.cli.staff", "app"),
    "backup": ("peervej.cli.backup", "backup"),
    "restore": ("peervej.cli.backup", "restore"),
    "returned": ("peervej.cli.returned", "returned"),
    "retention": ("peervej.cli.retention", "app"),
    "mapping": ("peervej.cli.mapping", "app"),
    "search": ("peervej.cli.directory", "search"),
    "score": ("peervej.cli.score", "score"),
    "analyse": ("peervej.cli.analyse", "analyse"),
    "power": ("peervej.cli.power", "power"),
    "allocation": ("peervej.cli.allocation", "app"),
    "tariff": ("peervej.cli.tariff", "tariff"),
    "invest": ("peervej.cli.invest", "invest"),
    "trial": ("peervej.cli.trial", "app"),
    "instrument": ("peervej.cli.instrument", "app"),
}


class LazyGroup(TyperGroup):
    """Imports a command's module only when that command is called or its help is shown."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name, (module, _) in COMMANDS.items() if _exists(module)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS or not _exists(COMMANDS[cmd_name][0]):
            return None
        module, attribute = COMMANDS[cmd_name]
        target = getattr(importlib.import_module(module), attribute)
        if not isinstance(target, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name)(target)
            target = single
        command = typer.main.get_command(target)
        command.name = cmd_name
        return command


def _exists(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def peervej(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Find peer support, run it, and show whether it works."""


def _say_stopped() -> NoReturn:
    print("\nStopped.", file=sys.stderr)
    sys.exit(INTERRUPTED)


def main() -> None:
    """Run the command; unusable input ends with one line and exit 2, a failed run with 1.

    Who presses Ctrl-C is told that it stopped, and gets the exit code shells expect.
    """
    try:
        app()
    except KeyboardInterrupt:
        _say_stopped()
    except SystemExit as end:
        if end.code == INTERRUPTED:  # how typer ends on Ctrl-C
            _say_stopped()
        raise
    except UnusableInput as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
