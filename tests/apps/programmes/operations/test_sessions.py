"""Who came, who called off, who steps in."""

from datetime import timedelta

import pytest

from peervej.apps.accounts.models import Membership, User
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import GroupState, MeetingState, Presence
from peervej.apps.programmes.models import Attendance
from peervej.apps.programmes.operations import sessions
from peervej.apps.programmes.queries import calls_suggested, leaders_of, talks_wanted
from tests.factories.moments import NOW
from tests.factories.programmes import EnrolmentFactory, GroupFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}


def first_session(**situation):
    session = GroupFactory(**situation).sessions.get(number=1)
    return session, {"actor": "test", "now": session.starts_at + timedelta(hours=1)}


def record(session, by, **changed):
    noted = {"presence": {}, "headcount": 4, "as_planned": True, "key": "k1"}
    return sessions.record_session(session, **{**noted, **changed}, **by)


def test_a_session_is_recorded_and_the_group_runs():
    session, by = first_session(seated=2)
    one, two = session.group.enrolments.all()

    held = record(
        session,
        by,
        presence={one.pk: Presence.PRESENT, two.pk: Presence.ABSENT},
        as_planned=False,
        changes=["shorter", "made-up"],
        wants_talk=True,
    )

    assert (held.state, held.headcount, held.changes) == (MeetingState.HELD, 4, ["shorter"])
    held.group.refresh_from_db()
    assert held.group.state == GroupState.RUNNING
    assert talks_wanted(held.group.period.site) == [held]
    sessions.mark_talk_done(held, **by)
    assert talks_wanted(held.group.period.site) == []


def test_a_repeated_send_counts_once_and_a_new_form_corrects():
    session, by = first_session(seated=1)
    enrolment = session.group.enrolments.get()
    record(session, by, presence={enrolment.pk: Presence.PRESENT})
    assert record(session, by, headcount=9).headcount == 4
    assert record(session, by, headcount=5, key="k2").headcount == 5
    assert Attendance.objects.count() == 1


def test_who_called_off_stays_excused():
    session, by = first_session(seated=1)
    enrolment = session.group.enrolments.get()
    sessions.excuse(enrolment, session, **BY)
    record(session, by, presence={enrolment.pk: Presence.ABSENT})
    assert Attendance.objects.get().presence == Presence.EXCUSED


def test_a_word_beforehand_can_be_changed():
    session, _by = first_session(seated=1)
    enrolment = session.group.enrolments.get()
    sessions.excuse(enrolment, session, **BY)
    sessions.promise(enrolment, session, **BY)
    assert Attendance.objects.get().presence == Presence.EXPECTED


def test_what_does_not_fit_is_refused():
    session, by = first_session(seated=2)
    one, two = session.group.enrolments.all()
    stranger = EnrolmentFactory(seated_in=GroupFactory())
    both = {one.pk: Presence.PRESENT, two.pk: Presence.PRESENT}
    with pytest.raises(sessions.NotYetBegun):
        record(session, BY)
    with pytest.raises(sessions.HeadcountTooSmall):
        record(session, by, presence=both, headcount=1)
    with pytest.raises(sessions.SessionRefused):
        record(session, by, headcount=500)
    with pytest.raises(sessions.NotInGroup):
        record(session, by, presence={stranger.pk: Presence.PRESENT})
    with pytest.raises(sessions.NotInGroup):
        sessions.excuse(stranger, session, **BY)
    assert not Attendance.objects.exists()
    assert record(session, by, presence=both).headcount == 4


def test_when_a_leader_cannot_come_the_coordinator_is_named_and_told():
    mette, jonas = VolunteerFactory(), VolunteerFactory()
    session, _by = first_session(led_by=[mette, jonas])
    site = session.group.period.site
    karen = User.objects.create_user("karen@example.dk", name="Karen")
    Membership.objects.create(user=karen, role="coordinator", site=site)
    elsewhere = User.objects.create_user("ida@example.dk", name="Ida")
    Membership.objects.create(user=elsewhere, role="coordinator", site=jonas.site)

    sessions.facilitator_away(session, mette, **BY)

    leaders = leaders_of(session)
    assert (leaders.coming, leaders.away) == ([jonas], [mette])
    assert leaders.substitute == "Karen"
    assert [message.user for message in Message.objects.all()] == [karen]
    sessions.facilitator_back(session, mette, **BY)
    assert not leaders_of(session).needs_substitute


def test_only_a_leader_of_the_group_calls_off():
    session, _by = first_session()
    with pytest.raises(sessions.NotInGroup):
        sessions.facilitator_away(session, VolunteerFactory(), **BY)


@pytest.mark.parametrize(
    ("noted", "suggested"),
    [
        ([Presence.ABSENT, Presence.ABSENT], True),
        ([Presence.ABSENT, Presence.EXCUSED], False),
        ([Presence.PRESENT, Presence.ABSENT], False),
        ([Presence.ABSENT, Presence.ABSENT, Presence.PRESENT], False),
    ],
)
def test_two_unexplained_absences_suggest_a_call(noted, suggested):
    group = GroupFactory(met=len(noted), seated=1)
    enrolment = group.enrolments.get()
    for session, presence in zip(group.sessions.all(), noted, strict=False):
        Attendance.objects.create(
            session=session, enrolment=enrolment, presence=presence, noted_at=NOW
        )
    called = [row.enrolment for row in calls_suggested(group.period.site)]
    assert called == ([enrolment] if suggested else [])
