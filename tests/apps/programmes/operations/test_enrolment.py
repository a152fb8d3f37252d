"""Enrolment: seats, the line, offers, the draw's two outcomes, and stopping."""

from datetime import timedelta

import pytest

from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.operations import erase_person
from peervej.apps.programmes.enums import Decision, EnrolmentState, OfferState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.operations import enrolment as enrolling
from peervej.apps.programmes.queries import free_seats, place_in_line, silent_twice
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    PeriodFactory,
    SignupFactory,
    introduced,
)

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}


def state_of(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).state


def test_a_free_seat_is_given_at_once():
    group = GroupFactory(seated=2)
    sol = introduced(group.period.site, sms="22345678")

    enrolment = enrolling.ask_for_place(sol, group.period, **BY)

    assert (enrolment.state, enrolment.group, enrolment.seat) == ("seated", group, 3)
    assert enrolment.decision == Decision.FREE_SEAT
    assert [m.kind for m in Message.objects.filter(person=sol)] == ["programmes.seat_given"]
    sol.refresh_from_db()
    assert sol.erase_after > group.sessions.last().starts_at.date()


@pytest.mark.parametrize(
    ("situation", "decision"),
    [({"full": True}, Decision.NO_FREE_SEAT), (None, Decision.NO_GROUP_YET)],
)
def test_without_a_free_seat_one_waits_and_knows_why(situation, decision):
    period = GroupFactory(**situation).period if situation else PeriodFactory()
    enrolment = enrolling.ask_for_place(introduced(period.site), period, **BY)
    assert (enrolment.state, enrolment.decision) == (EnrolmentState.WAITING, decision)


def test_a_newcomer_does_not_pass_someone_who_waits():
    group = GroupFactory()
    EnrolmentFactory(period=group.period)

    late = enrolling.ask_for_place(introduced(group.period.site), group.period, **BY)

    assert (late.state, late.decision) == (EnrolmentState.WAITING, Decision.OTHERS_FIRST)
    assert place_in_line(late) == 2


def test_the_guards_of_an_enrolment():
    period = PeriodFactory()
    without_consent = PersonFactory(site=period.site)
    SignupFactory(person=without_consent, talk=True)
    seated = introduced(period.site)
    enrolling.ask_for_place(seated, period, **BY)
    for person, refusal in (
        (without_consent, enrolling.ConsentMissing),
        (PersonFactory(site=period.site, agreed=True), enrolling.IntroMissing),
        (seated, enrolling.AlreadyEnrolled),
    ):
        with pytest.raises(refusal):
            enrolling.ask_for_place(person, period, **BY)
    assert Enrolment.objects.count() == 1


def test_each_kind_of_period_has_its_own_way_in():
    ordinary, trial = PeriodFactory(), PeriodFactory(trial=True)
    with pytest.raises(enrolling.WrongPeriod):
        enrolling.ask_for_place(introduced(trial.site), trial, **BY)
    with pytest.raises(enrolling.WrongPeriod):
        enrolling.await_draw(introduced(ordinary.site), ordinary, **BY)
    ended = PeriodFactory(ends_on=NOW.date() - timedelta(days=1))
    with pytest.raises(enrolling.WrongPeriod):
        enrolling.ask_for_place(introduced(ended.site), ended, **BY)


@pytest.mark.parametrize(
    ("situation", "refusal"),
    [
        ({"full": True}, enrolling.GroupFull),
        ({"met": 2}, enrolling.IntakeClosed),
        ({"finished": True}, enrolling.IntakeClosed),
    ],
)
def test_a_seat_is_refused_when_full_or_closed(situation, refusal):
    group = GroupFactory(**situation)
    waiting = EnrolmentFactory(period=group.period)
    with pytest.raises(refusal):
        enrolling.seat(waiting, group, reason=Decision.COORDINATOR, **BY)
    assert state_of(waiting) == EnrolmentState.WAITING


def test_a_group_that_has_met_once_still_takes_people_in():
    group = GroupFactory(met=1)
    waiting = EnrolmentFactory(period=group.period)
    assert enrolling.seat(waiting, group, reason=Decision.COORDINATOR, **BY).seat == 1


def test_who_waits_for_a_draw_is_seated_by_nothing_else():
    group = GroupFactory(period=PeriodFactory(trial=True))
    drawn = EnrolmentFactory(period=group.period, drawing=True)
    with pytest.raises(enrolling.WrongPeriod):
        enrolling.seat(drawn, group, reason=Decision.COORDINATOR, **BY)


def test_stopping_frees_the_seat_for_the_next_in_line():
    group = GroupFactory(full=True)
    first, second = EnrolmentFactory.create_batch(2, period=group.period)
    leaving = group.enrolments.first()

    enrolling.stop_enrolment(leaving, reason="too_much", **BY)

    assert state_of(leaving) == EnrolmentState.STOPPED
    assert state_of(first) == EnrolmentState.OFFERED
    assert state_of(second) == EnrolmentState.WAITING
    assert first.offers.get().expires_at <= NOW + timedelta(days=7)
    assert free_seats(group) == 0


def test_stopping_twice_or_with_a_made_up_reason_changes_nothing_more():
    waiting = EnrolmentFactory()
    stopped = enrolling.stop_enrolment(waiting, reason="<b>", **BY)
    assert (stopped.state, stopped.stop_reason) == (EnrolmentState.CANCELLED, "")
    again = enrolling.stop_enrolment(waiting, reason="other", now=NOW + timedelta(1), actor="x")
    assert (again.stop_reason, again.ended_on) == ("", NOW.date())


def offered(group, **who):
    waiting = EnrolmentFactory(period=group.period, **who)
    enrolling.offer_free_seats(group, **BY)
    return waiting, waiting.offers.get()


def test_an_offer_is_taken():
    group = GroupFactory()
    _waiting, offer = offered(group, person__sms="22345678")

    taken = enrolling.accept_offer(offer, **BY)

    assert (taken.state, taken.decision) == (EnrolmentState.SEATED, Decision.OFFER_ACCEPTED)
    reminders = Message.objects.filter(kind="programmes.offer_reminder")
    assert [message.state for message in reminders] == [MessageState.NOT_NEEDED]
    with pytest.raises(enrolling.OfferGone):
        enrolling.accept_offer(offer, **BY)


def test_saying_no_keeps_the_turn_and_passes_the_seat_on():
    group = GroupFactory(capacity=1)
    waiting, offer = offered(group)
    following = EnrolmentFactory(period=group.period)

    enrolling.decline_offer(offer, **BY)

    assert state_of(waiting) == EnrolmentState.WAITING
    assert state_of(following) == EnrolmentState.OFFERED
    waiting.refresh_from_db()
    assert place_in_line(waiting) == 1


def test_one_silence_costs_the_offer_and_nothing_else():
    group = GroupFactory(capacity=1, starts_on=NOW.date() + timedelta(days=21))
    waiting, offer = offered(group, person__sms="22345678")
    later = NOW + timedelta(days=7, minutes=1)

    assert enrolling.expire_offers(NOW + timedelta(days=6)) == 0
    assert enrolling.expire_offers(later) == 1
    assert enrolling.expire_offers(later) == 0

    offer.refresh_from_db()
    waiting.refresh_from_db()
    assert (offer.state, waiting.state) == (OfferState.EXPIRED, EnrolmentState.WAITING)
    assert place_in_line(waiting) == 1
    assert silent_twice(group.period.site) == []
    with pytest.raises(enrolling.OfferGone):
        enrolling.accept_offer(offer, actor="x", now=later)


def test_after_two_silences_the_coordinator_is_asked_to_call():
    period = PeriodFactory()
    for weeks in (3, 4):
        group = GroupFactory(period=period, starts_on=NOW.date() + timedelta(weeks=weeks))
        waiting = Enrolment.objects.first() or EnrolmentFactory(period=period)
        enrolling.offer_free_seats(group, **BY)
        enrolling.expire_offers(NOW + timedelta(days=8))
    assert silent_twice(period.site) == [waiting]


def test_the_same_group_is_offered_once():
    group = GroupFactory(starts_on=NOW.date() + timedelta(days=30))
    _waiting, offer = offered(group)
    enrolling.decline_offer(offer, **BY)
    assert enrolling.offer_free_seats(group, **BY) == []


def test_there_are_no_offers_in_a_trial_period():
    group = GroupFactory(period=PeriodFactory(trial=True))
    EnrolmentFactory(period=group.period, drawing=True)
    assert enrolling.offer_free_seats(group, **BY) == []


def test_erasing_a_person_frees_the_seat():
    group = GroupFactory(full=True)
    erase_person(group.enrolments.first().person, actor="test", now=NOW)
    assert free_seats(group) == 1
