"""Open meetings for those who think of volunteering: planned, and heads counted afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import Site
from peervej.apps.volunteers.models import InfoMeeting
from peervej.apps.volunteers.operations.refusals import StepInFuture, VolunteerRefused

MOST_IN_A_ROOM = 200


@transaction.atomic
def plan_info_meeting(
    site: Site, *, starts_at: datetime, place: str, actor: str, now: datetime
) -> InfoMeeting:
    """Plan an open meeting; it stands on the public page, and nobody signs up."""
    if starts_at.timestamp() <= now.timestamp():
        raise VolunteerRefused(_("Choose a time that is coming."))
    meeting = InfoMeeting.objects.create(site=site, starts_at=starts_at, place=place.strip())
    record_event("plan_info_meeting", meeting, actor=actor, now=now, site_id=site.pk)
    return meeting


@transaction.atomic
def count_info_meeting(meeting: InfoMeeting, came: int, *, actor: str, now: datetime) -> None:
    """How many came; noted again it is corrected."""
    if meeting.starts_at > now:
        raise StepInFuture(_("The meeting has not begun."))
    if not 0 <= came <= MOST_IN_A_ROOM:
        raise VolunteerRefused(_("Write how many came, from 0 to 200."))
    meeting.came = came
    meeting.save(update_fields=["came"])
    record_event("count_info_meeting", meeting, actor=actor, now=now, site_id=meeting.site_id)


@transaction.atomic
def cancel_info_meeting(meeting: InfoMeeting, *, actor: str, now: datetime) -> None:
    """Take a meeting that has not begun off the page."""
    if meeting.starts_at <= now:
        raise VolunteerRefused(_("It has been held. Note how many came."))
    record_event("cancel_info_meeting", meeting, actor=actor, now=now, site_id=meeting.site_id)
    meeting.delete()
