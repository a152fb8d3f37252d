"""When care is due, and who has not been thanked for long."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import CareGroup, Expense, Volunteer

THANK_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class CareDue:
    """A group, when it last met, and when it should meet."""

    group: CareGroup
    last: date | None
    due_on: date
    is_overdue: bool


def care_rhythm(site: Site, day: date) -> list[CareDue]:
    """Every group of the site, the most overdue first."""
    found = []
    for group in CareGroup.objects.filter(site=site).annotate(last=Max("meetings__held_on")):
        last: date | None = group.last
        due_on = (last or group.begun_on) + timedelta(days=group.every_days)
        found.append(CareDue(group, last, due_on, due_on < day))
    return sorted(found, key=lambda row: (row.due_on, row.group.pk))


def care_overdue(site: Site, day: date) -> list[CareDue]:
    """Groups whose meeting should have been held before `day`."""
    return [row for row in care_rhythm(site, day) if row.is_overdue]


def next_care_of(volunteer: Volunteer, day: date) -> list[CareDue]:
    """The groups a volunteer is in, the one that meets first first."""
    mine = set(volunteer.care_groups.values_list("pk", flat=True))
    return [row for row in care_rhythm(volunteer.site, day) if row.group.pk in mine]


def unpaid_expenses(site: Site) -> QuerySet[Expense]:
    """Money the volunteers have laid out and not got back, the oldest first."""
    rows = Expense.objects.filter(volunteer__site=site, paid_on=None)
    return rows.select_related("volunteer").order_by("spent_on", "pk")


def not_thanked_for_long(site: Site, day: date) -> QuerySet[Volunteer]:
    """Active volunteers without a thank-you for half a year."""
    rows = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE)
    rows = rows.annotate(thanked_on=Max("thanks__given_on"))
    long_ago = day - THANK_AFTER
    return rows.filter(Q(thanked_on__lt=long_ago) | Q(thanked_on=None, since__lt=long_ago))
