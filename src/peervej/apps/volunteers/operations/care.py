"""Groups in which volunteers support each other, thanks, hours and expenses."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import ExpenseKind, HoursKind
from peervej.apps.volunteers.models import (
    CareGroup,
    CareMeeting,
    Expense,
    Hours,
    Thanks,
    Volunteer,
)
from peervej.apps.volunteers.operations.refusals import StepInFuture, VolunteerRefused

MOST_MINUTES = 24 * 60
MOST_ORE = 5_000_00
CLAIM_WITHIN = timedelta(days=365)


@transaction.atomic
def begin_care_group(
    site: Site,
    *,
    name: str,
    form: str,
    every_days: int,
    members: list[Volunteer],
    actor: str,
    now: datetime,
) -> CareGroup:
    """Begin a group with its rhythm; the first meeting is due one rhythm from now."""
    if every_days < 1:
        raise VolunteerRefused(_("The group meets at most once a day."))
    if any(member.site_id != site.pk for member in members):
        raise VolunteerRefused(_("Only the site's own volunteers can be in the group."))
    group = CareGroup.objects.create(
        site=site, name=name, form=form, every_days=every_days, begun_on=now.date()
    )
    group.members.set(members)
    record_event("begin_care_group", group, actor=actor, now=now, site_id=site.pk)
    return group


@transaction.atomic
def record_care_meeting(
    group: CareGroup, *, held_on: date, came: int, actor: str, now: datetime
) -> CareMeeting:
    """That it was held and how many came; the same day twice is corrected."""
    if held_on > now.date():
        raise StepInFuture(_("That day has not come yet. Write the day it was held."))
    meeting, _made = CareMeeting.objects.update_or_create(
        group=group, held_on=held_on, defaults={"came": came}
    )
    record_event("record_care_meeting", group, actor=actor, now=now, site_id=group.site_id)
    return meeting


@transaction.atomic
def thank_volunteer(volunteer: Volunteer, *, actor: str, now: datetime) -> Thanks:
    """Note that the volunteer was thanked."""
    thanks = Thanks.objects.create(volunteer=volunteer, given_on=now.date())
    record_event("thank_volunteer", volunteer, actor=actor, now=now, site_id=volunteer.site_id)
    return thanks


@transaction.atomic
def note_hours(
    volunteer: Volunteer, *, worked_on: date, minutes: int, kind: str, actor: str, now: datetime
) -> Hours:
    """Time spent beside the planned meetings, in minutes."""
    _refuse_day(worked_on, now)
    if not 1 <= minutes <= MOST_MINUTES:
        raise VolunteerRefused(_("Write how long it took, at most 24 hours."))
    hours = Hours.objects.create(
        volunteer=volunteer, worked_on=worked_on, minutes=minutes, kind=HoursKind(kind)
    )
    record_event("note_hours", volunteer, actor=actor, now=now, site_id=volunteer.site_id)
    return hours


@transaction.atomic
def claim_expense(
    volunteer: Volunteer, *, spent_on: date, amount: int, kind: str, actor: str, now: datetime
) -> Expense:
    """Money laid out, in øre; the coordinator pays it back and notes the day."""
    _refuse_day(spent_on, now)
    if not 1 <= amount <= MOST_ORE:
        raise VolunteerRefused(_("Write the amount in kroner, at most 5,000."))
    expense = Expense.objects.create(
        volunteer=volunteer, spent_on=spent_on, amount=amount, kind=ExpenseKind(kind)
    )
    record_event("claim_expense", volunteer, actor=actor, now=now, site_id=volunteer.site_id)
    return expense


@transaction.atomic
def pay_expense(expense: Expense, *, actor: str, now: datetime) -> Expense:
    """The money is paid back. Twice is once: the first day stays."""
    expense = Expense.objects.select_for_update().get(pk=expense.pk)
    if expense.paid_on is None:
        expense.paid_on = now.date()
        expense.save(update_fields=["paid_on"])
        site_id = expense.volunteer.site_id
        record_event("pay_expense", expense.volunteer, actor=actor, now=now, site_id=site_id)
    return expense


def _refuse_day(day: date, now: datetime) -> None:
    if day > now.date():
        raise StepInFuture(_("That day has not come yet."))
    if day < now.date() - CLAIM_WITHIN:
        raise VolunteerRefused(_("That is more than a year ago. Talk with the coordinator."))
