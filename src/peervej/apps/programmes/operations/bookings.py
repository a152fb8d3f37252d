"""A volunteer can be in one place at a time."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.programmes.operations.refusals import PlanRefused
from peervej.apps.programmes.queries.sessions import busy_with
from peervej.apps.volunteers.models import Volunteer
from peervej.methods.scheduling import COPENHAGEN


class VolunteerBusy(PlanRefused):
    """The volunteer already leads something at that time."""


def refuse_double_booking(volunteer: Volunteer, times: Iterable[tuple[datetime, datetime]]) -> None:
    """Lock the volunteer and refuse when one of `times` (start, end) is taken.

    The lock makes two bookings at the same moment come one after the other, so that the
    second one sees the first. Call it inside the operation's transaction.
    """
    Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    for start, end in times:
        if busy_with(volunteer, start, end):
            local = start.astimezone(COPENHAGEN)
            raise VolunteerBusy(
                _("%(name)s already leads a meeting on %(day)s at %(time)s.")
                % {
                    "name": volunteer.display_name,
                    "day": f"{local:%d.%m.%Y}",
                    "time": f"{local:%H.%M}",
                }
            )
