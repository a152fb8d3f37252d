"""For machines that look by: Atom feed and sitemap."""

from datetime import datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.directory.models import KnowledgePage
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.filters import Filters, asks_nowhere, public_entries
from peervej.apps.directory.queries.listing import load_hits, run_search
from peervej.apps.places.models import Region

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50


@allow(Role.PUBLIC)
def atom(request: HttpRequest) -> HttpResponse:
    """The entries of any filter, the latest change first (RFC 4287)."""
    now: datetime = request.now  # type: ignore[attr-defined]
    filters = Filters.read(request.GET)
    result = run_search(filters, now=now)
    if asks_nowhere(filters, result.place):
        raise Http404
    entries = sorted(
        load_hits([*result.hits, *result.wider]), key=lambda e: (e.modified_at, e.pk), reverse=True
    )[:MOST]
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    address = settings.PUBLIC_URL + request.get_full_path()
    _add(feed, "id", address)
    _add(feed, "title", _("New in the directory"))
    _add(feed, "updated", (entries[0].modified_at if entries else now).isoformat())
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=address)
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", "Peervej")
    for entry in entries:
        url = settings.PUBLIC_URL + reverse("directory:entry", args=[entry.slug])
        item = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(item, "id", url)
        _add(item, "title", entry.name)
        _add(item, "updated", entry.modified_at.isoformat())
        ET.SubElement(item, f"{{{ATOM}}}link", href=url)
        _add(item, "summary", entry.summary)
    return _answer(feed, "application/atom+xml")


@allow(Role.PUBLIC)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page of the directory with the day it last changed."""
    day = local_day(request.now)  # type: ignore[attr-defined]
    ET.register_namespace("", SITEMAP)
    urls = ET.Element(f"{{{SITEMAP}}}urlset")
    pages: list[tuple[str, str]] = [
        (reverse("directory:list"), ""),
        (reverse("directory:map"), ""),
        (reverse("directory:knowledge"), ""),
    ]
    pages += [
        (reverse("directory:region", args=[region.slug]), "")
        for region in Region.objects.valid_on(day)
    ]
    pages += [
        (reverse("directory:entry", args=[slug]), modified.date().isoformat())
        for slug, modified in public_entries().values_list("slug", "modified_at")
    ]
    pages += [
        (reverse("directory:knowledge_page", args=[slug]), checked.isoformat())
        for slug, checked in KnowledgePage.objects.values_list("slug", "checked_on")
    ]
    for address, changed in pages:
        url = ET.SubElement(urls, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = settings.PUBLIC_URL + address
        if changed:
            ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = changed
    return _answer(urls, "application/xml")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _answer(root: ET.Element, content_type: str) -> HttpResponse:
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
