"""`peervej tariff`: the price of so many weekly groups for a year."""

import json
from pathlib import Path
from typing import Annotated

import typer

from peervej.cli.files import read_file
from peervej.data.tariffs import list_tariffs, load_tariff
from peervej.methods.economics import PriceList, Tariff, price_year, read_prices


def tariff(
    prices: Annotated[
        str, typer.Argument(help="A PRICES.toml, or brochure or illustrative, which come with it.")
    ],
    weekly_groups: Annotated[
        int, typer.Option("--weekly-groups", help="How many groups meet every week.")
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Price a year: in all, for each who begins, and for each who stays to the end."""
    found = price_year(find_prices(prices), weekly_groups)
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        typer.echo(_as_text(found))


def find_prices(name: str) -> PriceList:
    """Return the shipped price list of that id, or the one in the file of that name."""
    if name in list_tariffs():
        return load_tariff(name)
    return read_prices(read_file(Path(name)), what=name)


def _as_text(found: Tariff) -> str:
    lines = [f"{found.prices.title} ({found.prices.basis}, prices of {found.prices.price_year})"]
    for line in found.lines:
        lines.append(f"  {line.amount:12,.2f} kr.  {line.item.name} [{line.item.category}]")
    lines.append(f"  {found.total:12,.2f} kr.  in all, {found.participants} begin")
    lines.append(f"  {found.per_participant:12,.2f} kr.  for each who begins")
    if found.prices.volume.dropout_rate:
        lines.append(f"  {found.per_completing:12,.2f} kr.  for each who stays to the end")
    for name, hours in found.unpaid_hours:
        lines.append(f"  {hours:12,.0f} hours unpaid, at 0 kr.: {name}")
    if found.prices.note:
        lines.append(found.prices.note)
    return "\n".join(lines)
