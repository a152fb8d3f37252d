"""Planning, duty and counting: what is refused, and what is written."""

from datetime import datetime, timedelta

import pytest

from peervej.apps.audit.models import AuditEvent
from peervej.apps.occasions.enums import OccasionState
from peervej.apps.occasions.kinds import PlanRefused, runnable_programmes
from peervej.apps.occasions.models import Duty, Occasion, Tally
from peervej.apps.occasions.operations import (
    CountRefused,
    DutyRefused,
    begin_programme,
    call_off,
    count_occasion,
    end_programme,
    plan_occasions,
    put_on_duty,
    take_off_duty,
)
from peervej.apps.occasions.queries import (
    run_figures,
    short_of_people,
    shown_to_public,
    with_staffing,
)
from tests.factories.moments import COPENHAGEN, NOW
from tests.factories.occasions import HOUSE, LINE, VISITS, OccasionFactory, SiteProgrammeFactory
from tests.factories.places import SiteFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "user:1", "now": NOW}
TOMORROW = NOW + timedelta(days=1)


def plan(run, starts_at=TOMORROW, minutes=90, **fields):
    ends_at = starts_at + timedelta(minutes=minutes)
    return plan_occasions(run, starts_at=starts_at, ends_at=ends_at, **fields, **BY)


def test_only_kinds_held_at_a_time_can_be_begun():
    assert {row.id for row in runnable_programmes()} == {
        HOUSE,
        LINE,
        VISITS,
        "netvaerksstedet-thorvaldsen",
    }
    with pytest.raises(PlanRefused):
        begin_programme(SiteFactory(), "recovery-mentorer", **BY)


def test_a_programme_is_begun_once_and_ended_when_nothing_is_planned():
    site = SiteFactory()
    run = begin_programme(site, HOUSE, **BY)
    assert begin_programme(site, HOUSE, **BY) == run
    (occasion,) = plan(run)
    with pytest.raises(PlanRefused):
        end_programme(run, **BY)
    call_off(occasion, **BY)
    end_programme(run, **BY)
    run.refresh_from_db()
    assert run.ended_on == NOW.date()
    with pytest.raises(PlanRefused):
        plan(run)
    assert begin_programme(site, HOUSE, **BY) != run


def test_weeks_keep_the_clock_on_the_wall_over_the_change_of_time():
    run = SiteProgrammeFactory()
    starts_at = datetime(2026, 10, 22, 14, 0, tzinfo=COPENHAGEN)
    rows = plan(run, starts_at, weeks=2)
    assert [row.starts_at.utcoffset() for row in rows] == [timedelta(hours=2), timedelta(hours=1)]
    assert {row.starts_at.astimezone(COPENHAGEN).hour for row in rows} == {14}
    assert plan(run, starts_at, weeks=2) == []


def test_a_night_that_has_no_such_hour_plans_nothing():
    run = SiteProgrammeFactory(programme=LINE)
    starts_at = datetime(2027, 3, 21, 2, 30, tzinfo=COPENHAGEN)
    with pytest.raises(PlanRefused, match="uret"):
        plan(run, starts_at, weeks=2)
    assert not Occasion.objects.exists()


@pytest.mark.parametrize(
    ("programme", "fields"),
    [
        (HOUSE, {"starts_at": NOW - timedelta(minutes=1)}),
        (HOUSE, {"minutes": 0}),
        (HOUSE, {"minutes": 24 * 60 + 1}),
        (HOUSE, {"weeks": 0}),
        (HOUSE, {"weeks": 27}),
        (VISITS, {"host": ""}),
        (VISITS, {"host": "Afsnit 2", "minutes": 59}),
        (VISITS, {"host": "Afsnit 2", "minutes": 121}),
    ],
)
def test_a_plan_that_cannot_be_is_refused(programme, fields):
    run = SiteProgrammeFactory(programme=programme)
    with pytest.raises(PlanRefused):
        plan(run, **fields)
    assert not Occasion.objects.exists()


def test_a_host_is_visited_three_times_and_a_visit_called_off_does_not_count():
    run = SiteProgrammeFactory(programme=VISITS)
    rows = [plan(run, TOMORROW + timedelta(days=n), host="Afsnit 2")[0] for n in range(3)]
    later = TOMORROW + timedelta(days=5)
    with pytest.raises(PlanRefused, match="3 besøg"):
        plan(run, later, host="afsnit 2")
    call_off(rows[0], **BY)
    assert len(plan(run, later, host="Afsnit 2")) == 1


def test_duty_is_for_active_volunteers_of_the_site_and_never_two_places_at_once():
    occasion = OccasionFactory()
    site = occasion.run.site
    mette = VolunteerFactory(site=site)
    put_on_duty(occasion, mette, "host", **BY)
    put_on_duty(occasion, mette, "host", **BY)
    assert Duty.objects.count() == 1
    overlapping = OccasionFactory(run=occasion.run, starts_at=TOMORROW + timedelta(hours=1))
    for volunteer, role in [
        (mette, "host"),
        (VolunteerFactory(), "host"),
        (VolunteerFactory(site=site, paused=True), "host"),
        (VolunteerFactory(site=site), "adviser"),
    ]:
        with pytest.raises(DutyRefused):
            put_on_duty(overlapping, volunteer, role, **BY)
    call_off(occasion, **BY)
    put_on_duty(overlapping, mette, "host", **BY)


def test_a_line_is_open_to_others_only_with_everybody_on_it():
    run = SiteProgrammeFactory(programme=LINE)
    occasion = OccasionFactory(run=run)
    people = VolunteerFactory.create_batch(3, site=run.site)
    for volunteer, role in zip(people, ["adviser", "adviser", "supervisor"], strict=True):
        assert shown_to_public(run.site, NOW) == []
        assert [row.occasion for row in short_of_people(run.site, NOW)] == [occasion]
        put_on_duty(occasion, volunteer, role, **BY)
    assert [row.occasion for row in shown_to_public(run.site, NOW)] == [occasion]
    assert short_of_people(run.site, NOW) == []
    take_off_duty(Duty.objects.filter(role="supervisor").get(), **BY)
    (row,) = short_of_people(run.site, NOW)
    assert [(need.role, need.amount) for need in row.missing] == [("supervisor", 1)]
    assert shown_to_public(run.site, NOW) == []


def test_an_open_house_is_shown_also_while_a_host_is_missing():
    occasion = OccasionFactory()
    assert [row.occasion for row in shown_to_public(occasion.run.site, NOW)] == [occasion]


def test_counting_twice_keeps_the_last_numbers():
    occasion = OccasionFactory(over=True)
    count_occasion(occasion, {"alle": 7}, **BY)
    count_occasion(occasion, {"alle": 8}, **BY)
    assert list(Tally.objects.values_list("category", "count")) == [("alle", 8)]
    occasion.refresh_from_db()
    assert occasion.state == OccasionState.HELD
    with pytest.raises(PlanRefused):
        call_off(occasion, **BY)


@pytest.mark.parametrize("counts", [{}, {"alle": -1}, {"alle": 10_001}, {"andre": 1}])
def test_numbers_that_cannot_be_are_refused(counts):
    with pytest.raises(CountRefused):
        count_occasion(OccasionFactory(over=True), counts, **BY)
    assert not Tally.objects.exists()


def test_nothing_is_counted_before_it_begins_or_after_it_was_called_off():
    occasion = OccasionFactory()
    with pytest.raises(CountRefused):
        count_occasion(occasion, {"alle": 1}, **BY)
    call_off(occasion, **BY)
    with pytest.raises(CountRefused):
        count_occasion(occasion, {"alle": 1}, actor="user:1", now=TOMORROW + timedelta(days=1))


def test_the_year_is_added_up_by_audience():
    run = SiteProgrammeFactory(programme=VISITS)
    for days, numbers in [(1, (3, 4, 0)), (2, (1, 0, 2))]:
        occasion = OccasionFactory(run=run, starts_at=NOW - timedelta(days=days), host="Afsnit 1")
        audiences = ("medarbejdere", "indlagte", "medlemmer af foreninger")
        count_occasion(occasion, dict(zip(audiences, numbers, strict=True)), **BY)
    OccasionFactory(run=run, starts_at=NOW - timedelta(days=400), host="Afsnit 1")
    call_off(OccasionFactory(run=run, over=True, host="Afsnit 9"), **BY)
    figures = run_figures(run, NOW.date().replace(month=1, day=1), NOW.date())
    assert (figures.held, figures.called_off, figures.hours) == (2, 1, 4.0)
    assert figures.counted == {"medarbejdere": 4, "indlagte": 4, "medlemmer af foreninger": 2}


def test_every_act_leaves_an_event_without_a_name():
    occasion = OccasionFactory(over=True)
    mette = VolunteerFactory(site=occasion.run.site, display_name="Mettemarie")
    put_on_duty(occasion, mette, "host", **BY)
    count_occasion(occasion, {"alle": 2}, **BY)
    events = AuditEvent.objects.order_by("pk")
    assert [event.verb for event in events] == ["put_on_duty", "count_occasion"]
    assert "Mettemarie" not in str([event.detail for event in events])


def test_staffing_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    run = SiteProgrammeFactory()
    for n in range(3):
        OccasionFactory(run=run, starts_at=TOMORROW + timedelta(days=n))
    rows = Occasion.objects.select_related("run").prefetch_related("duties__volunteer")
    with django_assert_num_queries(2):
        with_staffing(rows)
