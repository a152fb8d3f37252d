"""Many at once: never more people than seats, nobody lost, nobody doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person
from peervej.apps.programmes.enums import EnrolmentState, GroupState
from peervej.apps.programmes.models import Enrolment, Signup
from peervej.apps.programmes.operations import enrolment as enrolling
from peervej.apps.programmes.operations.groups import cancel_group
from peervej.apps.programmes.operations.intros import AlreadySignedUp, sign_up
from peervej.apps.programmes.operations.refusals import PlanRefused
from tests.factories.moments import NOW
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    introduced,
)

pytestmark = pytest.mark.django_db(transaction=True)
BY = {"actor": "test", "now": NOW}


def at_once(work, arguments):
    """Run `work` for all arguments in eight threads; what was raised comes back as a value."""

    def attempt(argument):
        try:
            return work(argument)
        except enrolling.EnrolmentRefused as refusal:
            return refusal
        except (AlreadySignedUp, PlanRefused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(attempt, arguments))


def seats_of(group):
    return sorted(group.enrolments.filter(state="seated").values_list("seat", flat=True))


def test_thirty_who_ask_for_ten_seats_at_once():
    group = GroupFactory()
    people = [introduced(group.period.site) for _number in range(30)]

    at_once(lambda person: enrolling.ask_for_place(person, group.period, **BY), people)

    assert seats_of(group) == list(range(1, 11))
    assert Enrolment.objects.filter(state=EnrolmentState.WAITING).count() == 20


def test_twenty_seated_by_hand_at_once():
    group = GroupFactory(seated=4)
    waiting = EnrolmentFactory.create_batch(20, period=group.period)

    came_of = at_once(lambda one: enrolling.seat(one, group, reason="coordinator", **BY), waiting)

    assert seats_of(group) == list(range(1, 11))
    assert sum(isinstance(one, enrolling.GroupFull) for one in came_of) == 14


def test_one_person_asking_many_times_has_one_enrolment():
    group = GroupFactory()
    sol = introduced(group.period.site)
    came_of = at_once(lambda _n: enrolling.ask_for_place(sol, group.period, **BY), range(8))
    assert Enrolment.objects.count() == 1
    assert sum(isinstance(one, enrolling.AlreadyEnrolled) for one in came_of) == 7


def test_everyone_stops_while_offers_are_answered():
    group = GroupFactory(full=True)
    seated = list(group.enrolments.all())
    waiting = EnrolmentFactory.create_batch(12, period=group.period)

    def stop_or_answer(enrolment):
        if enrolment in seated:
            return enrolling.stop_enrolment(enrolment, **BY)
        offer = enrolment.offers.filter(state="open").first()
        return enrolling.accept_offer(offer, **BY) if offer else None

    at_once(stop_or_answer, [one for pair in zip(seated, waiting, strict=False) for one in pair])
    for _round in range(2):
        at_once(stop_or_answer, waiting)

    assert seats_of(group) == list(range(1, 11))
    first_ten = [one.pk for one in waiting[:10]]
    assert set(group.enrolments.filter(state="seated").values_list("pk", flat=True)) == set(
        first_ten
    )


def test_one_form_sent_eight_times_at_once():
    intro = IntroMeetingFactory()
    fields = {"chosen_name": "Sol", "channel": "sms", "contact": "22345678", "is_adult": True}
    at_once(lambda _n: sign_up(intro, **fields, **BY), range(8))
    assert Person.objects.count() == Signup.objects.count() == 1


@pytest.mark.parametrize("way", ["by hand", "asking", "offer"])
def test_a_group_is_called_off_while_somebody_is_given_a_seat(way):
    """Either somebody has a seat and the group stands, or it is called off and nobody has."""
    group = GroupFactory()
    if way == "asking":
        people = [introduced(group.period.site) for _number in range(3)]
        acts = [lambda one=one: enrolling.ask_for_place(one, group.period, **BY) for one in people]
    else:
        waiting = EnrolmentFactory.create_batch(3, period=group.period)
        if way == "offer":
            offers = enrolling.offer_free_seats(group, **BY)
            acts = [lambda one=one: enrolling.accept_offer(one, **BY) for one in offers]
        else:
            acts = [
                lambda one=one: enrolling.seat(one, group, reason="coordinator", **BY)
                for one in waiting
            ]
    acts.insert(1, lambda: cancel_group(group, **BY))

    came_of = at_once(lambda act: act(), acts)

    group.refresh_from_db()
    is_off = group.state == GroupState.CANCELLED
    assert bool(seats_of(group)) != is_off
    assert isinstance(came_of[1], PlanRefused) != is_off
    assert not group.offers.filter(state="open").exists() or not is_off
    told = Message.objects.filter(kind="programmes.seat_given", state="queued")
    seated = group.enrolments.filter(state="seated", person__channel="sms")
    assert told.count() == seated.count()


def test_one_offer_accepted_eight_times_at_once():
    group = GroupFactory(capacity=1)
    EnrolmentFactory(period=group.period, person__sms="22345678")
    (offer,) = enrolling.offer_free_seats(group, **BY)

    came_of = at_once(lambda _n: enrolling.accept_offer(offer, **BY), range(8))

    assert seats_of(group) == [1]
    assert sum(isinstance(one, enrolling.OfferGone) for one in came_of) == 7
    assert Message.objects.filter(kind="programmes.seat_given").count() == 1


def test_one_offer_accepted_and_declined_at_once_is_one_of_the_two():
    group = GroupFactory(capacity=1)
    waiting = EnrolmentFactory(period=group.period)
    (offer,) = enrolling.offer_free_seats(group, **BY)
    acts = [enrolling.accept_offer, enrolling.decline_offer] * 4

    at_once(lambda act: act(offer, **BY), acts)

    offer.refresh_from_db()
    waiting.refresh_from_db()
    assert (offer.state, waiting.state) in {("accepted", "seated"), ("declined", "waiting")}
    assert len(seats_of(group)) == (offer.state == "accepted")
