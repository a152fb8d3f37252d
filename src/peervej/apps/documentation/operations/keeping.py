"""A place opens a kit, keeps it, and closes it for its page of figures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.entropy import random_bytes
from peervej.apps.audit.operations import record_event
from peervej.apps.directory.models import Initiative
from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.models import KEY_LENGTH, Kit, Sheet
from peervej.apps.documentation.queries import kits_of, replies_of, usable_instruments
from peervej.apps.places.models import Site
from peervej.data.instruments import load_instrument
from peervej.methods.documentation import Design, Plan, summarise

MOST_INSTRUMENTS = 2
MOST_OPEN = 3
LONGEST = timedelta(days=366)
# Without the letters and numbers people mix up when they type from a poster.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class KitRefused(ValueError):
    """The kit cannot be set up or changed like that."""


@transaction.atomic
def open_kit(
    place: Initiative | Site,
    *,
    place_name: str,
    asking: str,
    instruments: Sequence[str],
    closes_on: date,
    reliability: Mapping[str, tuple[float, str]] | None = None,
    actor: str,
    now: datetime,
) -> Kit:
    """Set up a kit that opens today; at most three are open at a place."""
    known = {one.id for one in usable_instruments()}
    if not 1 <= len(instruments) <= MOST_INSTRUMENTS or len(set(instruments)) < len(instruments):
        raise KitRefused(_("Choose one or two questionnaires."))
    if not set(instruments) <= known:
        raise KitRefused(_("One of the questionnaires cannot be used here."))
    _check_end(now.date(), closes_on, now)
    type(place)._default_manager.select_for_update().get(pk=place.pk)
    if kits_of(place).filter(closed_at=None).count() >= MOST_OPEN:
        raise KitRefused(_("Three are open already. Close one of them first."))
    kit = Kit.objects.create(
        initiative=place if isinstance(place, Initiative) else None,
        site=place if isinstance(place, Site) else None,
        key=new_key(),
        place_name=place_name,
        asking=Asking(asking),
        instruments=list(instruments),
        reliability={name: list(given) for name, given in (reliability or {}).items()},
        opens_on=now.date(),
        closes_on=closes_on,
        made_at=now,
    )
    record_event("open_kit", kit, actor=actor, now=now, site_id=kit.site_id)
    return kit


@transaction.atomic
def extend_kit(kit: Kit, closes_on: date, *, actor: str, now: datetime) -> None:
    """Another last day, while it is open."""
    held = _open_kit(kit)
    _check_end(held.opens_on, closes_on, now)
    held.closes_on = closes_on
    held.save(update_fields=["closes_on"])
    record_event("extend_kit", held, actor=actor, now=now, site_id=held.site_id)


@transaction.atomic
def renew_address(kit: Kit, *, actor: str, now: datetime) -> None:
    """A new address; the old one, where it was lost or misused, leads nowhere from now on."""
    held = _open_kit(kit)
    held.key = new_key()
    held.save(update_fields=["key"])
    record_event("renew_kit_address", held, actor=actor, now=now, site_id=held.site_id)


@transaction.atomic
def close_kit(kit: Kit, *, actor: str, now: datetime) -> Kit:
    """Count once, keep the figures, and erase every sheet. Closing again changes nothing.

    Counting once is what keeps people hidden: figures from two moments laid beside each other
    would give away whoever answered between them.
    """
    held = Kit.objects.select_for_update().get(pk=kit.pk)
    if held.closed_at is not None:
        return held
    plan = Plan(
        Design(held.asking),
        tuple(load_instrument(name) for name in held.instruments),
        {name: (float(given[0]), str(given[1])) for name, given in held.reliability.items()},
    )
    held.figures = summarise(plan, replies_of(held))
    held.closed_at = now
    held.closes_on = min(held.closes_on, now.date())
    held.save(update_fields=["figures", "closed_at", "closes_on"])
    Sheet.objects.filter(kit=held).delete()
    record_event("close_kit", held, actor=actor, now=now, site_id=held.site_id)
    return held


def close_overdue(now: datetime) -> int:
    """Close every kit whose last day has passed; returns how many."""
    due = list(Kit.objects.filter(closed_at=None, closes_on__lt=now.date()))
    for kit in due:
        close_kit(kit, actor="timer", now=now)
    return len(due)


def new_key() -> str:
    """An address nobody guesses: ten signs of 31, nearly fifty bits."""
    signs = ""
    while len(signs) < KEY_LENGTH:
        # Bytes above the largest multiple of 31 are thrown away, so every sign is as likely.
        signs += "".join(ALPHABET[b % 31] for b in random_bytes(KEY_LENGTH) if b < 248)
    return signs[:KEY_LENGTH]


def _open_kit(kit: Kit) -> Kit:
    held = Kit.objects.select_for_update().get(pk=kit.pk)
    if held.closed_at is not None:
        raise KitRefused(_("It is closed and counted, and cannot be changed."))
    return held


def _check_end(opens_on: date, closes_on: date, now: datetime) -> None:
    if closes_on <= now.date():
        raise KitRefused(_("The last day lies ahead."))
    if closes_on - opens_on > LONGEST:
        raise KitRefused(_("A period is at most a year."))
