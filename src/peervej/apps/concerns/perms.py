"""Who may tell of a worry, and who may read it."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from peervej.apps.accounts.models import User
from peervej.apps.accounts.roles import Access, Role
from peervej.apps.concerns.models import Concern, OnCallShift
from peervej.apps.concerns.queries import numbers_for
from peervej.apps.people.models import Person
from peervej.apps.places.models import AcuteNumber, Site


@dataclass(frozen=True)
class Reporter:
    """Who tells, and at which site."""

    site: Site
    person: Person | None = None
    user: User | None = None


def reporter_of(access: Access) -> Reporter:
    """The volunteer of the link, or the coordinator who is logged in."""
    if Role.VOLUNTEER in access.holders:
        # By the names of the reverse relations: volunteers is a neighbour, not a lower app.
        subject = access.subject(Role.VOLUNTEER)
        site = Site.objects.filter(volunteers__pk=subject).first()
        person = Person.objects.filter(volunteer__pk=subject, erased_at=None).first()
        if site is None or person is None:
            raise Http404("no such volunteer")
        return Reporter(site, person=person)
    return Reporter(access.site(Role.COORDINATOR), user=access.user)


def concern_at_desk(access: Access, pk: int) -> Concern:
    """A worry of the coordinator's sites; 404 for any other."""
    rows = Concern.objects.select_related(
        "site", "reporter_person", "reporter_user", "acknowledged_by"
    )
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def own_concern(access: Access, key: str) -> Concern:
    """A worry by whoever sent it, for the page that says what happens now."""
    reporter = reporter_of(access)
    mine = {"reporter_person": reporter.person, "reporter_user": reporter.user}
    return get_object_or_404(Concern, key=key, **mine)


def number_at_desk(access: Access, pk: int, day: date) -> AcuteNumber:
    """A number that stands on the pages of the coordinator's own site."""
    site = access.site(Role.COORDINATOR)
    shown = [row for row in numbers_for(site, day) if row.pk == pk]
    if not shown:
        raise Http404("no such number here")
    return shown[0]


def shift_at_desk(access: Access, pk: int) -> OnCallShift:
    return get_object_or_404(OnCallShift, pk=pk, site__in=access.sites(Role.COORDINATOR))
