"""E-mail through Django's backend, which may be SMTP or any service anymail knows."""

import smtplib
from datetime import datetime

from anymail.exceptions import AnymailError
from django.core.mail import EmailMessage

from peervej.apps.messaging.adapters.base import HandOverFailed, HandOverUncertain, Recipient
from peervej.apps.messaging.kinds import Letter


class EmailAdapter:
    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        mail = EmailMessage(letter.subject, letter.text, to=[recipient.address])
        mail.extra_headers["Message-ID"] = f"<{key.replace(':', '.')}@peervej>"
        if letter.calendar:
            mail.attach("aftale.ics", letter.calendar, "text/calendar")
        try:
            mail.send()
        except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
            # The server may have taken the message before the line went dead.
            raise HandOverUncertain(type(error).__name__) from error
        except (OSError, smtplib.SMTPException, AnymailError) as error:
            raise HandOverFailed(type(error).__name__) from error
