"""The HSDS 3.1 read API under /api/hsds/, open to every origin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver
from django.utils import translation
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from peervej import __version__
from peervej.apps.accounts.roles import Role
from peervej.apps.directory.hsds import organizations, services, vocabularies
from peervej.apps.directory.hsds.refusals import say_refused

VERSION = "3.1.1"
# What a browser asks before it sends a request with headers of its own.
ASKED_BEFORE = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}

api = NinjaAPI(
    title="Peervej: open data on peer support in Denmark",
    version=__version__,
    description="Read only. HSDS 3.1. Facts carry the date they were last confirmed.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="directory:directory_api",
)


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that cannot be used: which, and why, in a sentence."""
    return JsonResponse({"error": say_refused(error.errors)}, status=400)


@api.exception_handler(Http404)
def say_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing public has that identifier."""
    return JsonResponse({"error": "There is no public record with that identifier."}, status=404)


class RootOut(Schema):
    version: str
    profile: str
    openapi_url: str


@api.get("/hsds/", response=RootOut, tags=["HSDS"])
def describe(request: HttpRequest) -> HttpResponse:
    """Version and profile."""
    return JsonResponse(
        {
            "version": VERSION,
            "profile": "https://docs.openreferral.org/en/v3.1.1/hsds/",
            "openapi_url": f"{settings.PUBLIC_URL}/api/openapi.json",
        }
    )


for part in (services.router, organizations.router, vocabularies.router):
    api.add_router("/hsds", part)


def open_routes() -> list[URLPattern | URLResolver]:
    """The routes of the API, open to the public and to every origin, always in Danish."""
    routes: list[URLPattern | URLResolver] = api.urls[0]
    for route in routes:
        if isinstance(route, URLPattern):
            route.callback = _open(route.callback)
    return routes


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=ASKED_BEFORE)
        else:
            if request.method == "HEAD":
                request.method = "GET"  # the server leaves the body out
            with translation.override("da"):
                response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    opened.roles = frozenset({Role.PUBLIC})  # type: ignore[attr-defined]
    return opened
