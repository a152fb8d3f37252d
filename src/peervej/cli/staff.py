"""`peervej staff`: let members of staff in, and out again."""

import sys
from enum import StrEnum
from typing import Annotated, NoReturn

import typer

from peervej.cli.django_setup import start_django

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


class StaffRole(StrEnum):
    """What a member of staff may be."""

    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    RESEARCHER = "researcher"
    NATIONAL = "national"
    MUNICIPAL = "municipal"
    EDITOR = "editor"


def _refuse(why: object) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(2)


@app.callback()
def staff() -> None:
    """Members of staff and their roles."""


@app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="Their own e-mail; no shared accounts.")],
    role: Annotated[StaffRole, typer.Option(help="What they are.")],
    name: Annotated[str, typer.Option(help="What they are called.")] = "",
    site: Annotated[str, typer.Option(help="The site's short name, from `site list`.")] = "",
) -> None:
    """Give a role; for a new account, print the link with which its owner chooses a password."""
    start_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from peervej.apps.accounts.enums import Role
    from peervej.apps.accounts.links import password_link
    from peervej.apps.accounts.operations import StaffRefused, add_member
    from peervej.apps.audit.clock import current_time
    from peervej.apps.places.models import Site

    try:
        validate_email(email)
    except ValidationError:
        _refuse(f"{email!r} is no e-mail address.")
    where = Site.objects.filter(slug=site).first()
    if site and where is None:
        known = ", ".join(Site.objects.values_list("slug", flat=True)) or "none yet"
        _refuse(f"There is no site {site!r}; there are: {known}.")
    try:
        user, made = add_member(
            email,
            name=name or email.partition("@")[0],
            role=Role(role),
            site=where,
            actor="operator",
            now=current_time(),
        )
    except StaffRefused as refusal:
        _refuse(refusal)
    if made:
        print("They choose a password here; give them the link yourself. It works for three days.")
        print(password_link(user))
    else:
        print("The role is given. They sign in as before.")


@app.command("list")
def list_staff() -> None:
    """Print each member's e-mail, role and site."""
    start_django()
    from peervej.apps.accounts.models import Membership

    for row in Membership.objects.select_related("user", "site").order_by("user__email"):
        print(f"{row.user.email}\t{row.role}\t{row.site.slug if row.site else 'everywhere'}")


@app.command("remove")
def remove(email: Annotated[str, typer.Argument(help="The e-mail they sign in with.")]) -> None:
    """Take every role from somebody and close the account."""
    start_django()
    from peervej.apps.accounts.models import User
    from peervej.apps.accounts.operations import remove_member
    from peervej.apps.audit.clock import current_time

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        _refuse(f"Nobody signs in as {email!r}.")
    remove_member(user, actor="operator", now=current_time())
    print("Closed.")
