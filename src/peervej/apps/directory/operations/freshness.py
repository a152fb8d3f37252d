"""Keeping entries true by asking those who run them: few reminders, then silence."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import Listing, OwnerState, SectionNumber
from peervej.apps.directory.models import Initiative, Section
from peervej.apps.directory.operations.publishing import touch_catalogue
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.drafts import LAST_REMINDER
from peervej.apps.directory.queries.freshness import (
    Freshness,
    ask_again_on,
    due_on,
    fades_on,
    freshest,
    freshness_of,
)
from peervej.apps.messaging.operations import queue_message

FACTS_PART = 0
MONTHS = (3, 6, 12)
BETWEEN_REMINDERS = timedelta(weeks=2)
# No interval is shorter: fewer entries to look at.
SHORTEST_INTERVAL = timedelta(days=80)
A_YEAR = timedelta(days=365)


class UnknownInterval(ValueError):
    """Owners are asked every 3, 6 or 12 months."""


@transaction.atomic
def confirm_parts(
    initiative: Initiative, parts: Collection[int], *, actor: str, now: datetime
) -> None:
    """An owner says that some sections, or the facts (part 0), still hold.

    The entry counts as confirmed when every part is; then a hidden one comes back and the
    reminders begin anew. A part alone stops no reminder about the others.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if FACTS_PART in parts:
        initiative.facts_confirmed_at = now
    numbers = [part for part in parts if part in SectionNumber.values]
    Section.objects.filter(initiative=initiative, number__in=numbers).update(confirmed_at=now)
    count_from(initiative, freshest(initiative))
    if initiative.listing == Listing.HIDDEN and freshness_of(initiative, now) in (
        Freshness.CONFIRMED,
        Freshness.AGEING,
    ):
        initiative.listing = Listing.PUBLIC
    initiative.save()
    touch_catalogue()
    record_event("confirm_parts", initiative, actor=actor, now=now, parts=sorted(parts))


def count_from(initiative: Initiative, confirmed_at: datetime | None) -> None:
    """Let the owners' interval count from another moment; the row is not saved here."""
    if confirmed_at is not None and confirmed_at != initiative.confirmed_at:
        restart_reminders(initiative)
    initiative.confirmed_at = confirmed_at


def restart_reminders(initiative: Initiative, *, asked_on: date | None = None) -> None:
    """The next reminder is the first, two weeks after `asked_on`; the row is not saved here."""
    initiative.asked_again, initiative.asked_on = 0, asked_on


@transaction.atomic
def choose_interval(initiative: Initiative, months: int, *, actor: str, now: datetime) -> None:
    """How often the owners are asked: every 3, 6 or 12 months.

    When that puts off the day they are asked, the reminders sent so far count no more.
    """
    if months not in MONTHS:
        raise UnknownInterval(_("Choose 3, 6 or 12 months."))
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    initiative.confirm_months = months
    due = ask_again_on(initiative)
    if due is not None and local_day(now) < due:
        restart_reminders(initiative)
    initiative.save()
    touch_catalogue()
    record_event("choose_interval", initiative, actor=actor, now=now, months=months)


def remind_owners(*, now: datetime) -> int:
    """Ask owners whether it still holds: when due, after 2, 4 and 6 weeks, then silence.

    Then the entry stands in the editor's queue. Running it again sends nothing twice, and
    after a stop of days or months the next reminder still leaves two weeks to answer.
    """
    sent = 0
    day = local_day(now)
    for initiative in _perhaps_due(now):
        due = ask_again_on(initiative)
        if due is not None and day >= _next_reminder_on(initiative, due):
            sent += _remind(initiative, due, now)
    return sent


def _perhaps_due(now: datetime) -> QuerySet[Initiative]:
    """Public entries with an owner, not asked four times yet, longest-kept confirmations."""
    long_ago = now - SHORTEST_INTERVAL
    let_in = Q(owners__state=OwnerState.VERIFIED)
    counted = Q(confirmed_at__lt=long_ago) | Q(confirmed_at=None, owners__verified_at__lt=long_ago)
    return Initiative.objects.filter(
        let_in & counted, listing=Listing.PUBLIC, asked_again__lt=LAST_REMINDER
    ).distinct()


def _next_reminder_on(initiative: Initiative, due: date) -> date:
    planned = due + initiative.asked_again * BETWEEN_REMINDERS
    if initiative.asked_on is None:
        return planned
    return max(planned, initiative.asked_on + BETWEEN_REMINDERS)


@transaction.atomic
def _remind(initiative: Initiative, due: date, now: datetime) -> int:
    turn = initiative.asked_again
    claimed = Initiative.objects.filter(pk=initiative.pk, asked_again=turn).update(
        asked_again=turn + 1, asked_on=local_day(now)
    )
    if not claimed:
        return 0
    owners = initiative.owners.filter(state=OwnerState.VERIFIED).select_related("addressee")
    for owner in owners:
        queue_message(
            owner.addressee,
            "directory.reminder",
            key=f"directory.reminder/{owner.pk}/{due:%Y%m%d}/{turn}",
            reference=str(initiative.pk),
            now=now,
        )
    return len(owners)


@transaction.atomic
def hide_faded(*, now: datetime) -> int:
    """Hide entries a year past their date; they are kept and come back when confirmed."""
    hidden = 0
    day = local_day(now)
    confirmed = Initiative.objects.filter(listing=Listing.PUBLIC, confirmed_at__lt=now - A_YEAR)
    for initiative in confirmed.select_for_update():
        since = initiative.confirmed_at
        if since is None or day < fades_on(due_on(since, initiative.confirm_months)):
            continue
        initiative.listing = Listing.HIDDEN
        initiative.save(update_fields=["listing"])
        record_event("hide_faded", initiative, actor="timer", now=now)
        hidden += 1
    if hidden:
        touch_catalogue()
    return hidden
