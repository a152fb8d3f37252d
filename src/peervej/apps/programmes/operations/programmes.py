"""Which programmes there are, and how a site runs them at a time (P14)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import GroupState, PeriodKind
from peervej.apps.programmes.models import Group, Period, Programme
from peervej.apps.programmes.queries.meetings import local_day
from peervej.data.programmes import load_programmes as shipped_programmes


class PeriodRefused(Exception):
    """The period cannot be opened, or not end then; the message says why."""


def load_programmes(now: datetime) -> int:
    """Bring the rows of the shipped definitions up to date; returns how many there are."""
    definitions = shipped_programmes()
    for definition in definitions:
        Programme.objects.update_or_create(
            slug=definition.slug,
            defaults={"title": definition.title, "kind": definition.kind},
        )
    return len(definitions)


@transaction.atomic
def open_period(
    site: Site,
    programme: Programme,
    *,
    kind: PeriodKind,
    starts_on: date,
    ends_on: date | None = None,
    trial_code: str = "",
    actor: str,
    now: datetime,
) -> Period:
    """Let a site run a programme in one way for a time (P14); audit event.

    Raises PeriodRefused when it would end before it starts or overlap another.
    """
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    if ends_on is not None and ends_on < starts_on:
        raise PeriodRefused(_("The period must end after it starts."))
    clash = Period.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    clash = clash.filter(site=site, programme=programme)
    if ends_on is not None:
        clash = clash.filter(starts_on__lte=ends_on)
    if clash.exists():
        raise PeriodRefused(_("Another period covers some of these days."))
    period = Period.objects.create(
        site=site,
        programme=programme,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        trial_code=trial_code,
    )
    record_event("open_period", period, actor=actor, now=now, site_id=site.pk, kind=str(kind))
    return period


@transaction.atomic
def end_period(period: Period, *, ends_on: date | None, actor: str, now: datetime) -> Period:
    """Set the last day on which people can join in this way; None lets it run on; audit event.

    Groups that have started go on to their last meeting. Raises PeriodRefused for a day that
    has passed, when another period is in the way, or when a group would start too late.
    """
    Site.objects.select_for_update(no_key=True).get(pk=period.site_id)
    period = Period.objects.select_for_update(no_key=True, of=("self",)).get(pk=period.pk)
    if ends_on is not None and ends_on < max(period.starts_on, local_day(now)):
        raise PeriodRefused(_("That day has passed, or lies before the first one."))
    later = Period.objects.filter(
        site=period.site_id, programme=period.programme_id, starts_on__gt=period.starts_on
    )
    if ends_on is not None:
        later = later.filter(starts_on__lte=ends_on)
    if later.exists():
        raise PeriodRefused(_("Another period covers some of these days."))
    if ends_on is not None and _starts_after(period, ends_on):
        raise PeriodRefused(_("A group starts after that day. Call it off, or choose a later day."))
    period.ends_on = ends_on
    period.save(update_fields=["ends_on"])
    record_event("end_period", period, actor=actor, now=now, site_id=period.site_id)
    return period


def _starts_after(period: Period, day: date) -> bool:
    planned = Group.objects.filter(period=period, state=GroupState.PLANNED)
    return planned.filter(starts_on__gt=day).exists()
