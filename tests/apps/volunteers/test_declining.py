"""Declining is visible to nobody else: not on any page, in any message, export, event or log."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import serializers
from django.urls import reverse

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.roles import roles_of
from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.models import Message
from peervej.apps.portal.queries.data_copy import copy_of_data
from peervej.apps.volunteers.enums import Side
from peervej.apps.volunteers.operations.companionship import settle_matches
from tests.apps.volunteers.test_companionship import MEETS, answer, met
from tests.consistency.routes import all_routes
from tests.factories.accounts import browser_of

pytestmark = pytest.mark.django_db
CHANGES_EVERY_TIME = re.compile(r'value="[\w-]{16,64}"|data-expires="[^"]*"')
MORNING = MEETS + timedelta(days=1)


def pages(browser, role, match):
    """Every page `role` may open, with the rows of the two where a row is named."""
    by_app = {
        "volunteers": match.pk,
        "programmes": match.request.person_id,
    }
    seen = {}
    for route in all_routes():
        open_to = roles_of(route.view, route.name.rsplit(":", 1)[-1])
        if not open_to or role not in open_to or set(route.arguments) - {"pk"}:
            continue
        space = route.name.split(":")[0]
        numbers = [by_app.get(space, match.pk), match.request_id, match.volunteer_id]
        for number in numbers if route.arguments else [None]:
            address = reverse(route.name, kwargs={"pk": number} if number else None)
            reply = browser.get(address)
            if reply.status_code == 200 and not reply.streaming:
                seen[address] = CHANGES_EVERY_TIME.sub("", reply.content.decode(errors="replace"))
    return seen


@pytest.fixture
def told(site, desk, clock):
    """A first meeting that took place yesterday."""
    match = met(site)
    clock(MORNING)
    return match


def test_no_page_of_the_other_or_of_the_coordinator_changes(told, desk, site, caplog):
    """Everything the volunteer and the coordinator can open is the same before and after."""
    mette = browser_of(Role.VOLUNTEER, told.volunteer_id, MORNING)
    pages(desk, Role.COORDINATOR, told)
    before = pages(mette, Role.VOLUNTEER, told), pages(desk, Role.COORDINATOR, told)
    assert {len(found) > least for found, least in zip(before, (6, 25), strict=True)} == {True}
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    answer(told, Side.PERSON, False)
    said = caplog.text
    after = pages(mette, Role.VOLUNTEER, told), pages(desk, Role.COORDINATOR, told)
    for found, now in zip(before, after, strict=True):
        assert {where for where, text in now.items() if found[where] != text} == set()
    assert not re.search(r"\bnej\b|\bno\b|says_yes.{0,9}False", said.replace("no cover", ""))


def world(site, first_no):
    """Messages, events and copies of data, whichever of the two said no."""
    match = met(site)
    answer(match, first_no, False)
    answer(match, Side.VOLUNTEER if first_no == Side.PERSON else Side.PERSON, True)
    settle_matches(MEETS + timedelta(days=4))
    match.refresh_from_db()
    messages = Message.objects.filter(key__startswith=f"volunteers.match/{match.pk}/")
    events = AuditEvent.objects.filter(subject_kind="volunteers.Match", subject_id=str(match.pk))
    copies = [copy_of_data(one.person) for one in (match.request, match.volunteer)]
    mask = re.compile(rf"\b({match.pk}|{match.request_id}|{match.volunteer_id})\b")
    return (
        [(mask.sub("#", row.key), row.due_at) for row in messages.order_by("key")],
        [str(row) for row in events.order_by("pk").values_list("verb", "actor", "at", "detail")],
        [[row["kind"] for row in copy["messages"]] for copy in copies],
        serializers.serialize("json", match.answers.all()),
    )


def test_nothing_kept_tells_which_of_the_two_declined(site):
    person, volunteer = world(site, Side.PERSON), world(site, Side.VOLUNTEER)
    assert person[0] == volunteer[0]
    assert person[1] == volunteer[1]
    assert person[2] == volunteer[2]
    assert person[3] == volunteer[3] == "[]"
