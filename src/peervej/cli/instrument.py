"""`peervej instrument`: list instruments, and take them in from other systems."""

from pathlib import Path
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django
from peervej.cli.files import read_file, write_new_file
from peervej.data.instruments import list_instruments, load_instrument
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import (
    Imported,
    forms,
    instrument_from_dictionary,
    instrument_from_questionnaire,
    instrument_to_toml,
    load_wording,
    read_dictionary,
    read_questionnaire,
    read_value_set,
    wording_to_toml,
)
from peervej.methods.strict_toml import parse_toml

app = typer.Typer(help="Questionnaires: list them, take them in.", no_args_is_help=True)


@app.command("list")
def list_all() -> None:
    """List the instruments that come with Peervej."""
    for name in list_instruments():
        found = load_instrument(name)
        typer.echo(f"{name}\t{len(found.items)} items\t{found.name}")


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A REDCap data dictionary (.csv) or FHIR Questionnaire (.json).")
    ],
    form: Annotated[
        str | None, typer.Option(help="Which form of the dictionary; all forms without it.")
    ] = None,
    answers: Annotated[
        list[Path] | None, typer.Option(help="FHIR ValueSet files with the answer lists.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language a dictionary is written in.")] = "en",
    out: Annotated[Path, typer.Option(help="Where the files are written.")] = Path(),
) -> None:
    """Write each instrument as ID.toml and its wording as ID.LANGUAGE.toml, to be completed."""
    data = read_file(file)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        found = [_from_fhir(data, answers or [], str(file))]
    else:
        found = _from_redcap(data, form, language, str(file))
    for imported in found:
        _write(imported, out)


@app.command("wording")
def take_wording(
    file: Annotated[Path, typer.Argument(help="Your own copy of a questionnaire's words (TOML).")],
) -> None:
    """Check that the words fit their instrument, and put them where the questions are asked."""
    data = read_file(file)
    table = parse_toml(data, what=str(file))
    wording = load_wording(data, load_instrument(str(table.get("instrument", ""))), what=str(file))
    start_django()
    from django.conf import settings

    folder = settings.HOME / "wording"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{wording.instrument}.{wording.language}.toml"
    path.write_bytes(data)
    typer.echo(f"{path}\t{len(wording.items)} items")


def _from_fhir(data: bytes, answers: list[Path], what: str) -> Imported:
    value_sets = {}
    for path in answers:
        value_sets.update(read_value_set(read_file(path), what=str(path)))
    questionnaire = read_questionnaire(data, value_sets=value_sets, what=what)
    return instrument_from_questionnaire(questionnaire)


def _from_redcap(data: bytes, form: str | None, language: str, what: str) -> list[Imported]:
    rows = read_dictionary(data, what=what)
    if form is not None:
        return [instrument_from_dictionary(rows, form, language=language)]
    found = []
    for name in forms(rows):
        try:
            found.append(instrument_from_dictionary(rows, name, language=language))
        except UnusableInput as error:
            typer.echo(f"Left out: {error}", err=True)
    if not found:
        raise UnusableInput(f"{what} has no form with questions that can be scored.")
    return found


def _write(imported: Imported, out: Path) -> None:
    instrument = imported.instrument
    path = out / f"{instrument.id}.toml"
    write_new_file(path, instrument_to_toml(instrument))
    typer.echo(f"{path}\t{len(instrument.items)} items")
    for language, wording in imported.wordings.items():
        words = out / f"{instrument.id}.{language}.toml"
        write_new_file(words, wording_to_toml(wording))
        typer.echo(str(words))
    for name, why in imported.left_out:
        typer.echo(f"Left out: {name} ({why})", err=True)
    for item in instrument.items:
        if item.answer_list:
            typer.echo(f"Answers not in the file: {item.id} needs {item.answer_list}", err=True)
