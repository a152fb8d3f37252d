"""How long ago those who run an entry said that it holds, counted in Danish days."""

from datetime import date, datetime

from peervej.apps.directory.enums import OwnerState
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.methods.scheduling.months import add_months

FADES_AFTER_MONTHS = 12


class Freshness:
    """The public marks; an entry from a source alone was never confirmed."""

    CONFIRMED = "confirmed"
    AGEING = "ageing"
    FADED = "faded"
    NEVER = "never"


def due_on(confirmed_at: datetime, months: int) -> date:
    """The day a confirmation of `months` runs out; a month's last where it has no such day."""
    return add_months(local_day(confirmed_at), months)


def fades_on(due: date) -> date:
    """The day an entry that was due on `due` leaves the list."""
    return add_months(due, FADES_AFTER_MONTHS)


def asked_from(initiative: Initiative) -> datetime | None:
    """The moment its owners' interval counts from; None while nobody can be asked.

    That is when everything was confirmed. While a part still lacks it, it is when the first
    of its owners was let in.
    """
    if initiative.confirmed_at is not None:
        return initiative.confirmed_at
    owners = initiative.owners.filter(state=OwnerState.VERIFIED, verified_at__isnull=False)
    return owners.order_by("verified_at").values_list("verified_at", flat=True).first()


def ask_again_on(initiative: Initiative) -> date | None:
    """The day its owners are asked whether it still holds; None while nobody can be asked."""
    since = asked_from(initiative)
    return None if since is None else due_on(since, initiative.confirm_months)


def freshest(initiative: Initiative) -> datetime | None:
    """When everything was last confirmed: the oldest of facts and sections, None if one lacks."""
    moments = [initiative.facts_confirmed_at]
    moments += initiative.sections.values_list("confirmed_at", flat=True)
    known = [moment for moment in moments if moment is not None]
    return min(known) if len(known) == len(moments) else None


def freshness_of(initiative: Initiative, now: datetime) -> str:
    """How far an entry is from its last confirmation by an owner."""
    if initiative.confirmed_at is None:
        return Freshness.NEVER
    due = due_on(initiative.confirmed_at, initiative.confirm_months)
    day = local_day(now)
    if day < due:
        return Freshness.CONFIRMED
    return Freshness.AGEING if day < fades_on(due) else Freshness.FADED
