"""Every kind of line opens where it is solved; calls are ticked off and can be put back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peervej.apps.audit.models import AuditEvent
from peervej.apps.portal.models import TickedOff
from peervej.apps.portal.queries.work_list import ORDER, SOURCES, build_work_list
from tests.apps.portal.work import busy_site, one_of_everything
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import EnrolmentFactory, PeriodFactory

pytestmark = pytest.mark.django_db


def test_every_kind_of_line_opens_where_it_is_solved(desk_of):
    site = busy_site()
    one_of_everything(site, 1)
    lines = {source.__name__: list(source(site, NOW)) for source in SOURCES}
    assert [name for name, items in lines.items() if not items] == []
    desk = desk_of(site)
    items = [item for of_one_kind in lines.values() for item in of_one_kind]
    answers = {item.url: desk.get(item.url).status_code for item in items}
    assert set(answers.values()) == {200}, answers
    waiting = build_work_list(site, NOW).waiting
    assert {item.title for item in waiting} == {item.title for item in items}
    assert [ORDER[item.urgency] for item in waiting] == sorted(
        ORDER[item.urgency] for item in items
    )
    page = desk.get("/i-dag/").content.decode()
    assert page.count('class="work-item') == len(waiting)


def test_the_page_asks_the_database_as_often_for_one_row_as_for_three(desk_of):
    site = busy_site()
    desk = desk_of(site)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get("/i-dag/").status_code == 200
        return len(queries)

    one_of_everything(site, 1)
    cost()
    one = cost()
    one_of_everything(site, 2)
    one_of_everything(site, 3)
    assert cost() == one


@pytest.fixture
def waiting():
    """Someone who has waited longer than promised."""
    return EnrolmentFactory(period=PeriodFactory(), asked_at=NOW - timedelta(weeks=60))


def test_a_call_is_ticked_off_and_put_back(desk_of, waiting):
    site = waiting.period.site
    desk, key = desk_of(site), f"wait:{waiting.pk}"

    for _twice in range(2):
        desk.post("/i-dag/set-til/", {"line": key})
    work = build_work_list(site, NOW)
    assert ([item.done_key for item in work.ticked_off], work.waiting) == ([key], [])
    assert waiting.person.chosen_name in desk.get("/i-dag/").content.decode()

    desk.post("/i-dag/set-til/", {"line": key, "back": "1"})
    work = build_work_list(site, NOW)
    assert ([item.done_key for item in work.waiting], work.ticked_off) == ([key], [])
    verbs = [event.verb for event in AuditEvent.objects.filter(verb__in=["tick_off", "put_back"])]
    assert sorted(verbs) == ["put_back", "tick_off"]


def test_what_has_not_changed_in_two_weeks_comes_back(desk_of, waiting):
    site = waiting.period.site
    desk_of(site).post("/i-dag/set-til/", {"line": f"wait:{waiting.pk}"})
    assert build_work_list(site, NOW + timedelta(days=13)).waiting == []
    assert len(build_work_list(site, NOW + timedelta(days=15)).waiting) == 1


@pytest.mark.parametrize("line", ["", "wait:0", "x" * 500])
def test_only_a_line_that_stands_there_is_ticked_off(desk_of, waiting, line):
    desk_of(waiting.period.site).post("/i-dag/set-til/", {"line": line})
    desk_of(SiteFactory()).post("/i-dag/set-til/", {"line": f"wait:{waiting.pk}"})
    assert TickedOff.objects.count() == 0
