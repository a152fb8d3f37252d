"""Declining is visible to nobody else: not on any page, in any message, export, event or log."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core import serializers
from django.urls import reverse

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.roles import roles_of
from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.portal.queries.data_copy import copy_for_helper, copy_of_data
from peervej.apps.volunteers.enums import Side
from peervej.apps.volunteers.operations.companionship import settle_matches
from peervej.apps.volunteers.queries.figures import figures_of
from tests.apps.volunteers.test_companionship import MEETS, answer, met
from tests.consistency.routes import all_routes
from tests.factories.accounts import browser_of
from tests.factories.places import SiteFactory

pytestmark = pytest.mark.django_db
CHANGES_EVERY_TIME = re.compile(r'value="[\w-]{16,64}"|data-expires="[^"]*"')
LINK = re.compile(r"/l/[\w-]+")
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
    letters = [write_letter(row, MEETS + timedelta(days=4)) for row in messages.order_by("key")]
    events = AuditEvent.objects.filter(subject_kind="volunteers.Match", subject_id=str(match.pk))
    mask = Mask(match)
    copies = [copy_of_data(match.request.person), copy_of_data(match.volunteer.person)]
    copies += [copy_for_helper(match.volunteer.person)]
    last = (MEETS + timedelta(days=30)).date()
    return {
        "messages": [(mask(row.key), row.due_at) for row in messages.order_by("key")],
        "letters": [
            mask.names(LINK.sub("/l/#", letter.subject + letter.text))
            for letter in letters
            if letter
        ],
        "events": [
            str(row) for row in events.order_by("pk").values_list("verb", "actor", "at", "detail")
        ],
        "copies": [mask.names(json.dumps(copy, ensure_ascii=False)) for copy in copies],
        "answers": serializers.serialize("json", match.answers.all()),
        "match": [match.state, match.began_on, match.planned_end, match.ended_on, match.place],
        "figures": [
            str(figure) for figure in figures_of(site, MEETS.date() - timedelta(days=30), last)
        ],
    }


class Mask:
    """Takes out what differs between two pairs of people anyway: ids, names and links."""

    def __init__(self, match) -> None:
        people = (match.request.person, match.volunteer.person)
        ids = (match.pk, match.request_id, match.volunteer_id, *(one.pk for one in people))
        names = (match.volunteer.display_name, *(one.chosen_name for one in people))
        self.named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
        self.numbered = re.compile("|".join(rf"\b{number}\b" for number in ids))

    def names(self, text: str) -> str:
        """A copy holds numbers of other kinds, and no ids."""
        return self.named.sub("#", text)

    def __call__(self, key: str) -> str:
        return self.numbered.sub("#", key)


def test_nothing_kept_tells_which_of_the_two_declined():
    """Each in a town of its own, so that what is counted for the town can be compared too."""
    said_by_person = world(SiteFactory(name="By"), Side.PERSON)
    said_by_volunteer = world(SiteFactory(name="By"), Side.VOLUNTEER)
    for what, told in said_by_person.items():
        assert told == said_by_volunteer[what], what
    assert said_by_person["answers"] == "[]"
    assert len(said_by_person["letters"]) > 0
