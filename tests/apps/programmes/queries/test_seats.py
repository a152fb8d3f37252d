"""The query a crowd asks says the same as the rules it is written out from."""

import random
from datetime import timedelta

import pytest

from peervej.apps.programmes.enums import ACTIVE_ENROLMENT, EnrolmentState, GroupState, SignupState
from peervej.apps.programmes.models import Enrolment, Offer
from peervej.apps.programmes.queries.people import Standing, standing_of
from peervej.apps.programmes.queries.seats import free_seats, groups_taking_in, groups_with_room
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    PeriodFactory,
    SignupFactory,
)

pytestmark = pytest.mark.django_db


def some_groups(period, dice):
    for _group in range(4):
        group = GroupFactory(
            period=period,
            met=dice.choice([0, 1, 2, 3]),
            capacity=3,
            seated=dice.randint(0, 3),
            state=dice.choice([*GroupState]),
        )
        for offered in EnrolmentFactory.create_batch(dice.randint(0, 1), period=period):
            Offer.objects.create(
                enrolment=offered,
                group=group,
                made_at=NOW,
                expires_at=NOW + timedelta(days=7),
                state=dice.choice(["open", "expired"]),
            )
        group.sessions.filter(number=dice.randint(1, 3)).update(state="cancelled")


@pytest.mark.parametrize("seed", range(6))
def test_groups_with_room_are_those_taking_in_with_a_free_seat(seed):
    dice = random.Random(seed)
    period = PeriodFactory()
    some_groups(period, dice)
    some_groups(PeriodFactory(), dice)
    for moment in (NOW - timedelta(days=5), NOW, NOW + timedelta(days=11)):
        open_ones = groups_taking_in(period, moment)
        with_room = [group.pk for group in open_ones if free_seats(group)]
        assert groups_with_room(period, moment) == (with_room, bool(open_ones))


@pytest.mark.parametrize("signup", [None, *SignupState])
@pytest.mark.parametrize("agreed", [True, False])
def test_standing_says_who_may_ask(signup, agreed):
    person = PersonFactory(agreed=agreed)
    if signup is not None:
        SignupFactory(talk=True, person=person, state=signup)
    assert standing_of(person) == Standing(signup == SignupState.ATTENDED, agreed, False)


def test_standing_counts_every_active_state_and_no_other():
    active = set()
    for state in set(EnrolmentState) - {EnrolmentState.SEATED}:
        enrolment = EnrolmentFactory(state=state)
        if standing_of(enrolment.person).is_enrolled:
            active.add(state)
    seated = EnrolmentFactory(seated_in=GroupFactory())
    if standing_of(seated.person).is_enrolled:
        active.add(EnrolmentState.SEATED)
    assert active == set(ACTIVE_ENROLMENT)
    assert Enrolment.objects.count() == len(EnrolmentState)
