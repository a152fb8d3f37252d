"""Whose rows may be opened: a coordinator those of the site, a volunteer where on duty."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from peervej.apps.accounts.roles import Access, Role, access_of
from peervej.apps.occasions.models import Duty, Occasion, SiteProgramme


def run_at_desk(access: Access, pk: int) -> SiteProgramme:
    rows = SiteProgramme.objects.select_related("site")
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def occasion_at_desk(access: Access, pk: int) -> Occasion:
    rows = Occasion.objects.select_related("run__site")
    rows = rows.prefetch_related("duties__volunteer", "tallies")
    return get_object_or_404(rows, pk=pk, run__site__in=access.sites(Role.COORDINATOR))


def duty_at_desk(access: Access, pk: int) -> Duty:
    rows = Duty.objects.select_related("occasion__run", "volunteer")
    return get_object_or_404(rows, pk=pk, occasion__run__site__in=access.sites(Role.COORDINATOR))


def own_duty(access: Access, pk: int) -> Duty:
    rows = Duty.objects.select_related("occasion__run__site", "volunteer")
    return get_object_or_404(rows, occasion=pk, volunteer=access.subject(Role.VOLUNTEER))


def has_duties(request: HttpRequest) -> bool:
    """Whether the volunteer who asks is, or has been, on duty anywhere."""
    subject = access_of(request).holders.get(Role.VOLUNTEER)
    return subject is not None and Duty.objects.filter(volunteer_id=subject).exists()
