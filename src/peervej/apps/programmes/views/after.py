"""A participant's pages beside their own page: what may come next, and their calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.directory.queries import entries_near
from peervej.apps.people.models import Person
from peervej.apps.people.operations import read_contact
from peervej.apps.programmes.calendars import write_calendar
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.operations.endings import (
    ContactRefused,
    choose_contacts,
    stop_contact,
    want_contact,
)
from peervej.apps.programmes.operations.feeds import close_feed, find_feed, renew_feed
from peervej.apps.programmes.perms import volunteer_of
from peervej.apps.programmes.queries import definition_of, local_day
from peervej.apps.programmes.queries.calendar import appointments_of
from peervej.apps.programmes.queries.endings import (
    in_touch_with,
    last_completed,
    may_be_wished,
    wants_contact,
    wished_by,
)

OFFERS_SHOWN = 4


@allow(Role.PARTICIPANT)
@never_cache
@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """A planned ending: thanks, other places to go, helping others, keeping in touch."""
    enrolment = _completed(request)
    person = enrolment.person
    day = local_day(request.now)  # type: ignore[attr-defined]
    context = {
        "person": person,
        "after": definition_of(enrolment.period.programme).public,
        "offers": entries_near(
            person.site.municipality,
            day=day,
            limit=OFFERS_SHOWN,
            exclude_slugs=[enrolment.period.programme.slug],
        ),
        "site": person.site,
        "wants_contact": wants_contact(person),
        "possible": may_be_wished(enrolment),
        "wished": wished_by(enrolment),
        "in_touch": [(other, read_contact(other.person)) for other in in_touch_with(enrolment)],
    }
    return render(request, "programmes/ending.html", context)


@allow(Role.PARTICIPANT)
@require_POST
def contact(request: HttpRequest, answer: str) -> HttpResponse:
    """Yes to being found, the choice of whom, or no again."""
    enrolment = _completed(request)
    try:
        if answer == "ja":
            want_contact(enrolment, **_by(request))
        elif answer == "nej":
            stop_contact(enrolment, **_by(request))
        elif answer == "vaelg":
            chosen = [int(pk) for pk in request.POST.getlist("wished") if pk.isdecimal()]
            choose_contacts(enrolment, chosen, **_by(request))
            messages.success(request, _("Saved. Nobody is told unless you both choose it."))
        else:
            raise Http404(answer)
    except ContactRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("programmes:ending") + "#kontakt")


def _completed(request: HttpRequest) -> Enrolment:
    enrolment = last_completed(_participant(request))
    if enrolment is None:
        raise Http404("no completed enrolment")
    return enrolment


def _participant(request: HttpRequest) -> Person:
    rows = Person.objects.select_related("site__municipality").filter(erased_at=None)
    return get_object_or_404(rows, pk=access_of(request).subject(Role.PARTICIPANT))


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def own_calendar(request: HttpRequest) -> HttpResponse:
    """An address for one's own calendar; shown once, can be replaced or closed."""
    return _calendar_page(request, _participant(request), "design/phone.html")


@allow(Role.VOLUNTEER)
@never_cache
@require_http_methods(["GET", "POST"])
def leaders_calendar(request: HttpRequest) -> HttpResponse:
    """The same for a group leader."""
    return _calendar_page(request, volunteer_of(access_of(request)).person, "design/phone.html")


def _calendar_page(request: HttpRequest, person: Person, base: str) -> HttpResponse:
    address = ""
    if request.method == "POST" and "close" in request.POST:
        close_feed(person, **_by(request))
        messages.success(request, _("The address is closed."))
    elif request.method == "POST":
        secret = renew_feed(person, **_by(request))
        address = settings.PUBLIC_URL + reverse("programmes:feed", args=[secret])
    return render(request, "programmes/calendar.html", {"address": address, "base": base})


@allow(Role.PUBLIC)
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar reads; without a valid secret there is nothing."""
    found = find_feed(secret)
    if found is None:
        raise Http404("no feed")
    now = request.now  # type: ignore[attr-defined]
    text = write_calendar(appointments_of(found.person, now), now=now)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
