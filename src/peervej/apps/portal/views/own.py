"""A person's own page, by signed link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.links import renew_session
from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.allocation.operations.joining import screen
from peervej.apps.audit.middleware import now_of
from peervej.apps.audit.models import ReadEvent
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import change_channel, read_contact
from peervej.apps.portal.forms.joining import ChannelForm, JoinForm, StopForm
from peervej.apps.portal.operations import (
    erase_self,
    join_programme,
    leave_all_research,
    stop_taking_part,
)
from peervej.apps.portal.queries.data_copy import copy_for_helper, copy_of_data
from peervej.apps.portal.queries.own_page import OwnPage, build_own_page
from peervej.apps.programmes.operations.enrolment import (
    EnrolmentRefused,
    accept_offer,
    decline_offer,
)
from peervej.apps.programmes.operations.sessions import SessionRefused, excuse, promise
from peervej.apps.programmes.operations.signups import cancel_signup
from peervej.apps.programmes.queries import definition_of
from peervej.apps.trial.forms import ScreeningForm
from peervej.apps.trial.models import TellingWay, Trial
from peervej.apps.trial.operations import TrialRefused
from peervej.apps.trial.queries import definition_of as trial_definition
from peervej.apps.volunteers.perms import volunteer_of_link


def _me(request: HttpRequest) -> Person:
    pk = access_of(request).subject(Role.PARTICIPANT)
    return get_object_or_404(Person.objects.select_related("site"), pk=pk, erased_at=None)


@allow(Role.PARTICIPANT)
@never_cache
@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    """What is next, and one button for it."""
    person = _me(request)
    page = build_own_page(person, now_of(request))
    return render(request, "portal/own_page.html", {"page": page, "person": person})


@allow(Role.PARTICIPANT)
@require_POST
def answer_next(request: HttpRequest, answer: str) -> HttpResponse:
    """I come, or not this time: to the meeting that is next on the page."""
    person, now = _me(request), now_of(request)
    page = build_own_page(person, now)
    if request.POST.get("meeting", "") not in ("", _meeting_on(page)):
        # The page was opened before the last meeting, and answers for that one.
        messages.info(request, _("That meeting is over. Here is the next one."))
        return redirect("portal:own")
    actor = actor_of(request)
    try:
        if page.signup and answer == "ikke":
            cancel_signup(page.signup, actor=actor, now=now)
            messages.success(request, _("That is fine. You can come another time."))
        elif page.session and page.enrolment and answer == "ikke":
            excuse(page.enrolment, page.session, actor=actor, now=now)
            messages.success(request, _("Thank you for saying so. See you another time."))
        elif page.session and page.enrolment:
            promise(page.enrolment, page.session, actor=actor, now=now)
            messages.success(request, _("Good. We look forward to it."))
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:own")


def _meeting_on(page: OwnPage) -> str:
    """Which meeting the page's buttons answer for."""
    if page.signup:
        return f"intro{page.signup.intro_id}"
    return str(page.session.pk) if page.session else ""


@allow(Role.PARTICIPANT)
@require_POST
def answer_offer(request: HttpRequest, answer: str) -> HttpResponse:
    """Yes or no to a place that has been offered."""
    person, now = _me(request), now_of(request)
    page = build_own_page(person, now)
    if page.offer is None:
        return redirect("portal:own")
    try:
        if answer == "ja":
            accept_offer(page.offer, actor=actor_of(request), now=now)
            messages.success(request, _("The place is yours."))
        else:
            decline_offer(page.offer, actor=actor_of(request), now=now)
            messages.success(request, _("That is fine. You keep your place in line."))
    except EnrolmentRefused as error:
        messages.error(request, str(error))
    return redirect("portal:own")


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Join: what it means, said before, and the consents that go with it."""
    person, now = _me(request), now_of(request)
    period = build_own_page(person, now).period_to_join
    if period is None:
        return redirect("portal:own")
    form = JoinForm(request.POST or None, in_trial=period.is_trial)
    trial = Trial.objects.filter(code=period.trial_code or "-").first()
    asked = trial_definition(trial).eligibility if trial else ()
    screening = ScreeningForm(asked, get_language() or "da", request.POST or None)
    if request.method == "POST" and form.is_valid() and screening.is_valid():
        refusal = screen(
            person,
            period,
            screening.answers(),
            drawn_before=screening.cleaned_data["drawn_before"],
            now=now,
        )
        if refusal:
            messages.error(request, refusal)
            return redirect("portal:own")
        try:
            join_programme(
                person,
                period,
                telling=form.cleaned_data.get("telling", TellingWay.CALL),
                wants_companionship=form.cleaned_data["wants_companionship"],
                actor=actor_of(request),
                now=now,
            )
        except (EnrolmentRefused, TrialRefused) as error:
            form.add_error(None, str(error))
        else:
            return redirect("trial:questions" if period.is_trial else "portal:own")
    context = {
        "form": form,
        "screening": screening,
        "period": period,
        "person": person,
        "definition": definition_of(period.programme),
        "trial": trial,
        "trial_definition": trial_definition(trial) if trial else None,
    }
    return render(request, "portal/join.html", context)


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def reach(request: HttpRequest) -> HttpResponse:
    """Change how one is reached."""
    person = _me(request)
    initial = {"channel": person.channel, "contact": read_contact(person)}
    form = ChannelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_channel(
            person,
            Channel(form.cleaned_data["channel"]),
            form.cleaned_data["contact"],
            actor=actor_of(request),
            now=now_of(request),
        )
        renew_session(request, Role.PARTICIPANT, now=now_of(request))
        messages.success(
            request, _("Saved. The old number or address is gone, and links sent to it are closed.")
        )
        return redirect("portal:own")
    return render(request, "portal/reach.html", {"form": form})


@allow(Role.PARTICIPANT)
@never_cache
@require_safe
def who_looked(request: HttpRequest) -> HttpResponse:
    """Who has looked at one's page, and when."""
    events = ReadEvent.objects.filter(person_id=_me(request).pk)
    return render(request, "portal/who_looked.html", {"events": events})


@allow(Role.PARTICIPANT)
@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept, on a page; with ?fil=1 as a file to take along."""
    person = _me(request)
    copy = copy_of_data(person)
    if request.GET.get("fil"):
        return _as_file(copy)
    return render(request, "portal/my_data.html", {"copy": copy, "person": person})


@allow(Role.VOLUNTEER)
@never_cache
@require_safe
def helper_data(request: HttpRequest) -> HttpResponse:
    """What is kept of a volunteer, in that role; with ?fil=1 as a file to take along."""
    volunteer = volunteer_of_link(access_of(request))
    copy = copy_for_helper(volunteer.person)
    if request.GET.get("fil"):
        return _as_file(copy)
    return render(request, "portal/helper_data.html", {"copy": copy, "person": volunteer.person})


def _as_file(copy: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="mine-oplysninger.json"'
    return answer


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Stop: the service, the research, or everything; what each does is said before."""
    person, now = _me(request), now_of(request)
    actor = actor_of(request)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = request.POST.get("act")
        if act == "stop":
            stop_taking_part(person, reason=form.cleaned_data["reason"], actor=actor, now=now)
            messages.success(request, _("You have stopped. You are welcome back."))
            return redirect("portal:own")
        if act in ("research", "research_all"):
            leave_all_research(person, remove_answers=act == "research_all", actor=actor, now=now)
            messages.success(request, _("You are out of the research."))
            return redirect("portal:own")
        if act == "erase":
            erase_self(person, actor=actor, now=now)
            request.session.flush()
            return render(request, "portal/erased.html")
    page = build_own_page(person, now)
    return render(request, "portal/stop.html", {"form": form, "page": page})
