"""`peervej allocation`: draw a design through, and check a ledger. Starts without Django."""

import json
from pathlib import Path
from typing import Annotated

import typer

from peervej.cli.files import read_file
from peervej.methods import randomisation
from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation import from_hex, verifier
from peervej.methods.strict_toml import MAX_BYTES

app = typer.Typer(
    help="Draw a design through, or check a ledger.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command()
def simulate(
    design: Annotated[Path, typer.Argument(help="A DESIGN.toml.")],
    seed: Annotated[str, typer.Option(help="The seed: up to 64 hexadecimal digits.")],
    n: Annotated[int, typer.Option("--n", help="The number of slots per stratum.")],
    as_json: Json = False,
) -> None:
    """Show the arms a seed gives, slot by slot, for every stratum."""
    read = randomisation.read_design(read_file(design, max_bytes=MAX_BYTES))
    slots = randomisation.simulate_slots(read, _read_short_seed(seed), n)
    if as_json:
        rows = [{"stratum": s.stratum, "slot": s.slot, "arm": s.arm} for s in slots]
        typer.echo(json.dumps({"slots": rows}, ensure_ascii=False))
        return
    for each in slots:
        typer.echo(f"{each.stratum}\t{each.slot}\t{each.arm}")


@app.command()
def verify(
    ledger: Annotated[Path, typer.Argument(help="A ledger, a .jsonl file.")],
    seed: Annotated[
        str | None, typer.Option(help="The seed, 64 hexadecimal digits, to compute every arm.")
    ] = None,
    head: Annotated[str | None, typer.Option(help="The published hash of the last line.")] = None,
    receipt: Annotated[
        list[str] | None, typer.Option(help="An earlier head that must still stand in the ledger.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a ledger and name its first faulty line; exits with 1 when there is one."""
    found = randomisation.verify(
        read_file(ledger, max_bytes=verifier.MOST_BYTES),
        seed=None if seed is None else from_hex(seed, "--seed"),
        head=None if head is None else from_hex(head, "--head").hex(),
        receipts=[from_hex(each, "--receipt").hex() for each in receipt or []],
    )
    typer.echo(json.dumps(found.as_json()) if as_json else verifier.describe(found))
    if not found.valid:
        raise typer.Exit(1)


def _read_short_seed(text: str) -> bytes:
    """Read a seed as one number of 256 bits, so that short ones serve for trying out."""
    if not text.strip():
        raise UnusableInput("--seed is empty; give 1 to 64 hexadecimal digits (0-9, a-f)")
    return from_hex(text.strip().rjust(64, "0"), "--seed, filled with zeros on the left,")
