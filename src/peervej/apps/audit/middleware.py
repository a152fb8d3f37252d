"""Gives every request the moment its operations are to use."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse

from peervej.apps.audit.clock import current_time


class TimedRequest(HttpRequest):
    """A request with the moment it came in."""

    now: datetime


class ClockMiddleware:
    """Sets `request.now`; views pass it on, and nothing below reads a clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(TimedRequest, request).now = current_time()
        return self.get_response(request)


def now_of(request: HttpRequest) -> datetime:
    """The moment the request came in."""
    return cast(TimedRequest, request).now
