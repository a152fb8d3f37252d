"""Signing up for an intro meeting, turning up, and having a talk instead."""

from datetime import timedelta

import pytest

from peervej.apps.figures.models import Figure
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.models import Channel, Person
from peervej.apps.programmes.enums import MeetingState, SignupState, SignupWay
from peervej.apps.programmes.models import IntroMeeting, Signup
from peervej.apps.programmes.operations import intros
from peervej.apps.programmes.operations.received import SentTwice
from tests.factories.moments import NOW
from tests.factories.programmes import IntroMeetingFactory, SignupFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "public", "now": NOW}
SOL = {
    "chosen_name": "Sol",
    "channel": Channel.SMS,
    "contact": "22 34 56 78",
    "is_adult": True,
    **BY,
}


def put_on_list(intro, **changed):
    return intros.sign_up(
        intro, **({**SOL, "contact": "22 34 56 78", "is_adult": True, **BY} | changed)
    )


def test_sign_up_stores_the_person_and_queues_confirmation_and_reminder():
    intro = IntroMeetingFactory()

    signup = put_on_list(intro, access_needs="Kørestol", heard_from="friend")

    assert signup.state == SignupState.SIGNED_UP
    assert signup.person.chosen_name == "Sol"
    assert signup.person.access_needs == "Kørestol"
    assert set(Message.objects.values_list("kind", flat=True)) == {
        "programmes.signup_confirmed",
        "programmes.intro_reminder",
    }
    reminder = Message.objects.get(kind="programmes.intro_reminder")
    assert NOW < reminder.due_at < intro.starts_at


def test_how_someone_heard_of_it_is_only_a_figure():
    intro = IntroMeetingFactory()

    put_on_list(intro, heard_from="friend")
    put_on_list(intro, contact="23 45 67 89", heard_from="<script>")

    heard = Figure.objects.filter(kind="heard_from")
    assert list(heard.values_list("value", "count")) == [("friend", 1)]
    assert "friend" not in str(Person.objects.values()) + str(Signup.objects.values())


@pytest.mark.parametrize("contact", ["22345678", "+45 22 34 56 78", "0045 22 34 56 78"])
def test_the_same_person_twice_is_refused_and_stored_once(contact):
    intro = IntroMeetingFactory()
    put_on_list(intro)

    with pytest.raises(intros.AlreadySignedUp):
        put_on_list(intro, chosen_name=" sol ", contact=contact)

    assert Person.objects.count() == Signup.objects.count() == 1
    assert Message.objects.count() == 2


def test_two_people_with_one_telephone_are_two():
    intro = IntroMeetingFactory()
    put_on_list(intro)
    put_on_list(intro, chosen_name="Ali")
    assert Signup.objects.count() == 2


def test_a_form_sent_twice_without_a_channel_counts_once():
    intro = IntroMeetingFactory()
    without = {"channel": Channel.NONE, "contact": "", "key": "k1"}
    put_on_list(intro, **without)

    with pytest.raises(intros.AlreadySignedUp):
        put_on_list(intro, **without)

    assert Signup.objects.count() == 1


@pytest.mark.parametrize(
    ("situation", "changed", "refusal"),
    [
        ({}, {"is_adult": False}, intros.TooYoung),
        ({"past": True}, {}, intros.MeetingOver),
        ({"cancelled": True}, {}, intros.MeetingOver),
        ({"starts_at": NOW - timedelta(minutes=5)}, {}, intros.MeetingOver),
        ({"online": True}, {"channel": Channel.NONE, "contact": ""}, intros.ChannelNeeded),
        ({}, {"contact": "12"}, intros.ContactUnusable),
        ({}, {"channel": Channel.EMAIL, "contact": "sol@"}, intros.ContactUnusable),
        ({}, {"chosen_name": "  "}, intros.NameNeeded),
    ],
)
def test_what_cannot_be_taken_is_refused_kindly_and_leaves_nothing(situation, changed, refusal):
    intro = IntroMeetingFactory(**situation)

    with pytest.raises(refusal) as refused:
        put_on_list(intro, **changed)

    assert str(refused.value).endswith((".", "+."))
    assert not Person.objects.exists()
    assert not Message.objects.exists()
    assert not Figure.objects.exists()


def test_calling_off_takes_the_reminder_back_and_coming_again_is_possible():
    intro = IntroMeetingFactory()
    signup = put_on_list(intro)

    intros.cancel_signup(signup, **BY)
    assert Message.objects.get(kind="programmes.intro_reminder").state == MessageState.NOT_NEEDED

    again = put_on_list(intro, now=NOW + timedelta(hours=1))
    assert again.pk == signup.pk
    waiting = Message.objects.filter(kind="programmes.intro_reminder", state=MessageState.QUEUED)
    assert waiting.count() == 1


def test_a_walk_in_needs_no_channel_and_has_come():
    intro = IntroMeetingFactory(starts_at=NOW - timedelta(minutes=20))

    signup = intros.add_walk_in(intro, chosen_name="Ali", **BY)

    assert (signup.state, signup.way) == (SignupState.ATTENDED, SignupWay.WALK_IN)
    assert not Message.objects.exists()
    intro.refresh_from_db()
    assert intro.state == MeetingState.HELD


def test_nobody_walks_in_days_before():
    with pytest.raises(intros.MeetingOver):
        intros.add_walk_in(IntroMeetingFactory(), chosen_name="Ali", **BY)


def test_presence_can_be_corrected():
    signup = SignupFactory(intro=IntroMeetingFactory(past=True))
    for came, state in ((True, SignupState.ATTENDED), (False, SignupState.STAYED_AWAY)):
        assert intros.record_intro_presence(signup, came, **BY).state == state


def test_presence_is_not_marked_beforehand():
    with pytest.raises(intros.MeetingOver):
        intros.record_intro_presence(SignupFactory(), True, **BY)


def test_a_talk_counts_as_an_introduction():
    site = IntroMeetingFactory().site
    signup = intros.record_talk(site, chosen_name="Sol", **BY)
    assert (signup.intro, signup.state) == (None, SignupState.ATTENDED)


def test_moving_a_meeting_tells_those_signed_up_and_moves_the_reminder():
    intro = IntroMeetingFactory()
    coming = put_on_list(intro)
    off = put_on_list(intro, chosen_name="Ali")
    intros.cancel_signup(off, **BY)

    intros.move_intro(intro, starts_at=intro.starts_at + timedelta(days=7), **BY)

    told = Message.objects.filter(kind="programmes.intro_moved")
    assert [message.person_id for message in told] == [coming.person_id]
    queued = Message.objects.filter(kind="programmes.intro_reminder", state=MessageState.QUEUED)
    assert [message.due_at.day for message in queued] == [16]


def test_cancelling_a_meeting_tells_those_signed_up():
    intro = IntroMeetingFactory()
    coming = put_on_list(intro)

    intros.cancel_intro(intro, **BY)

    coming.refresh_from_db()
    assert coming.state == SignupState.CANCELLED
    assert Message.objects.filter(kind="programmes.intro_cancelled").count() == 1
    with pytest.raises(intros.PlanRefused):
        intros.move_intro(intro, starts_at=NOW + timedelta(days=9), **BY)


@pytest.mark.parametrize("fields", [{"starts_at": NOW - timedelta(hours=1)}, {"place": " "}])
def test_a_meeting_in_the_past_or_nowhere_is_not_planned(fields):
    known = IntroMeetingFactory()
    wanted = {"starts_at": NOW + timedelta(days=5), "place": "Havnegade 12", **fields}
    with pytest.raises(intros.PlanRefused):
        intros.plan_intro(known.site, known.programme, **wanted, **BY)


def test_nobody_can_flood_somebody_elses_phone_with_sign_ups():
    """Anybody can type anybody's number; past a few names a day nothing more is sent there."""
    intro = IntroMeetingFactory()
    for number in range(6):
        put_on_list(intro, chosen_name=f"Navn {number}")
    assert Signup.objects.count() == 6
    assert Message.objects.filter(kind="programmes.signup_confirmed").count() == 3
    assert Message.objects.filter(kind="programmes.intro_reminder").count() == 3


def test_another_room_is_told_to_those_on_the_list_and_a_new_line_is_not():
    intro = IntroMeetingFactory()
    put_on_list(intro)
    where = {"place": intro.place, "online_url": ""}
    intros.change_intro(intro, **where, note="Kaffe fra 14.45", **BY)
    assert not Message.objects.filter(kind="programmes.place_changed").exists()
    intros.change_intro(intro, place="Biblioteket", note="Kaffe fra 14.45", **BY)
    intro.refresh_from_db()
    assert (intro.place, intro.note) == ("Biblioteket", "Kaffe fra 14.45")
    assert Message.objects.filter(kind="programmes.place_changed").count() == 1


def test_a_meeting_does_not_turn_online_over_the_head_of_someone_without_a_channel():
    signup = SignupFactory()
    with pytest.raises(intros.PlanRefused, match=signup.person.chosen_name):
        intros.change_intro(signup.intro, place=" ", online_url="https://moede.example/abc", **BY)
    signup.intro.refresh_from_db()
    assert signup.intro.place


@pytest.mark.parametrize("what", ["walk_in", "talk", "intro"])
def test_a_form_from_the_desk_sent_twice_is_done_once(what):
    intro = IntroMeetingFactory(starts_at=NOW)

    def send():
        if what == "walk_in":
            intros.add_walk_in(intro, chosen_name="Sol", key="k", **BY)
        elif what == "talk":
            intros.record_talk(intro.site, chosen_name="Sol", key="k", **BY)
        else:
            later = NOW + timedelta(days=9)
            intros.plan_intro(
                intro.site, intro.programme, starts_at=later, place="Her", key="k", **BY
            )

    send()
    before = (Person.objects.count(), Signup.objects.count(), IntroMeeting.objects.count())
    with pytest.raises(SentTwice):
        send()
    after = (Person.objects.count(), Signup.objects.count(), IntroMeeting.objects.count())
    assert after == before
