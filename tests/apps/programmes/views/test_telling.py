"""Who sends to many sees the letters first, exactly as they will arrive."""

from datetime import timedelta

import pytest

from peervej.apps.accounts.models import SignedLink
from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.models import Message
from peervej.apps.messaging.operations import preview_messages
from peervej.apps.messaging.operations.previewing import MADE_UP_NAME, text_messages
from peervej.apps.people.models import Person
from peervej.apps.programmes.operations.intros import move_intro
from tests.apps.programmes.views.test_desk import moment
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def intro(site):
    """One by text message, one by e-mail in English, one who wants no messages."""
    meeting = IntroMeetingFactory(site=site)
    for fields in (
        {"sms": "22334455", "chosen_name": "Sol"},
        {"email": "ali@example.org", "language": "en", "chosen_name": "Ali"},
        {"chosen_name": "Kim"},
    ):
        SignupFactory(intro=meeting, person=PersonFactory(site=site, **fields))
    return meeting


def everything() -> list:
    return [
        sorted(Message.objects.values_list("key", flat=True)),
        AuditEvent.objects.count(),
        SignedLink.objects.count(),
        sorted(Person.objects.values_list("chosen_name", flat=True)),
    ]


def test_the_message_is_shown_with_the_count_and_nothing_happens(site, desk, intro):
    before = everything()
    page = desk.post(f"/desk/intro/{intro.pk}/flyt/", moment("move", day="25"))
    said = page.content.decode()
    assert page.status_code == 200
    for expected in (
        MADE_UP_NAME, "1 får en sms", "1 en e-mail", "Tiden er ændret", "changed",
        "fredag den 25. september", "Kim</a>", 'value="25"', 'name="confirm"',
    ):  # fmt: skip
        assert expected in said, expected
    intro.refresh_from_db()
    assert intro.starts_at.day != 25
    assert everything() == before


def test_what_was_shown_is_what_is_sent(site, desk, intro):
    desk.post(f"/desk/intro/{intro.pk}/flyt/", {**moment("move", day="25"), "confirm": "1"})
    kinds = Message.objects.filter(kind="programmes.intro_moved")
    assert {message.person.chosen_name for message in kinds} == {"Sol", "Ali"}


def test_what_cannot_be_done_is_said_before_anything_is_shown(site, desk, intro):
    page = desk.post(f"/desk/intro/{intro.pk}/flyt/", moment("move", day="1"))
    assert page.status_code == 422
    assert MADE_UP_NAME not in page.content.decode()


def test_a_change_nobody_is_told_of_needs_no_second_button(site, desk, intro):
    fields = {"change-place": intro.place, "change-note": "Kaffe fra 14.45"}
    assert desk.post(f"/desk/intro/{intro.pk}/ret/", fields).status_code == 302
    intro.refresh_from_db()
    assert intro.note == "Kaffe fra 14.45"
    moved = desk.post(f"/desk/intro/{intro.pk}/ret/", fields | {"change-place": "Torvet 1"})
    assert "Torvet 1" in moved.content.decode()
    intro.refresh_from_db()
    assert intro.place != "Torvet 1"


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("moede/{session}/flyt/", {**moment("move", day="18"), "move-following": "keep"}),
        ("moede/{session}/aflys/", {"off-append": "1"}),
        ("hold/{group}/ret/", {"change-name": "Torsdag", "change-capacity": "10",
                               "change-place": "Torvet 1"}),
    ],
)  # fmt: skip
def test_a_group_is_told_after_the_same_look(site, desk, address, fields):
    group = GroupFactory(period=PeriodFactory(site=site))
    EnrolmentFactory(seated_in=group, person=PersonFactory(site=site, sms="22334455"))
    second = group.sessions.get(number=2)
    path = "/desk/" + address.format(session=second.pk, group=group.pk)
    shown = desk.post(path, fields)
    assert (shown.status_code, Message.objects.count()) == (200, 0)
    assert "Noget er ændret" in shown.content.decode() or MADE_UP_NAME in shown.content.decode()
    assert desk.post(path, fields | {"confirm": "1"}).status_code == 302
    assert Message.objects.count() == 1


def test_the_link_of_the_preview_opens_nothing(intro):
    later = intro.starts_at + timedelta(days=7)
    preview = preview_messages(
        lambda: move_intro(intro, starts_at=later, actor="test", now=NOW),
        people=Person.objects.all(),
        now=NOW,
    )
    assert [sample.language for sample in preview.samples] == ["da", "en"]
    assert all("/…/" in sample.text for sample in preview.samples)


@pytest.mark.parametrize(
    ("text", "parts"),
    [("æ" * 160, 1), ("æ" * 161, 2), ("…" * 70, 1), ("…" * 71, 2), ("a" * 307, 3)],
)
def test_text_messages_are_counted_as_they_are_paid(text, parts):
    assert text_messages(text) == parts
