"""What a site says of itself, how long it lets people wait, and the weeks it is closed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import ClosedWeek, Site
from peervej.apps.programmes.queries.meetings import local_day

LONGEST_WAIT_WEEKS = 52


class SiteRefused(Exception):
    """What was written about the site cannot be used; the message says why."""


@transaction.atomic
def change_site(
    site: Site,
    *,
    address: str,
    access: str,
    phone: str,
    coordinator_name: str,
    partner: str,
    maximum_wait_weeks: int,
    actor: str,
    now: datetime,
) -> Site:
    """Change what is public about a site, and its longest wait; audit event."""
    if not address.strip():
        raise SiteRefused(_("Write the address, so people can find you."))
    if not 1 <= maximum_wait_weeks <= LONGEST_WAIT_WEEKS:
        raise SiteRefused(_("The longest wait is between 1 and 52 weeks."))
    site = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    site.address, site.access = address.strip(), access.strip()
    site.phone, site.partner = phone.strip(), partner.strip()
    site.coordinator_name = coordinator_name.strip()
    site.maximum_wait_weeks = maximum_wait_weeks
    site.save()
    record_event(
        "change_site", site, actor=actor, now=now, site_id=site.pk, weeks=maximum_wait_weeks
    )
    return site


@transaction.atomic
def close_week(site: Site, *, year: int, week: int, actor: str, now: datetime) -> ClosedWeek:
    """Hold no new meetings in an ISO week; those already planned stay until they are moved.

    Raises SiteRefused for a week that does not exist or is over.
    """
    try:
        sunday = date.fromisocalendar(year, week, 7)
    except ValueError as error:
        raise SiteRefused(_("There is no such week in that year.")) from error
    if sunday < local_day(now):
        raise SiteRefused(_("That week is over."))
    closed, made = ClosedWeek.objects.get_or_create(site=site, year=year, week=week)
    if made:
        record_event(
            "close_week", site, actor=actor, now=now, site_id=site.pk, year=year, week=week
        )
    return closed


@transaction.atomic
def reopen_week(closed: ClosedWeek, *, actor: str, now: datetime) -> None:
    """Meetings may be planned in that week again."""
    site_id, year, week = closed.site_id, closed.year, closed.week
    if ClosedWeek.objects.filter(pk=closed.pk).delete()[0]:
        record_event(
            "reopen_week", closed.site, actor=actor, now=now, site_id=site_id, year=year, week=week
        )
