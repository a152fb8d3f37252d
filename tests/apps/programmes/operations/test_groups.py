"""Planning a group over holidays, moving its sessions, who leads, the last day."""

from datetime import date, datetime, time, timedelta

import pytest

from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import EnrolmentState, GroupState
from peervej.apps.programmes.models import Group
from peervej.apps.programmes.operations import dates, groups
from peervej.apps.programmes.operations.bookings import VolunteerBusy
from peervej.apps.programmes.operations.refusals import PlanRefused
from tests.factories.moments import COPENHAGEN, NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
)
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}
THURSDAY = date(2026, 9, 17)


def plan(period, **changed):
    wanted = {
        "name": "Torsdag",
        "starts_on": THURSDAY,
        "start_time": time(15),
        "capacity": 10,
        "place": "Havnegade 12",
    }
    return groups.plan_group(period, **{**wanted, **changed}, **BY)


def days_of(group):
    return [s.starts_at.astimezone(COPENHAGEN).date() for s in group.sessions.order_by("number")]


def test_ten_weekly_sessions_pass_over_closed_weeks_and_keep_the_wall_clock():
    group = plan(PeriodFactory(site=SiteFactory(closed=[(2026, 42)])))

    days = days_of(group)

    assert len(days) == 10
    assert date(2026, 10, 15) not in days
    assert days[-1] == date(2026, 11, 26)
    clocks = {s.starts_at.astimezone(COPENHAGEN).hour for s in group.sessions.all()}
    assert clocks == {15}


def test_christmas_is_passed_over():
    days = days_of(plan(PeriodFactory(), starts_on=date(2026, 11, 26)))
    assert not {date(2026, 12, 24), date(2026, 12, 31)} & set(days)


@pytest.mark.parametrize(
    "wanted",
    [
        {"starts_on": date(2026, 9, 3)},
        {"starts_on": NOW.date(), "start_time": time(9)},
        {"starts_on": date(2028, 3, 26), "start_time": time(2, 30)},
        {"capacity": 0},
        {"capacity": 31},
    ],
)
def test_what_cannot_be_planned_is_refused_and_leaves_nothing(wanted):
    with pytest.raises(PlanRefused):
        plan(PeriodFactory(), **wanted)
    assert not Group.objects.exists()


def test_those_waiting_are_offered_the_new_seats():
    period = PeriodFactory()
    first, second = EnrolmentFactory.create_batch(2, period=period)
    plan(period, capacity=1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (EnrolmentState.OFFERED, EnrolmentState.WAITING)


def test_nobody_leads_two_meetings_at_once():
    mette = VolunteerFactory()
    period = PeriodFactory()
    plan(period, facilitators=[mette])
    with pytest.raises(VolunteerBusy):
        plan(period, start_time=time(16), facilitators=[mette])
    assert plan(period, start_time=time(17), facilitators=[mette]).facilitators.count() == 1


def test_an_intro_meeting_also_takes_time():
    mette = VolunteerFactory()
    intro = IntroMeetingFactory(starts_at=datetime(2026, 9, 24, 14, tzinfo=COPENHAGEN))
    intro.leaders.add(mette)
    with pytest.raises(VolunteerBusy):
        plan(PeriodFactory(), facilitators=[mette])


def test_moving_a_session_shifts_the_later_ones_and_tells_those_who_know_of_their_seat():
    group = plan(PeriodFactory())
    told = EnrolmentFactory(seated_in=group, person__sms="22345678")
    EnrolmentFactory(seated_in=group, person__sms="23345678", told_at=None)
    third = group.sessions.get(number=3)
    a_week_later = third.starts_at + timedelta(days=7)

    dates.move_session(third, starts_at=a_week_later, following="shift", **BY)

    days = days_of(group)
    assert days[1:4] == [date(2026, 9, 24), date(2026, 10, 8), date(2026, 10, 15)]
    messages = Message.objects.filter(kind="programmes.dates_changed")
    assert [message.person_id for message in messages] == [told.person_id]


def test_a_session_held_last_keeps_its_theme_and_takes_the_last_number():
    group = plan(PeriodFactory())
    third = group.sessions.get(number=3)

    dates.move_session(third, starts_at=third.starts_at, following="append", **BY)

    order = list(group.sessions.order_by("starts_at").values_list("number", "theme"))
    assert order == list(zip(range(1, 11), [1, 2, 4, 5, 6, 7, 8, 9, 10, 3], strict=True))


def test_cancelling_moves_on_or_appends():
    for append, last in ((False, 10), (True, 3)):
        group = plan(PeriodFactory())
        dates.cancel_session(group.sessions.get(number=3), append=append, **BY)
        assert group.sessions.order_by("starts_at").last().theme == last
        assert date(2026, 10, 1) not in days_of(group)
        assert group.sessions.count() == 10


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        (datetime(2026, 9, 10, 15, tzinfo=COPENHAGEN), "shift"),
        (datetime(2026, 9, 1, 15, tzinfo=COPENHAGEN), "shift"),
        (datetime(2026, 10, 16, 15, tzinfo=COPENHAGEN), "keep"),
    ],
)
def test_a_session_is_not_moved_before_an_earlier_one_or_past_a_later(moment, following):
    group = plan(PeriodFactory())
    before = days_of(group)
    with pytest.raises(PlanRefused):
        dates.move_session(
            group.sessions.get(number=3), starts_at=moment, following=following, **BY
        )
    assert days_of(group) == before


def test_moving_the_first_session_moves_the_start_only_while_the_group_has_not_met():
    group = plan(PeriodFactory())
    first = group.sessions.get(number=1)
    dates.move_session(first, starts_at=first.starts_at + timedelta(days=1), **BY)
    group.refresh_from_db()
    assert group.starts_on == THURSDAY + timedelta(days=1)


def test_finishing_completes_those_seated_and_nobody_else():
    group = GroupFactory(met=10, seated=2)
    stopped = EnrolmentFactory(period=group.period, group=group, state=EnrolmentState.STOPPED)
    later = group.sessions.last().ends_at + timedelta(days=1)

    groups.finish_group(group, actor="test", now=later)

    states = list(group.enrolments.order_by("pk").values_list("state", flat=True))
    assert states == ["completed", "completed", "stopped"]
    stopped.refresh_from_db()
    assert stopped.ended_on is None
    group.refresh_from_db()
    assert group.state == GroupState.FINISHED


def test_a_group_with_sessions_ahead_is_not_finished():
    with pytest.raises(PlanRefused):
        groups.finish_group(GroupFactory(met=3), **BY)


def test_a_group_with_people_in_it_is_never_called_off():
    with pytest.raises(PlanRefused):
        groups.cancel_group(GroupFactory(seated=1), **BY)
    empty = groups.cancel_group(GroupFactory(), **BY)
    assert empty.state == GroupState.CANCELLED


def test_more_places_are_offered_and_fewer_than_people_is_refused():
    group = GroupFactory(full=True, capacity=2)
    waiting = EnrolmentFactory(period=group.period)
    fields = {"name": "Ny", "place": group.place}
    with pytest.raises(PlanRefused):
        groups.change_group(group, capacity=1, **fields, **BY)
    groups.change_group(group, capacity=3, **fields, **BY)
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.OFFERED


def test_a_new_place_is_told_to_the_group_and_a_new_name_is_not():
    group = GroupFactory()
    EnrolmentFactory(seated_in=group, person__sms="22345678")
    groups.change_group(group, name="Ny", capacity=10, place=group.place, **BY)
    assert not Message.objects.exists()
    groups.change_group(group, name="Ny", capacity=10, place="Torvet 1", **BY)
    assert [message.kind for message in Message.objects.all()] == ["programmes.dates_changed"]
