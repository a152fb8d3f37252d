"""E-mail through Django's backend, which may be SMTP or any service anymail knows."""

import smtplib
from datetime import datetime
from typing import ClassVar

from anymail.exceptions import AnymailError
from django.core.mail import EmailMessage

from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
    Recipient,
    handle_of,
)
from peervej.apps.messaging.kinds import Letter


class EmailAdapter:
    """The Message-ID is made from the key, so that a letter that comes back is known again."""

    repeats_safely: ClassVar[bool] = False

    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        mail = EmailMessage(letter.subject, letter.text, to=[recipient.address])
        mail.extra_headers["Message-ID"] = f"<{handle_of(key)}@aftale>"
        if letter.calendar:
            mail.attach("aftale.ics", letter.calendar, "text/calendar")
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            # 5xx is for good, 4xx (a full mailbox, greylisting) for now: RFC 5321, 4.2.1.
            codes = [code for code, _text in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise HandOverRefused("address refused") from error
            raise HandOverFailed("address not taken now") from error
        except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
            # The server may have taken the message before the line went dead.
            raise HandOverUncertain(type(error).__name__) from error
        except (OSError, smtplib.SMTPException, AnymailError) as error:
            raise HandOverFailed(type(error).__name__) from error
