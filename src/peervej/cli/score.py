"""`peervej score`: scores of an instrument from a table of answers."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from peervej.cli.files import read_file
from peervej.data.instruments import list_instruments
from peervej.data.instruments import load_instrument as shipped_instrument
from peervej.methods.instruments import (
    Instrument,
    Score,
    Wording,
    load_instrument,
    load_wording,
    read_answers,
    rule_allowing,
)
from peervej.methods.instruments import score as score_answers


def score(
    instrument: Annotated[
        str, typer.Argument(help="The id of an instrument, or a TOML file that defines one.")
    ],
    file: Annotated[Path, typer.Argument(help="CSV with an id column and one column per item.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    allow_missing: Annotated[
        int | None,
        typer.Option(min=0, help="Your own rule: up to so many missing, the mean of the others."),
    ] = None,
    wording: Annotated[
        Path | None,
        typer.Option(help="Your wording file, where it says which items a subscale has."),
    ] = None,
) -> None:
    """Score answers; a score the missing rule does not allow is empty, never guessed."""
    chosen = find_instrument(instrument)
    words = None
    if wording is not None:
        words = load_wording(read_file(wording), chosen, what=str(wording))
    rows = read_answers(read_file(file), chosen, what=str(file))
    rule = None if allow_missing is None else rule_allowing(allow_missing)
    scored = [
        (row.id, score_answers(chosen, row.answers, missing_rule=rule, wording=words))
        for row in rows
    ]
    if as_json:
        found = {"instrument": chosen.id, "scores": [_as_json(*pair) for pair in scored]}
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        typer.echo(_as_text(chosen, scored, words))


def find_instrument(name: str) -> Instrument:
    """Return the instrument of that id, or the one defined in the file of that name."""
    if name in list_instruments() or not name.endswith(".toml"):
        return shipped_instrument(name)
    return load_instrument(read_file(Path(name)), what=name)


def _plain(value: float | None) -> int | float | None:
    return int(value) if value is not None and value.is_integer() else value


def _as_json(name: str, found: Score) -> dict[str, Any]:
    return {
        "id": name,
        "score": _plain(found.value),
        "subscales": {key: _plain(value) for key, value in found.subscales.items()},
        "missing": found.missing,
    }


def _as_text(
    instrument: Instrument, scored: list[tuple[str, Score]], wording: Wording | None
) -> str:
    names = [subscale.id for subscale in instrument.subscales]
    lines = ["\t".join(["id", "score", *names, "missing"])]
    for name, found in scored:
        values = [found.value, *(found.subscales[key] for key in names)]
        shown = ["–" if value is None else f"{value:g}" for value in values]
        lines.append("\t".join([name, *shown, str(found.missing)]))
    if not instrument.validated:
        lines.append(f"{instrument.name}: not validated.")
    waiting = [s.id for s in instrument.subscales if not s.items and not wording]
    if waiting:
        lines.append(f"The items of {', '.join(waiting)} stand in your own copy: use --wording.")
    return "\n".join(lines)
