"""A break, back again, goodbye; and what is kept meanwhile."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import revoke_links
from peervej.apps.figures.operations import count_up
from peervej.apps.people.models import Person
from peervej.apps.people.operations import before_erasure, keep_until, on_new_channel
from peervej.apps.volunteers.enums import GONE, LeavingReason, StayLength, VolunteerState
from peervej.apps.volunteers.models import Application, Volunteer
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.rows import lock_volunteer, record_about
from peervej.methods.scheduling.months import whole_months

STAYED = ((6, StayLength.HALF_YEAR), (12, StayLength.YEAR), (24, StayLength.TWO_YEARS))


@transaction.atomic
def pause_volunteer(volunteer: Volunteer, *, actor: str, now: datetime) -> None:
    """A break, without explanation."""
    _change(volunteer, {VolunteerState.ACTIVE}, VolunteerState.PAUSED, actor, now)


@transaction.atomic
def resume_volunteer(volunteer: Volunteer, *, actor: str, now: datetime) -> None:
    """Back from the break."""
    _change(volunteer, {VolunteerState.PAUSED}, VolunteerState.ACTIVE, actor, now)


@transaction.atomic
def stop_volunteer(
    volunteer: Volunteer, *, reason: str = LeavingReason.OTHER, actor: str, now: datetime
) -> None:
    """Goodbye: the links close; the reason and the length of the stay are counted."""
    every = set(VolunteerState) - set(GONE)
    volunteer = _change(volunteer, every, VolunteerState.STOPPED, actor, now)
    volunteer.ended_on = now.date()
    volunteer.leaving_reason = LeavingReason(reason)
    volunteer.save(update_fields=["ended_on", "leaving_reason"])
    revoke_links(Role.VOLUNTEER, volunteer.pk, now=now)
    count_up(volunteer.site_id, "volunteer_left", on=now.date(), value=volunteer.leaving_reason)
    if volunteer.since:
        stayed = length_of_stay(volunteer.since, now.date())
        count_up(volunteer.site_id, "volunteer_stayed", on=now.date(), value=stayed)


def length_of_stay(since: date, until: date) -> str:
    """The coarse length by which a stay is counted."""
    months = whole_months(since, until)
    return next((name for limit, name in STAYED if months < limit), StayLength.LONGER).value


def keep_volunteers(now: datetime) -> None:
    """Whoever helps or is on the way in is not erased meanwhile."""
    soon = now.date() + timedelta(days=60)
    rows = Volunteer.objects.exclude(state__in=GONE).filter(person__erase_after__lt=soon)
    for volunteer in rows.select_related("person"):
        keep_until(volunteer.person, now.date())


@on_new_channel
def close_links(person: Person, now: datetime) -> None:
    """Links that went to an old phone or mailbox open nothing any more."""
    for key in Volunteer.objects.filter(person=person).values_list("pk", flat=True):
        revoke_links(Role.VOLUNTEER, key, now=now)


@before_erasure
def forget_volunteer(person: Person, now: datetime) -> None:
    """Before a person is erased: nothing that says who the volunteer was stays."""
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        return
    revoke_links(Role.VOLUNTEER, volunteer.pk, now=now)
    Application.objects.filter(volunteer=volunteer).delete()
    volunteer.display_name = "–"
    volunteer.introduction = ""
    volunteer.state = VolunteerState.STOPPED
    volunteer.times, volunteer.offers, volunteer.interests = [], [], []
    volunteer.save()


def _change(
    volunteer: Volunteer,
    before: set[VolunteerState],
    after: VolunteerState,
    actor: str,
    now: datetime,
) -> Volunteer:
    volunteer = lock_volunteer(volunteer)
    if volunteer.state not in before:
        raise VolunteerRefused(
            _("That cannot be done now: %(state)s.") % {"state": volunteer.get_state_display()}
        )
    volunteer.state = after
    volunteer.save(update_fields=["state"])
    record_about(f"volunteer_{after.value}", volunteer, actor, now)
    return volunteer
