"""How long a browser stays let in: two hours after the last thing it did."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from peervej.apps.audit.clock import real_time

SEEN = "seen"
# Noted this often at most: a page looked at is not a row written.
NOTE_EVERY_SECONDS = 300


def note_visit(request: HttpRequest) -> None:
    """Move the end of the session; writing to it is what makes Django do so.

    The real clock, not the demonstration's: a shared computer waits in real hours.
    """
    now = int(real_time().timestamp())
    if now - request.session.get(SEEN, 0) > NOTE_EVERY_SECONDS:
        request.session[SEEN] = now


def seconds_at_least() -> int:
    """How long a session lives at the least after a page was shown.

    The same on every page: the seconds that are really left would tell two visits apart,
    and pages that must not differ would.
    """
    return settings.SESSION_COOKIE_AGE - NOTE_EVERY_SECONDS


def note_sign_in(sender: Any, request: HttpRequest | None, **_: Any) -> None:
    """A session begins with a visit."""
    if request is not None and hasattr(request, "session"):
        note_visit(request)
