"""E-mail: refused at once, or back after a while; the coordinator learns of it."""

import smtplib

import pytest
from django.core import mail

from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
    Recipient,
    handle_of,
)
from peervej.apps.messaging.adapters.email import EmailAdapter
from peervej.apps.messaging.bounces import NotAReturn, Return, read_return
from peervej.apps.messaging.kinds import Letter
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.messaging.operations import note_return
from tests.factories.people import PersonFactory

KEY = "session_reminder:4:7:2026"


REPORT = """From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; sol@example.dk
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Subject: Aftale
Message-ID: <{handle}@aftale>

--b--
"""


def report(action="failed", status="5.1.1", key=KEY):
    """What a mail server writes when a mailbox is not there."""
    return REPORT.format(action=action, status=status, handle=handle_of(key)).encode()


@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [
        ("failed", "5.1.1", True),
        ("Failed", "5.1.1", True),
        ("failed", "4.4.7", True),
        ("delayed", "4.2.2", False),
        ("relayed", "2.0.0", False),
    ],
)
def test_a_report_says_which_letter_and_whether_it_is_final(action, status, is_final):
    assert read_return(report(action, status)) == Return(handle_of(KEY), is_final)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: hej\n\nHej",
        report()[: len(report()) // 2],
        report().replace(b"@aftale", b"@elsewhere"),
        b"x" * (10 * 1024 * 1024 + 1),
    ],
)
def test_anything_else_is_no_report(raw):
    with pytest.raises(NotAReturn):
        read_return(raw)


def sent(now, key=KEY):
    return Message.objects.create(
        person=PersonFactory(email="sol@example.dk"),
        kind="programmes.session_reminder",
        key=key,
        due_at=now,
        finished_at=now,
        state=MessageState.SENT,
        channel="email",
        attempts=1,
    )


@pytest.mark.django_db
def test_a_letter_that_came_back_is_failed_once(now):
    mine, other = sent(now), sent(now, key="other")
    by = {"actor": "mail", "now": now}
    assert note_return(handle_of(KEY), **by) == mine
    assert note_return(handle_of(KEY), **by) is None
    assert note_return("0" * 32, **by) is None
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {mine.pk: MessageState.FAILED, other.pk: MessageState.SENT}


def test_the_letter_carries_a_handle_that_tells_nothing(now):
    EmailAdapter().send(
        Recipient("email", "sol@example.dk", "da"), Letter("Aftale", "Hej"), key=KEY, now=now
    )
    [letter] = mail.outbox
    assert letter.extra_headers["Message-ID"] == f"<{handle_of(KEY)}@aftale>"
    assert "reminder" not in letter.extra_headers["Message-ID"]


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (
            smtplib.SMTPRecipientsRefused({"sol@example.dk": (550, b"no such user")}),
            HandOverRefused,
        ),
        (smtplib.SMTPRecipientsRefused({"sol@example.dk": (452, b"mailbox full")}), HandOverFailed),
        (smtplib.SMTPSenderRefused(421, b"later", "besked@localhost"), HandOverFailed),
        (ConnectionRefusedError(), HandOverFailed),
        (smtplib.SMTPServerDisconnected(), HandOverUncertain),
        (TimeoutError(), HandOverUncertain),
    ],
)
def test_what_the_mail_server_says(monkeypatch, now, trouble, outcome):
    def refuse(self, fail_silently=False):
        raise trouble

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(outcome):
        EmailAdapter().send(
            Recipient("email", "sol@example.dk", "da"), Letter("Aftale", "Hej"), key=KEY, now=now
        )
