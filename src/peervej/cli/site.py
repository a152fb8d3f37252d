"""`peervej site`: open the places where programmes are run."""

import sys
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def site() -> None:
    """The places where programmes are run."""


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The town, as people say it.")],
    municipality: Annotated[str, typer.Option(help="Its municipality, by name or code.")],
    organisation: Annotated[str, typer.Option(help="Who runs it.")],
    address: Annotated[str, typer.Option(help="Street and number of the house.")],
    phone: Annotated[str, typer.Option(help="The number people may call.")] = "",
) -> None:
    """Open a site; its coordinator then opens a period under "Stedet"."""
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.places.operations import SiteRefused, add_site, load_places
    from peervej.config.startup import prepare_database

    prepare_database()
    load_places(now=current_time())
    try:
        made = add_site(
            name,
            municipality=municipality,
            organisation=organisation,
            address=address,
            phone=phone,
            actor="operator",
            now=current_time(),
        )
    except SiteRefused as refusal:
        print(refusal, file=sys.stderr)
        raise typer.Exit(2) from refusal
    print(made.slug)


@app.command("list")
def list_sites() -> None:
    """Print each site's short name, its name and its municipality."""
    start_django()
    from peervej.apps.places.models import Site

    for row in Site.objects.select_related("municipality"):
        print(f"{row.slug}\t{row.name}\t{row.municipality.name}")
