"""Telling: who waits to hear, how, for how long; and what the pages say to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.allocation.operations.telling import record_told
from peervej.apps.allocation.queries import people_to_tell
from peervej.apps.audit.models import AuditEvent, ReadEvent
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.models import Enrolment
from peervej.apps.trial.queries import person_of
from tests.factories.allocation import ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.places import AcuteNumberFactory, SiteFactory
from tests.factories.programmes import GroupFactory, PeriodFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    trial, group = trial_group()
    for turn, way in enumerate(("call", "meeting")):
        ready(group, sms=f"2234567{turn}", telling=way, now=NOW + timedelta(minutes=turn))
    Message.objects.all().delete()
    draw_batch(group, **BY)
    return trial, group


def of_arm(arm):
    draw = Draw.objects.get(arm=arm)
    return draw, person_of(draw.participation)


def coordinator(client, site):
    client.force_login(staff("coordinator", site=site))
    return client


def test_everyone_drawn_waits_to_be_told_in_the_way_they_chose(drawn):
    _trial, group = drawn
    untold = people_to_tell(group.site, NOW.date() + timedelta(days=2))
    assert sorted(one.way for one in untold) == ["call", "meeting"]
    assert {one.days for one in untold} == {2}
    assert people_to_tell(SiteFactory(), NOW.date()) == []


def test_the_draw_itself_writes_to_nobody_drawn(drawn):
    assert not Message.objects.filter(person__isnull=False).exists()


@pytest.mark.parametrize("arm", ["intervention", "control"])
def test_being_told_takes_one_off_the_list_and_opens_the_own_page(drawn, arm):
    _trial, group = drawn
    draw, person = of_arm(arm)
    record_told(draw, **BY)
    record_told(draw, actor="test", now=NOW + timedelta(days=3))
    draw.refresh_from_db()
    assert draw.told_on == NOW.date()
    assert [one.draw for one in people_to_tell(group.site, NOW.date())] == [
        Draw.objects.exclude(pk=draw.pk).get()
    ]
    message = Message.objects.get(person=person)
    assert message.kind == "allocation.page_updated"
    assert arm not in f"{message.key} {message.reference} {message.kind}"
    told_at = Enrolment.objects.get(person=person).told_at
    assert (told_at is not None) == (arm == "intervention")
    assert AuditEvent.objects.filter(verb="record_told").count() == 1
    assert arm not in str(AuditEvent.objects.get(verb="record_told").detail)


def test_someone_who_has_left_research_is_not_on_the_list(drawn):
    trial, group = drawn
    draw, person = of_arm("control")
    leave_research(person, trial=trial, remove_answers=False, **BY)
    assert draw not in [one.draw for one in people_to_tell(group.site, NOW.date())]


def test_the_page_to_a_control_says_what_is_needed(client, drawn):
    _trial, group = drawn
    AcuteNumberFactory(number="70201201")
    draw, person = of_arm("control")
    page = coordinator(client, group.site).get(reverse("allocation:tell", args=[draw.pk]))
    text = page.content.decode()
    assert person.chosen_name in text
    assert "70201201" in text
    assert reverse("directory:list") in text
    assert ReadEvent.objects.filter(person_id=person.pk).count() == 1


def test_telling_by_the_button(client, drawn):
    _trial, group = drawn
    draw, _person = of_arm("intervention")
    page = coordinator(client, group.site).post(reverse("allocation:tell", args=[draw.pk]))
    assert page.url == reverse("allocation:telling")
    draw.refresh_from_db()
    assert draw.told_on is not None


def test_another_sites_coordinator_finds_neither_draw_nor_person(client, drawn):
    _trial, group = drawn
    GroupFactory(period=PeriodFactory())
    other = coordinator(client, SiteFactory())
    names = [person_of(draw.participation).chosen_name for draw in Draw.objects.all()]
    draw = Draw.objects.first()
    assert other.get(reverse("allocation:tell", args=[draw.pk])).status_code == 404
    assert other.post(reverse("allocation:tell", args=[draw.pk])).status_code == 404
    assert other.get(reverse("allocation:draw", args=[group.pk])).status_code == 404
    assert other.post(reverse("allocation:draw", args=[group.pk])).status_code == 404
    for page in ("allocation:telling", "allocation:draws"):
        text = other.get(reverse(page)).content.decode()
        assert not any(name in text for name in names)


def test_researchers_and_the_public_see_no_list_of_names(client, drawn):
    client.force_login(staff("researcher"))
    draw = Draw.objects.first()
    for page, args in (("telling", []), ("draws", []), ("tell", [draw.pk])):
        assert client.get(reverse(f"allocation:{page}", args=args)).status_code == 403
