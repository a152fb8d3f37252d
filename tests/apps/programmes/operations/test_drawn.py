"""What the draw means for the service: seats for some, usual support for the others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.operations.drawn import settle_drawn
from peervej.apps.programmes.operations.enrolment import WrongPeriod, note_told
from peervej.apps.programmes.operations.seating import AlreadyEnrolled, GroupFull, IntakeClosed
from peervej.apps.programmes.queries import free_seats
from tests.factories.moments import NOW
from tests.factories.programmes import EnrolmentFactory, GroupFactory, PeriodFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}


def drawing(group, many):
    return EnrolmentFactory.create_batch(many, period=group.period, drawing=True)


def trial_group(**fields):
    return GroupFactory(period=PeriodFactory(trial=True), **fields)


def test_seats_go_in_the_order_of_enrolment_beside_those_taken():
    group = trial_group(capacity=4)
    EnrolmentFactory(seated_in=group)
    people = drawing(group, 3)
    settle_drawn(group, seated=people[::-1], usual_support=[], **BY)
    found = Enrolment.objects.filter(pk__in=[one.pk for one in people]).order_by("pk")
    assert [(one.state, one.seat, one.told_at) for one in found] == [
        ("seated", 2, None),
        ("seated", 3, None),
        ("seated", 4, None),
    ]
    assert not Message.objects.exists()
    assert note_told(found[0], **BY).told_at == NOW


def test_usual_support_takes_no_seat_and_is_tied_to_no_group():
    group = trial_group()
    (drawn,) = drawing(group, 1)
    settle_drawn(group, seated=[], usual_support=[drawn], **BY)
    control = Enrolment.objects.get(pk=drawn.pk)
    assert (control.state, control.group, control.seat) == ("usual_support", None, None)
    assert control.ends_on == group.sessions.last().starts_at.date()
    assert control.person.erase_after > control.ends_on
    assert free_seats(group) == group.capacity


def test_each_person_has_an_event_of_their_own():
    group = trial_group()
    one, other = drawing(group, 2)
    settle_drawn(group, seated=[one], usual_support=[other], **BY)
    assert set(AuditEvent.objects.filter(actor="test").values_list("verb", "subject_id")) == {
        ("seat", str(one.pk)),
        ("give_usual_support", str(other.pk)),
    }


@pytest.mark.parametrize(
    ("situation", "refusal"),
    [
        ("drawn before", AlreadyEnrolled),
        ("other period", WrongPeriod),
        ("full", GroupFull),
        ("closed", IntakeClosed),
    ],
)
def test_refused_as_a_whole(situation, refusal):
    group = trial_group(capacity=2)
    people = drawing(group, 3 if situation == "full" else 2)
    if situation == "drawn before":
        settle_drawn(group, seated=[], usual_support=people[:1], **BY)
    elif situation == "other period":
        people.append(drawing(trial_group(), 1)[0])
    before = list(Enrolment.objects.order_by("pk").values())
    later = NOW + timedelta(days=60 if situation == "closed" else 0)
    with pytest.raises(refusal):
        settle_drawn(group, seated=people, usual_support=[], actor="test", now=later)
    assert list(Enrolment.objects.order_by("pk").values()) == before


def test_twenty_cost_as_many_statements_as_two():
    counts = []
    for many in (2, 20):
        group = trial_group(capacity=10)
        people = drawing(group, many)
        with CaptureQueriesContext(connection) as captured:
            settle_drawn(group, seated=people[: many // 2], usual_support=people[many // 2 :], **BY)
        counts.append(len(captured))
    assert counts[0] == counts[1]
