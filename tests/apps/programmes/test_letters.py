"""Every message: neutral, with time, place and a link, in both languages, only while needed."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from peervej.apps.accounts.models import Membership, SignedLink, User
from peervej.apps.messaging.kinds import registered_kinds, write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.operations import dates, groups, intros, sessions, swaps
from peervej.apps.programmes.operations import enrolment as enrolling
from peervej.apps.programmes.tasks import run_timer
from tests.factories.moments import NOW
from tests.factories.people import consent_to
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    introduced,
)
from tests.factories.volunteers import VolunteerFactory, ready_for

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}
TELLING = re.compile(
    r"\bpeer\b|peer-|psyk|diagnos|sårbar|gruppe|group|holdet|samtykke|intro(?!duk)|introduk"
    r"|lodtræk|draw|forløb|hverdag|recovery|mental|frivillig|volunteer",
    re.IGNORECASE,
)


def everything_that_is_written():
    """Walk through every occasion on which a message is queued."""
    intro = IntroMeetingFactory(place="Havnegade 12")
    for name, number in (("Sol", "22000001"), ("Ali", "22000002")):
        intros.sign_up(intro, chosen_name=name, channel="sms", contact=number, is_adult=True, **BY)
    intros.move_intro(intro, starts_at=intro.starts_at + timedelta(days=1), **BY)
    intros.change_intro(intro, place="Biblioteket", **BY)
    group = GroupFactory(capacity=1, starts_on=NOW.date() + timedelta(days=20))
    Membership.objects.create(
        user=User.objects.create_user("karen@example.dk", name="Karen"),
        role="coordinator",
        site=group.site,
    )
    seated = enrolling.ask_for_place(introduced(group.site, sms="22000003"), group.period, **BY)
    waiting = EnrolmentFactory(period=group.period, person__sms="22000004")
    yield from letters()
    leader = VolunteerFactory()
    group.facilitators.add(leader)
    other = VolunteerFactory(site=group.site, person__sms="22000005")
    asking = VolunteerFactory(site=group.site, person__sms="22000006")
    ready_for(other)
    group.facilitators.add(asking)
    swaps.ask_swap(group.sessions.get(number=5), asking, **BY)
    yield from letters()
    swaps.take_swap(group.sessions.get(number=5), other, **BY)
    sessions.facilitator_away(group.sessions.get(number=2), leader, **BY)
    dates.cancel_session(group.sessions.get(number=3), **BY)
    yield from letters()
    run_timer(group.sessions.first().starts_at - timedelta(hours=20))
    yield from letters(group.sessions.first().starts_at - timedelta(hours=20))
    intros.cancel_intro(intro, **BY)
    enrolling.stop_enrolment(seated, **BY)
    yield from letters()
    enrolling.expire_offers(NOW + timedelta(days=8))
    waiting.refresh_from_db()
    yield from letters(NOW + timedelta(days=8))


def letters(now=NOW):
    for message in Message.objects.filter(kind__startswith="programmes."):
        for language in ("da", "en"):
            with translation.override(language):
                letter = write_letter(message, now)
            if letter is not None:
                yield message.kind, letter


def test_no_message_tells_what_it_is_about():
    written = list(everything_that_is_written())
    for kind, letter in written:
        said = f"{letter.subject} {letter.text} {letter.calendar}"
        said = re.sub(r"https?://\S+", "", said)
        assert not TELLING.search(said), (kind, said)
    expected = set(registered_kinds()) - {"programmes.ending", "programmes.in_touch"}
    assert {kind for kind, _ in written} == {k for k in expected if k.startswith("programmes.")}


def test_each_message_to_a_person_has_a_link_of_their_own():
    for kind, letter in everything_that_is_written():
        if kind != "programmes.stand_in":
            assert "/l/" in letter.text, kind
    assert set(SignedLink.objects.values_list("role", flat=True)) == {
        "participant",
        "volunteer",
    }


def test_nothing_is_written_once_it_is_not_needed():
    intro = IntroMeetingFactory()
    signup = intros.sign_up(
        intro, chosen_name="Sol", channel="sms", contact="22000001", is_adult=True, **BY
    )
    messages = list(Message.objects.all())
    intros.cancel_signup(signup, **BY)
    assert [write_letter(message, NOW) for message in messages] == [None, None]


def test_the_ending_leads_to_what_may_come_next():
    group = GroupFactory(met=10)
    sol = EnrolmentFactory(seated_in=group, person__sms="22000001")
    consent_to(sol.person, "service")
    after = group.sessions.last().ends_at + timedelta(days=2)
    groups.finish_group(group, actor="test", now=after)
    letter = write_letter(Message.objects.get(), after)
    assert not TELLING.search(re.sub(r"https?://\S+", "", letter.text + letter.subject))
    assert SignedLink.objects.get().destination == "/videre/"
