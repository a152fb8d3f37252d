"""The numbers to call when it cannot wait: added, changed, checked, taken away."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import AcuteNumber, Region

CALLABLE = re.compile(r"\+?\d(?: ?\d){2,14}")


class NumberRefused(ValueError):
    """A number that cannot stand on the pages; the message says why."""


@transaction.atomic
def add_number(
    region: Region, *, label: str, number: str, actor: str, now: datetime
) -> AcuteNumber:
    """A number for one region, checked today."""
    last = AcuteNumber.objects.aggregate(last=Max("position"))["last"] or 0
    row = AcuteNumber.objects.create(
        region=region,
        label=_label(label),
        number=_callable(number),
        last_checked_on=now.date(),
        position=last + 1,
    )
    record_event("add_acute_number", row, actor=actor, now=now)
    return row


@transaction.atomic
def change_number(
    row: AcuteNumber, *, label: str, number: str, actor: str, now: datetime
) -> AcuteNumber:
    """Saved is checked: the day it was looked up stands beside it."""
    row.label, row.number, row.last_checked_on = _label(label), _callable(number), now.date()
    row.save(update_fields=["label", "number", "last_checked_on"])
    record_event("change_acute_number", row, actor=actor, now=now)
    return row


@transaction.atomic
def remove_number(row: AcuteNumber, *, actor: str, now: datetime) -> None:
    """Take a region's number away; those that hold everywhere stay."""
    if row.region_id is None:
        raise NumberRefused(_("This number holds everywhere and stays. You can change it."))
    record_event("remove_acute_number", row, actor=actor, now=now)
    row.delete()


def _label(text: str) -> str:
    if not text.strip():
        raise NumberRefused(_("Write who answers the number."))
    return text.strip()


def _callable(number: str) -> str:
    number = number.strip()
    if not CALLABLE.fullmatch(number):
        raise NumberRefused(_("Write the number with digits, for example 22 33 44 55."))
    return number
