"""Danish until another language is chosen, and forms too large to read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

FORM = "application/x-www-form-urlencoded"
CHUNK = 64 * 1024
MOST_DRAINED = 64 * 1024 * 1024


class ChosenLanguageMiddleware:
    """The language of the switch, else Danish.

    A browser's Accept-Language is what it was sold with, not what its owner reads: at work
    and in libraries it is often English. Here nearly everyone reads Danish.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(known)
        request.LANGUAGE_CODE = known
        answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", known)
        return answer


class FormSizeMiddleware:
    """A form with more words than we take is answered in words, before anything reads it.

    Django would refuse it with an error that says nothing about the words. Files have limits
    of their own where they are taken in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == FORM and _length(request) > _room(request.path):
            _drain(request)
            # No messages and no session are there yet: the page stands alone.
            return render(request, "413.html", status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdigit() else 0


def _room(path: str) -> int:
    long_answers: bool = path.startswith(settings.LONG_ANSWERS_UNDER)
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if long_answers else settings.USUAL_FORM_SIZE


def _drain(request: HttpRequest) -> None:
    """Read on to the end: a browser that is still sending does not see the answer."""
    left = MOST_DRAINED
    while left > 0 and (read := len(request.read(CHUNK))):
        left -= read
