"""What happens by itself."""

from datetime import timedelta

import pytest

from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import (
    EnrolmentState,
    GroupState,
    MeetingState,
    PeriodKind,
    Presence,
)
from peervej.apps.programmes.models import Attendance, Enrolment
from peervej.apps.programmes.operations.drawn import settle_drawn
from peervej.apps.programmes.operations.sessions import excuse
from peervej.apps.programmes.tasks import run_timer
from tests.factories.moments import NOW
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
)

pytestmark = pytest.mark.django_db


def test_groups_start_and_finish_and_intros_are_held():
    group = GroupFactory(seated=1)
    intro = IntroMeetingFactory()
    first, last = group.sessions.first(), group.sessions.last()

    run_timer(first.starts_at + timedelta(hours=3))
    group.refresh_from_db()
    intro.refresh_from_db()
    assert (group.state, intro.state) == (GroupState.RUNNING, MeetingState.HELD)

    run_timer(last.ends_at + timedelta(hours=20))
    group.refresh_from_db()
    assert group.state == GroupState.RUNNING

    run_timer(last.ends_at + timedelta(hours=25))
    group.refresh_from_db()
    assert group.state == GroupState.FINISHED
    assert group.enrolments.get().state == EnrolmentState.COMPLETED


def test_usual_support_ends_after_the_last_day_of_the_group():
    group = GroupFactory(period=PeriodFactory(trial=True))
    drawn = EnrolmentFactory(period=group.period, drawing=True)
    settle_drawn(group, seated=[], usual_support=[drawn], actor="test", now=NOW)
    last = group.sessions.last().ends_at
    for moment, state in (
        (last, EnrolmentState.USUAL_SUPPORT),
        (last + timedelta(days=1), EnrolmentState.COMPLETED),
    ):
        run_timer(moment)
        assert Enrolment.objects.get(pk=drawn.pk).state == state


def test_reminders_go_the_day_before_to_those_who_know_and_have_not_called_off():
    group = GroupFactory()
    coming = EnrolmentFactory(seated_in=group, person__sms="22345678")
    untold = EnrolmentFactory(seated_in=group, person__sms="24345678", told_at=None)
    session = group.sessions.first()

    run_timer(session.starts_at - timedelta(days=1, hours=1))
    assert not Message.objects.exists()

    eve = session.starts_at - timedelta(hours=20)
    run_timer(eve)
    run_timer(eve)
    assert [message.person for message in Message.objects.all()] == [coming.person]
    Attendance.objects.create(
        session=session, enrolment=untold, presence=Presence.PRESENT, noted_at=NOW
    )
    run_timer(group.sessions.get(number=2).starts_at - timedelta(hours=20))
    assert untold.person.messages.count() == 1


def test_a_reminder_is_not_written_to_someone_who_has_called_off():
    from peervej.apps.messaging.kinds import write_letter

    group = GroupFactory()
    coming = EnrolmentFactory(seated_in=group, person__sms="22345678")
    session = group.sessions.first()
    eve = session.starts_at - timedelta(hours=20)
    run_timer(eve)
    message = Message.objects.get()
    assert write_letter(message, eve) is not None
    excuse(coming, session, actor="test", now=eve)
    assert write_letter(message, eve) is None


def test_whoever_waits_is_offered_what_becomes_free_and_is_not_erased():
    group = GroupFactory()
    assert group.period.kind == PeriodKind.ORDINARY
    waiting = EnrolmentFactory(period=group.period, person__erase_after=NOW.date())
    run_timer(NOW)
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.OFFERED
    assert waiting.person.erase_after > NOW.date() + timedelta(days=60)
