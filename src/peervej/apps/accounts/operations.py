"""Letting members of staff in, and out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import STAFF_ROLES, Role
from peervej.apps.accounts.models import Membership, User
from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import Site

# Roles that see one place; the others see all.
AT_ONE_SITE = frozenset({Role.COORDINATOR, Role.INTERVIEWER, Role.MUNICIPAL})


class StaffRefused(ValueError):
    """The membership cannot be given; the message says why."""


@transaction.atomic
def add_member(
    email: str, *, name: str, role: Role, site: Site | None, actor: str, now: datetime
) -> tuple[User, bool]:
    """Give a role to a member of staff; the account is made first where there is none.

    Returns the account, and whether it is new: a new one has no password until its owner
    chooses one. The same role twice changes nothing.
    """
    if role not in STAFF_ROLES:
        raise StaffRefused(_("That role is not for staff."))
    if (role in AT_ONE_SITE) != (site is not None):
        raise StaffRefused(
            _("This role is held at one site: name it.")
            if site is None
            else _("This role holds everywhere: name no site.")
        )
    user = User.objects.filter(email__iexact=email).first()
    made = user is None
    if user is None:
        user = User.objects.create_user(email, name=name)
    user.is_active = True
    user.save(update_fields=["is_active"])
    membership, is_new = Membership.objects.get_or_create(user=user, role=role, site=site)
    if is_new:
        site_id = site.pk if site else None
        record_event("add_member", membership, actor=actor, now=now, site_id=site_id, role=role)
    return user, made


@transaction.atomic
def remove_member(user: User, *, actor: str, now: datetime) -> None:
    """Take every role from somebody and close the account; what they did stays in the audit."""
    user.memberships.all().delete()
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record_event("remove_member", user, actor=actor, now=now)
