"""Applications whose time has passed."""

from datetime import datetime

from django.db.models import QuerySet

from peervej.apps.messaging.operations import queue_message
from peervej.apps.volunteers.enums import GONE, VolunteerState
from peervej.apps.volunteers.models import Application
from peervej.apps.volunteers.operations.rows import lock_volunteer, record_about


def erase_applications(rows: QuerySet[Application], now: datetime) -> None:
    """Remove what was written; whoever was never answered is told so, and is not kept waiting.

    How the retention run removes applications. Their person goes by its own rule from then.
    """
    for application in rows.filter(answered_at=None).select_related("volunteer__person"):
        volunteer = lock_volunteer(application.volunteer)
        if volunteer.state in GONE:
            continue
        if volunteer.state == VolunteerState.APPLIED:
            volunteer.state = VolunteerState.STOPPED
            volunteer.ended_on = now.date()
            volunteer.save(update_fields=["state", "ended_on"])
        record_about("forget_application", volunteer, "retention", now)
        queue_message(
            volunteer.person, "volunteers.forgotten", key=f"volunteers.forgotten/{volunteer.pk}",
            reference=str(volunteer.pk), now=now,
        )  # fmt: skip
    rows.delete()
