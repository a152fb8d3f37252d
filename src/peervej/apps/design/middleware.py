"""Danish for everyone until they choose another language themselves."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


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
