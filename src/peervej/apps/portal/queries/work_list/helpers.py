"""Those who help: applications, approvals, companionship and care."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.apps.places.models import Site
from peervej.apps.portal.queries.work_list.lines import (
    CALM,
    INFO,
    NOW,
    SOON,
    Item,
    days_ago,
    in_days,
)
from peervej.apps.programmes.queries.approvals import leaders_not_approved
from peervej.apps.volunteers.enums import ContactState
from peervej.apps.volunteers.queries.applications import (
    ANSWER_WITHIN,
    days_until_erased,
    unanswered_applications,
)
from peervej.apps.volunteers.queries.care import care_overdue
from peervej.apps.volunteers.queries.companionship import (
    matches_to_close,
    midway_talks_wanted,
    open_requests,
)
from peervej.apps.volunteers.queries.contacts import contacts_to_call
from peervej.apps.volunteers.queries.readiness import approvals_ending

APPROVAL_AHEAD = timedelta(days=60)
LINK_MAY_TAKE = 3


def applications(site: Site, now: datetime) -> Iterator[Item]:
    for application in unanswered_applications(site, now):
        age = now - application.received_at
        left = days_until_erased(application, now)
        urgency = SOON if age > ANSWER_WITHIN else CALM
        yield Item(
            urgency if left is None else NOW,
            _("%(name)s would like to volunteer") % {"name": application.volunteer.display_name},
            _("Has not been answered yet")
            if left is None
            else _("Has not been answered, and is erased %(when)s") % {"when": in_days(left)},
            days_ago(age.days),
            reverse("volunteers:volunteer", args=[application.volunteer_id]),
            _("Answer"),
        )


def people_to_call(site: Site, now: datetime) -> Iterator[Item]:
    for made in contacts_to_call(site):
        agreed = made.state == ContactState.AGREED
        age = (now - made.made_at).days
        if not agreed and age < LINK_MAY_TAKE:
            continue
        yield Item(
            SOON if agreed else CALM,
            _("%(name)s would like to be called") % {"name": made.person.chosen_name},
            "" if agreed else _("Has not answered the link. Call, if you can."),
            days_ago(age),
            reverse("volunteers:companionship"),
            _("Call"),
        )


def companionship(site: Site, now: datetime) -> Iterator[Item]:
    for request in open_requests(site):
        yield Item(
            CALM,
            _("%(name)s would like someone to go along") % {"name": request.person.chosen_name},
            "",
            days_ago((now.date() - request.asked_on).days),
            reverse("volunteers:request", args=[request.pk]),
            _("See"),
        )
    for match in matches_to_close(site):
        yield Item(
            CALM,
            _("A companionship is at its end"),
            _("Hold the closing talk"),
            "",
            reverse("volunteers:match", args=[match.pk]),
            _("See"),
        )


def approvals_running_out(site: Site, now: datetime) -> Iterator[Item]:
    for approval in approvals_ending(site, until=now.date() + APPROVAL_AHEAD):
        days = ((approval.ends_on or now.date()) - now.date()).days
        yield Item(
            INFO if days > 0 else SOON,
            _("%(name)s needs a new approval") % {"name": approval.volunteer.display_name},
            "",
            in_days(days),
            reverse("volunteers:volunteer", args=[approval.volunteer_id]),
            _("See"),
        )


def leaders_without_approval(site: Site, now: datetime) -> Iterator[Item]:
    for line in leaders_not_approved(site, now):
        days = (line.leads_on - now.date()).days
        yield Item(
            NOW if days <= 7 else SOON,
            (
                _("%(name)s leads on %(day)s, but the approval runs out before")
                if line.has_lapsed
                else _("%(name)s leads on %(day)s and is not approved yet")
            )
            % {
                "name": line.volunteer.display_name,
                "day": date_format(line.leads_on, "MONTH_DAY_FORMAT"),
            },
            _("Approve, or find another"),
            in_days(days),
            reverse("volunteers:volunteer", args=[line.volunteer.pk]),
            _("Open"),
        )


def care_for_volunteers(site: Site, now: datetime) -> Iterator[Item]:
    for row in care_overdue(site, now.date()):
        yield Item(
            CALM,
            _("%(name)s should have met") % {"name": row.group.name},
            _("Supervision or exchange is overdue"),
            days_ago((now.date() - row.due_on).days),
            reverse("volunteers:care"),
            _("Open"),
        )
    for match in midway_talks_wanted(site):
        yield Item(
            SOON,
            _("Somebody who goes along would like to talk"),
            _("Asked half-way. Neither is told who."),
            "",
            reverse("volunteers:match", args=[match.pk]),
            _("Open"),
        )
