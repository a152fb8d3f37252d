"""`peervej returned`: take in a mail that says another could not be delivered."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django


def returned(
    file: Annotated[
        Path | None, typer.Argument(help="The mail as a file; without one it is read from input.")
    ] = None,
) -> None:
    """Note an e-mail that came back, so that the coordinator calls instead.

    Let the mail server hand the reports it gets to this command: it reads one mail.
    """
    from peervej.apps.messaging.bounces import read_return
    from peervej.cli.files import read_file

    report = read_return(sys.stdin.buffer.read() if file is None else read_file(file))
    if not report.is_final:
        print("The other server is still trying.")
        return
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.messaging.operations import note_return

    noted = note_return(report.handle, actor="mail", now=current_time())
    print("Noted." if noted else "No message of the last 30 days is meant.")
