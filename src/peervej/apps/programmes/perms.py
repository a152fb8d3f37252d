"""Whose rows may be opened: coordinators those of their sites, volunteers those they lead."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from peervej.apps.accounts.roles import Access, Role
from peervej.apps.people.models import Person
from peervej.apps.programmes.models import Enrolment, Group, IntroMeeting, Session, Signup
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer


def intro_at_desk(access: Access, pk: int) -> IntroMeeting:
    """An intro meeting of the coordinator's sites; 404 for any other."""
    rows = IntroMeeting.objects.select_related("site", "programme")
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def signup_at_desk(access: Access, pk: int) -> Signup:
    rows = Signup.objects.select_related("person", "intro__site", "intro__programme")
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def person_at_desk(access: Access, pk: int) -> Person:
    """A person of the coordinator's sites who has not been erased."""
    sites = access.sites(Role.COORDINATOR)
    rows = Person.objects.select_related("site").filter(erased_at=None)
    return get_object_or_404(rows, pk=pk, site__in=sites)


def group_at_desk(access: Access, pk: int) -> Group:
    rows = Group.objects.select_related("period__site", "period__programme")
    return get_object_or_404(rows, pk=pk, period__site__in=access.sites(Role.COORDINATOR))


def session_at_desk(access: Access, pk: int) -> Session:
    rows = Session.objects.select_related("group__period__site", "group__period__programme")
    return get_object_or_404(rows, pk=pk, group__period__site__in=access.sites(Role.COORDINATOR))


def enrolment_at_desk(access: Access, pk: int) -> Enrolment:
    rows = Enrolment.objects.select_related("person", "period__site", "period__programme", "group")
    return get_object_or_404(rows, pk=pk, period__site__in=access.sites(Role.COORDINATOR))


def volunteer_of(access: Access) -> Volunteer:
    """The volunteer whose link the request came through; 404 once they have stopped."""
    rows = Volunteer.objects.select_related("site", "person")
    volunteer = get_object_or_404(rows, pk=access.subject(Role.VOLUNTEER))
    here = (VolunteerState.ACTIVE, VolunteerState.IN_TRAINING, VolunteerState.PAUSED)
    if volunteer.state not in here:
        raise Http404("not active")
    return volunteer


def session_to_take(access: Access, pk: int) -> tuple[Volunteer, Session]:
    """A meeting of the volunteer's town that looks for another leader; 404 for any other."""
    volunteer = volunteer_of(access)
    rows = Session.objects.select_related("group__period__site", "group__period__programme")
    asked = rows.filter(looking_for_swap__isnull=False).distinct()
    return volunteer, get_object_or_404(asked, pk=pk, group__period__site=volunteer.site)


def led_session(access: Access, pk: int) -> tuple[Volunteer, Session]:
    """A session of a group the volunteer leads; 404 for any other."""
    volunteer = volunteer_of(access)
    rows = Session.objects.select_related("group__period__site", "group__period__programme")
    leads = Q(group__facilitators=volunteer) | Q(stand_ins=volunteer)
    return volunteer, get_object_or_404(rows.filter(leads).distinct(), pk=pk)
