"""Who speaks for an entry: asked for, verified or invited by the editor, ended."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import revoke_links
from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import OwnerState
from peervej.apps.directory.models import Initiative, Owner
from peervej.apps.directory.operations.freshness import restart_reminders
from peervej.apps.directory.queries.days import local_day
from peervej.apps.messaging.addressees import find_or_make_addressee
from peervej.apps.messaging.operations import queue_message


@transaction.atomic
def ask_to_own(initiative: Initiative, *, email: str, actor: str, now: datetime) -> Owner:
    """Someone asks to take care of an entry; the editor verifies before a link is sent.

    A mailbox at the entry's own web address is marked as such. Raises ValidationError
    on a malformed address; asking twice is one request.
    """
    addressee = find_or_make_addressee(email)
    owner, made = Owner.objects.get_or_create(
        initiative=initiative,
        addressee=addressee,
        defaults={"asked_at": now, "same_domain": is_same_domain(email, initiative.website)},
    )
    if owner.state == OwnerState.ENDED:
        owner.state, owner.asked_at = OwnerState.ASKED, now
        owner.save()
    if owner.state == OwnerState.VERIFIED:
        send_owner_link(owner, now=now)
    if made:
        record_event("ask_to_own", owner, actor=actor, now=now, initiative=initiative.pk)
    return owner


def send_owner_link(owner: Owner, *, now: datetime) -> None:
    """Send a verified owner a fresh link; at most one an hour since they were let in."""
    queue_message(
        owner.addressee,
        "directory.owner_link",
        key=f"directory.owner_link/{owner.pk}/{owner.verified_at:%Y%m%d%H%M%S}/{now:%Y%m%d%H}",
        reference=str(owner.initiative_id),
        now=now,
    )


def is_same_domain(email: str, website: str) -> bool:
    """Whether the mailbox belongs to the entry's own web address."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    domain = email.rpartition("@")[2].strip().lower()
    return bool(host) and (host == domain or domain.endswith(f".{host}"))


@transaction.atomic
def invite_owner(initiative: Initiative, *, email: str, actor: str, now: datetime) -> Owner:
    """The editor knows whose entry it is: the mailbox is sent a link at once."""
    owner, _made = Owner.objects.get_or_create(
        initiative=initiative,
        addressee=find_or_make_addressee(email),
        defaults={"asked_at": now, "same_domain": is_same_domain(email, initiative.website)},
    )
    _let_in(owner, now=now)
    record_event("invite_owner", owner, actor=actor, now=now, initiative=initiative.pk)
    return owner


@transaction.atomic
def verify_owner(owner: Owner, *, actor: str, now: datetime) -> None:
    """Let the mailbox speak for the entry; its link is sent."""
    _let_in(Owner.objects.select_for_update().get(pk=owner.pk), now=now)
    record_event("verify_owner", owner, actor=actor, now=now)


def _let_in(owner: Owner, *, now: datetime) -> None:
    """Send the link; whoever is new has two weeks before the first reminder."""
    if owner.state != OwnerState.VERIFIED:
        owner.state, owner.verified_at = OwnerState.VERIFIED, now
        owner.save()
        entry = Initiative.objects.select_for_update().get(pk=owner.initiative_id)
        restart_reminders(entry, asked_on=local_day(now))
        entry.save()
    send_owner_link(owner, now=now)


@transaction.atomic
def end_owner(owner: Owner, *, actor: str, now: datetime) -> None:
    """Close an owner's way in; the links of the entry end at once."""
    Owner.objects.filter(pk=owner.pk).update(state=OwnerState.ENDED)
    revoke_links(Role.OWNER, owner.initiative_id, now=now)
    record_event("end_owner", owner, actor=actor, now=now)
