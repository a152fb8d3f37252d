"""Whose rows may be opened: coordinators those of their sites, the two who meet their own."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from peervej.apps.accounts.roles import Access, Role
from peervej.apps.people.models import Person
from peervej.apps.volunteers.enums import GONE, RUNNING, Side
from peervej.apps.volunteers.models import (
    Approval,
    CareGroup,
    CompanionRequest,
    Expense,
    FirstContact,
    InfoMeeting,
    Match,
    TrainingPlace,
    TrainingWeekend,
    Volunteer,
)


def volunteer_at_desk(access: Access, pk: int) -> Volunteer:
    rows = Volunteer.objects.select_related("site", "person")
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def approval_at_desk(access: Access, pk: int) -> Approval:
    rows = Approval.objects.select_related("volunteer")
    return get_object_or_404(rows, pk=pk, volunteer__site__in=access.sites(Role.COORDINATOR))


def training_at_desk(access: Access, pk: int) -> TrainingWeekend:
    return get_object_or_404(TrainingWeekend, pk=pk, site__in=access.sites(Role.COORDINATOR))


def place_at_desk(access: Access, pk: int) -> TrainingPlace:
    rows = TrainingPlace.objects.select_related("weekend", "volunteer")
    return get_object_or_404(rows, pk=pk, weekend__site__in=access.sites(Role.COORDINATOR))


def info_meeting_at_desk(access: Access, pk: int) -> InfoMeeting:
    return get_object_or_404(InfoMeeting, pk=pk, site__in=access.sites(Role.COORDINATOR))


def expense_at_desk(access: Access, pk: int) -> Expense:
    rows = Expense.objects.select_related("volunteer")
    return get_object_or_404(rows, pk=pk, volunteer__site__in=access.sites(Role.COORDINATOR))


def care_group_at_desk(access: Access, pk: int) -> CareGroup:
    return get_object_or_404(CareGroup, pk=pk, site__in=access.sites(Role.COORDINATOR))


def person_at_desk(access: Access, pk: int) -> Person:
    rows = Person.objects.select_related("site").filter(erased_at=None)
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def request_at_desk(access: Access, pk: int) -> CompanionRequest:
    rows = CompanionRequest.objects.select_related("person", "site")
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def match_at_desk(access: Access, pk: int) -> Match:
    rows = Match.objects.select_related("request__person", "request__site", "volunteer")
    return get_object_or_404(rows, pk=pk, request__site__in=access.sites(Role.COORDINATOR))


def contact_at_desk(access: Access, pk: int) -> FirstContact:
    rows = FirstContact.objects.select_related("person", "site")
    return get_object_or_404(rows, pk=pk, site__in=access.sites(Role.COORDINATOR))


def volunteer_of_link(access: Access) -> Volunteer:
    """The volunteer whose link the request came through; 404 once they have stopped."""
    rows = Volunteer.objects.select_related("site", "person").exclude(state__in=GONE)
    return get_object_or_404(rows, pk=access.subject(Role.VOLUNTEER))


def own_match(access: Access, pk: int) -> tuple[Match, Side]:
    """A running match of the one who asks, and on which side they stand."""
    rows = Match.objects.select_related("request__person", "request__site", "volunteer")
    match = get_object_or_404(rows, pk=pk, state__in=RUNNING)
    if str(match.request.person_id) == access.holders.get(Role.PARTICIPANT):
        return match, Side.PERSON
    if str(match.volunteer_id) == access.holders.get(Role.VOLUNTEER):
        return match, Side.VOLUNTEER
    raise Http404("not theirs")
