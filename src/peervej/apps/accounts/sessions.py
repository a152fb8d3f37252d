"""How long a browser stays let in: two hours after the last thing it did."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest

SEEN = "seen"
# Noted this often at most: a page looked at is not a row written.
NOTE_EVERY_SECONDS = 300


def note_visit(request: HttpRequest) -> None:
    """Move the end of the session; writing to it is what makes Django do so.

    The real clock, not the demonstration's: a shared computer waits in real hours.
    """
    now = int(time.time())
    if now - request.session.get(SEEN, 0) > NOTE_EVERY_SECONDS:
        request.session[SEEN] = now


def seconds_left(request: HttpRequest) -> int:
    """Until the session ends, counted from the last visit that was noted."""
    since = int(time.time()) - int(request.session.get(SEEN, time.time()))
    return max(settings.SESSION_COOKIE_AGE - since, 1)


def note_sign_in(sender: Any, request: HttpRequest | None, **_: Any) -> None:
    """A session begins with a visit."""
    if request is not None and hasattr(request, "session"):
        note_visit(request)
