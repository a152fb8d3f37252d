"""`peervej mapping`: read a document, load it as drafts, publish the mapping of today."""

import json
from pathlib import Path
from typing import Annotated

import typer

from peervej.cli import directory
from peervej.cli.files import read_file
from peervej.methods.mapping import read_mapping

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
        print(json.dumps(found.to_json(), ensure_ascii=False))
        return
    for entry in found.entries:
        answered = ", ".join(str(number) for number in entry.answered) or "-"
        print(f"{entry.region or '-'}: {entry.name} (answered: {answered})")
    print(f"{len(found.entries)} entries in {len(found.regions)} regions")
    for warning in found.warnings:
        print(f"warning: {warning}")


app.command("load")(directory.load)
app.command("publish")(directory.publish)
