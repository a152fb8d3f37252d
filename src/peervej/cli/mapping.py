"""`peervej mapping`: read a document, load it as drafts, publish the mapping of today."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from peervej.cli import directory
from peervej.cli.files import read_file
from peervej.methods.mapping import Mapping, read_mapping

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def mapping() -> None:
    """Read, load and publish the mapping of peer support."""


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(help="A mapping document: text, .docx or .pdf.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show what a document holds: regions, entries, answered questions, contacts, links."""
    found = read_mapping(read_file(file), filename=file.name)
    if as_json:
        # bytes, so that the document is UTF-8 whatever the terminal's encoding
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False).encode())
    else:
        _show(found)


def _show(found: Mapping) -> None:
    table = Table("Region", "Name", "Answered", "Contacts", "Links", box=None, pad_edge=False)
    for entry in found.entries:
        answered = "described only"
        if entry.kind == "questionnaire":
            answered = " ".join(str(number) for number in entry.answered) or "none"
        counts = (str(len(entry.contacts)), str(len(entry.links)))
        table.add_row(Text(entry.region or "-"), Text(entry.name or "(no name)"), answered, *counts)
    console = Console()
    console.print(table)
    console.print(f"{len(found.entries)} entries in {len(found.regions)} regions")
    notes = [f"{entry.name}: {note}" for entry in found.entries for note in entry.warnings]
    for note in (*found.warnings, *notes):
        console.print(Text(f"warning: {note}"))


app.command("load")(directory.load)
app.command("publish")(directory.publish)
