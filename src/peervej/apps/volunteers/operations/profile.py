"""What a volunteer brings."""

from datetime import datetime

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.volunteers.models import Volunteer


@transaction.atomic
def set_profile(
    volunteer: Volunteer,
    *,
    languages: list[str],
    times: list[str],
    offers: list[str],
    interests: list[str],
    room: int,
    introduction: str,
    actor: str,
    now: datetime,
) -> Volunteer:
    """Note languages, times, needs met, interests, room, and the public words."""
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    volunteer.languages, volunteer.times = languages, times
    volunteer.offers, volunteer.interests = offers, interests
    volunteer.room, volunteer.introduction = room, introduction.strip()
    volunteer.save()
    record_event("set_profile", volunteer, actor=actor, now=now, site_id=volunteer.site_id)
    return volunteer
