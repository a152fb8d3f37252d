"""Groups in which volunteers support each other, and thanks."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import Site
from peervej.apps.volunteers.models import CareGroup, CareMeeting, Thanks, Volunteer
from peervej.apps.volunteers.operations.refusals import StepInFuture, VolunteerRefused


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
