"""What is gone is gone: no table, no database file, no log line holds it any more."""

import io
import logging
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.people.models import Person
from peervej.apps.people.operations import change_channel, erase_person
from peervej.apps.portal.timer import run_everything
from peervej.apps.programmes.enums import HeardFrom, SignupWay
from peervej.apps.programmes.operations.intros import sign_up
from peervej.apps.volunteers.operations.way_in import apply_as_volunteer
from peervej.config.database import empty_write_ahead_log
from peervej.config.logs import WithoutTokens
from tests.factories.moments import NOW
from tests.factories.programmes import GroupFactory, IntroMeetingFactory

MARKS = ("Qvzrylle", "27182818", "qvzrylle@example.dk", "skraanendevej", "mitordqvz")
BY = {"actor": "test", "now": NOW}


def walk_in_marks() -> Person:
    """Someone who left a mark wherever the product takes words, and is part of much."""
    group = GroupFactory()
    intro = IntroMeetingFactory(site=group.period.site)
    signed = sign_up(
        intro, chosen_name=MARKS[0], channel="sms", contact=MARKS[1], language="da",
        access_needs=MARKS[3], heard_from=HeardFrom.FRIEND, is_adult=True, way=SignupWay.ONLINE,
        key="k" * 20, **BY,
    )  # fmt: skip
    person = signed.person
    apply_as_volunteer(
        person.site, display_name=MARKS[0], channel="sms", contact=MARKS[1], words=MARKS[4],
        wants_groups=True, wants_companionship=True, key="a" * 20, **BY,
    )  # fmt: skip
    change_channel(person, "email", MARKS[2], **BY)
    run_everything(NOW)
    return person


def everything_stored() -> str:
    """Every value of every row of every table, as text."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            found.extend(
                bytes(value).decode("latin-1") if isinstance(value, memoryview) else str(value)
                for value in row
            )
    return "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_after_erasure_no_table_and_no_file_holds_what_was_said():
    person = walk_in_marks()
    assert MARKS[0] in everything_stored()
    erase_person(person, actor="test", now=NOW)
    left = everything_stored()
    assert [mark for mark in MARKS if mark in left] == []
    if connection.vendor == "sqlite":
        empty_write_ahead_log()
        name = connection.settings_dict["NAME"]
        raw = b"".join(
            Path(f"{name}{end}").read_bytes()
            for end in ("", "-wal")
            if Path(f"{name}{end}").is_file()
        )
        assert [mark for mark in MARKS if mark.encode() in raw] == []


@pytest.mark.django_db
def test_contacts_and_words_never_stand_in_the_clear():
    walk_in_marks()
    stored = everything_stored()
    assert [mark for mark in (MARKS[1], MARKS[2], MARKS[4]) if mark in stored] == []


@pytest.mark.django_db
def test_log_lines_hold_no_way_in():
    """Django writes the path of a refused request; the way in must not stand in it."""
    address = create_link(Role.PARTICIPANT, 1, "/min-side/", now=NOW)
    path = address[address.index("/l/") :]
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutTokens())
    for name in ("django.security.csrf", "django.request"):
        logging.getLogger(name).addHandler(handler)
    try:
        Client(enforce_csrf_checks=True).post(path)
        Client().get("/l/noget-der-er-lukket/")
        Client().get("/kalender/hemmeligt-noget.ics")
    finally:
        for name in ("django.security.csrf", "django.request"):
            logging.getLogger(name).removeHandler(handler)
    lines = written.getvalue()
    assert "/l/…/" in lines
    assert "/kalender/…" in lines
    assert not re.search(rf"{path.split('/')[2]}|noget", lines)


def test_the_filter_stands_before_every_handler(settings):
    for name, handler in settings.LOGGING["handlers"].items():
        assert "without_tokens" in handler["filters"], name
    assert re.search("WithoutTokens", str(settings.LOGGING["filters"]))
