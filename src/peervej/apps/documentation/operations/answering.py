"""One person fills in one sheet, without a name."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.entropy import random_uuid
from peervej.apps.audit.operations import record_research_event
from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.models import Kit, Sheet
from peervej.apps.documentation.queries import is_open
from peervej.apps.people.vault import keyed_hash
from peervej.data.instruments import load_instrument

MOST_SHEETS = 1000
# A whole house answering at the same meeting stays under this; a machine does not.
MOST_IN_AN_HOUR = 80
SHORTEST_CODE = 3
LONGEST_CODE = 40

Answers = Mapping[str, Mapping[str, int | None]]


class SheetRefused(ValueError):
    """The sheet cannot be taken as it is."""


class KitClosed(SheetRefused):
    """The period is over, has not begun, or was closed."""


class TooManySheets(SheetRefused):
    """More sheets come than people could fill in."""


class NothingAnswered(SheetRefused):
    """Not one question is answered."""


@transaction.atomic
def take_sheet(
    kit: Kit, answers: Answers, *, ticket: str, is_later: bool, code: str, now: datetime
) -> Sheet:
    """Keep a sheet; the same ticket again returns the first, so that two presses are one sheet.

    Of the code only a keyed hash is kept, made with the kit's number, so that the same code at
    another place is another hash. The audit event names neither sheet nor hour.
    """
    held = Kit.objects.select_for_update().get(pk=kit.pk)
    if not is_open(held, now.date()):
        raise KitClosed(_("The period is over. Nothing more is taken in."))
    known = Sheet.objects.filter(kit=held, ticket=ticket).first()
    if known is not None:
        return known
    kept = _fitting(held, answers)
    code_hash = hash_code(held, code) if held.asking == Asking.LINKED and code.strip() else ""
    _count(held, now)
    sheet = Sheet.objects.create(
        key=random_uuid(),
        kit=held,
        ticket=ticket,
        is_later=is_later and held.has_rounds,
        code_hash=code_hash,
        answers=kept,
        answered_on=now.date(),
    )
    record_research_event("take_sheet", Sheet, now=now)
    return sheet


def hash_code(kit: Kit, code: str) -> str:
    """What is kept of a code: case, spaces and signs make no difference."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", code).casefold() if c.isalnum())
    if not SHORTEST_CODE <= len(plain) <= LONGEST_CODE:
        raise SheetRefused(_("Write a code of at least 3 letters or numbers."))
    return keyed_hash("documentation", f"{kit.pk}\0{plain}")


def _fitting(kit: Kit, answers: Answers) -> dict[str, dict[str, int | None]]:
    kept: dict[str, dict[str, int | None]] = {}
    for name in kit.instruments:
        given = answers.get(name, {})
        items = load_instrument(name).items
        for item in items:
            value = given.get(item.id)
            if value is not None and not item.floor <= value <= item.ceiling:
                raise SheetRefused(_("One of the answers is not among those to choose from."))
        kept[name] = {item.id: given.get(item.id) for item in items}
    if all(value is None for items in kept.values() for value in items.values()):
        raise NothingAnswered(_("Answer at least one question."))
    return kept


def _count(kit: Kit, now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    if kit.hour != hour:
        kit.hour, kit.in_hour = hour, 0
    if kit.in_hour >= MOST_IN_AN_HOUR:
        raise TooManySheets(_("Very many have answered just now. Try again in an hour."))
    if Sheet.objects.filter(kit=kit).count() >= MOST_SHEETS:
        raise TooManySheets(_("No more answers can be taken in. Tell those at the place."))
    kit.in_hour += 1
    kit.save(update_fields=["hour", "in_hour"])
