"""The way in: the list of intro meetings, and signing up in under a minute."""

import secrets
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.people.operations import KEEP_AFTER_LAST_USE
from peervej.apps.places.models import Site
from peervej.apps.programmes.calendars import Appointment, intro_uid, write_calendar
from peervej.apps.programmes.enums import MeetingState, SignupWay
from peervej.apps.programmes.forms.people import SignUpForm
from peervej.apps.programmes.models import IntroMeeting
from peervej.apps.programmes.operations.intros import AlreadySignedUp, SignupRefused, sign_up
from peervej.apps.programmes.queries import (
    definition_of,
    intro_runs_in_trial,
    intros_ahead,
    local_day,
)


@allow(Role.PUBLIC)
@require_safe
def intro_list(request: HttpRequest) -> HttpResponse:
    """The coming intro meetings, all of them or those of one town or online."""
    now = request.now  # type: ignore[attr-defined]
    everything = intros_ahead(now)
    wanted = request.GET.get("sted", "")
    sites = {intro.site.slug: intro.site for intro in everything if not intro.is_online}
    shown = [intro for intro in everything if _fits(intro, wanted)]
    context = {
        "intros": shown,
        "sites": sorted(sites.values(), key=lambda site: site.name),
        "has_online": any(intro.is_online for intro in everything),
        "chosen": wanted,
        "chosen_site": Site.objects.filter(slug=wanted).first() if wanted else None,
    }
    return render(request, "programmes/intro_list.html", context)


def _fits(intro: IntroMeeting, wanted: str) -> bool:
    if wanted == "online":
        return bool(intro.online_url)
    return not wanted or intro.site.slug == wanted


@allow(Role.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: what it is, what is kept, and a form with four fields."""
    intro = _intro(pk)
    now = request.now  # type: ignore[attr-defined]
    if intro.state == MeetingState.CANCELLED or intro.starts_at <= now:
        return _too_late(request, intro, now)
    form = SignUpForm(
        request.POST or None,
        initial={"key": secrets.token_urlsafe(16)},
        online=intro.is_online,
    )
    if request.method == "POST" and form.is_valid() and _signed_up(request, intro, form):
        return redirect("programmes:signed_up", pk=intro.pk)
    definition = definition_of(intro.programme)
    context = {
        "intro": intro,
        "form": form,
        "public": definition.public,
        "in_trial": intro_runs_in_trial(intro),
        "erased_on": local_day(intro.starts_at) + KEEP_AFTER_LAST_USE,
    }
    return render(request, "programmes/sign_up.html", context)


def _too_late(request: HttpRequest, intro: IntroMeeting, now: datetime) -> HttpResponse:
    """Over or cancelled: the next ones instead. Going on: just come in."""
    ahead = intros_ahead(now, site=intro.site, limit=3)
    is_going_on = intro.state != MeetingState.CANCELLED and now < intro.ends_at
    context = {
        "intro": intro,
        "intros": ahead or intros_ahead(now, limit=3),
        "is_going_on": is_going_on,
    }
    status = 200 if is_going_on else 410
    return render(request, "programmes/intro_over.html", context, status=status)


def _signed_up(request: HttpRequest, intro: IntroMeeting, form: SignUpForm) -> bool:
    """Whether the person is on the list now; a second time is as good as the first."""
    try:
        sign_up(
            intro,
            **form.person_fields(),
            language=get_language() or "da",
            heard_from=form.cleaned_data["heard_from"],
            is_adult=form.cleaned_data["is_adult"],
            way=SignupWay.ONLINE,
            key=form.cleaned_data["key"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except AlreadySignedUp:
        return True
    except SignupRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@allow(Role.PUBLIC)
@require_safe
def signed_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page for everyone, so that it tells nobody who is on a list."""
    intro = _intro(pk)
    context = {"intro": intro, "public": definition_of(intro.programme).public}
    return render(request, "programmes/signed_up.html", context)


@allow(Role.PUBLIC)
@require_safe
def intro_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as a calendar entry with a neutral title."""
    intro = _intro(pk)
    appointment = Appointment(
        intro_uid(intro.pk), intro.starts_at, intro.ends_at, intro.place, intro.online_url
    )
    text = write_calendar([appointment], now=request.now)  # type: ignore[attr-defined]
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="aftale.ics"'
    return response


def _intro(pk: int) -> IntroMeeting:
    rows = IntroMeeting.objects.select_related("site", "programme")
    return get_object_or_404(rows, pk=pk)
