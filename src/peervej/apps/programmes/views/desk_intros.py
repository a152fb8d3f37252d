"""The coordinator's intro meetings: plan, move, cancel, mark who came."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.messaging.operations import Preview
from peervej.apps.programmes.enums import MeetingState, SignupState, SignupWay
from peervej.apps.programmes.forms.meetings import (
    ChangeIntroForm,
    IntroForm,
    LeadersForm,
    MomentForm,
    programmes_run_at,
)
from peervej.apps.programmes.forms.people import CallerForm, DeskPersonForm
from peervej.apps.programmes.models import IntroMeeting, Programme, Signup
from peervej.apps.programmes.operations.intros import (
    PlanRefused,
    SignupRefused,
    add_walk_in,
    cancel_intro,
    cancel_signup,
    change_intro,
    move_intro,
    plan_intro,
    record_intro_presence,
    record_talk,
    set_intro_leaders,
    sign_up,
)
from peervej.apps.programmes.operations.received import SentTwice
from peervej.apps.programmes.perms import intro_at_desk, signup_at_desk
from peervej.apps.programmes.queries import signed_up_to, upcoming_intros
from peervej.apps.programmes.views.telling import is_elsewhere, tell_after_preview

SHOWN_PAST = 12


@allow(Role.COORDINATOR)
@require_safe
def intro_list(request: HttpRequest) -> HttpResponse:
    """What is coming, and the last ones held."""
    site = access_of(request).site(Role.COORDINATOR)
    now = request.now  # type: ignore[attr-defined]
    signed_up = Count("signups", filter=~Q(signups__state=SignupState.CANCELLED))
    came = Count("signups", filter=Q(signups__state=SignupState.ATTENDED))
    rows = IntroMeeting.objects.filter(site=site).annotate(signed_up=signed_up, came=came)
    rows = rows.prefetch_related("leaders")
    coming_ids = [intro.pk for intro in upcoming_intros(now, site=site)]
    context = {
        "site": site,
        "coming": rows.filter(pk__in=coming_ids).order_by("starts_at"),
        "past": rows.filter(starts_at__lt=now)
        .exclude(pk__in=coming_ids)
        .order_by("-starts_at")[:SHOWN_PAST],
    }
    return render(request, "programmes/desk/intro_list.html", context)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def new_intro(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    site = access_of(request).site(Role.COORDINATOR)
    now = request.now  # type: ignore[attr-defined]
    form = IntroForm(request.POST or None, initial=_new_key(), site=site, now=now)
    if request.method == "POST" and carry_out(
        form,
        lambda: plan_intro(
            site, _programme(request), **form.meeting_fields(), **_once(form), **_by(request)
        ),
        PlanRefused,
        done_before=SentTwice,
    ):
        messages.success(request, _("The meeting is planned and stands on the public list."))
        return redirect("programmes:desk_intros")
    return render(request, "programmes/desk/new_intro.html", {"form": form, "site": site})


def _programme(request: HttpRequest) -> Programme:
    """The programme the site runs; the first when there are several and none was named."""
    run = programmes_run_at(access_of(request).site(Role.COORDINATOR))
    wanted = request.POST.get("programme", "")
    found: Programme | None = (run.filter(slug=wanted).first() if wanted else None) or run.first()
    if found is None:
        raise Http404("no programme")
    return found


@allow(Role.COORDINATOR)
@require_safe
def intro(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: who is on the list, who came, and what can be done with it."""
    return _intro_page(request, intro_at_desk(access_of(request), pk))


def _intro_page(
    request: HttpRequest, meeting: IntroMeeting, preview: Preview | None = None, **forms: object
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    signups = Signup.objects.filter(intro=meeting).select_related("person")
    listed = [row for row in signups if row.state != SignupState.CANCELLED]
    context = {
        "intro": meeting,
        "listed": sorted(listed, key=lambda row: row.person.chosen_name.casefold()),
        "cancelled": sum(row.state == SignupState.CANCELLED for row in signups),
        "came": sum(row.state == SignupState.ATTENDED for row in signups),
        "has_begun": meeting.starts_at <= now,
        "is_open": meeting.state == MeetingState.PLANNED and meeting.ends_at > now,
        "caller_form": CallerForm(initial=_new_key(), prefix="caller"),
        "walk_in_form": DeskPersonForm(initial=_new_key(), prefix="walkin"),
        "move_form": MomentForm(prefix="move"),
        "change_form": ChangeIntroForm(initial=_changeable(meeting), prefix="change"),
        "leaders_form": LeadersForm(
            initial={"leaders": meeting.leaders.all()}, prefix="leaders", **_leading(meeting, now)
        ),
        "cancel_form": Form(),
        "preview": preview,
        **forms,
    }
    status = 422 if forms and preview is None else 200
    return render(request, "programmes/desk/intro.html", context, status=status)


def _leading(meeting: IntroMeeting, now: datetime) -> dict[str, Any]:
    return {"site": meeting.site, "programme": meeting.programme, "now": now}


def _changeable(meeting: IntroMeeting) -> dict[str, str]:
    return {"place": meeting.place, "online_url": meeting.online_url, "note": meeting.note}


def _new_key() -> dict[str, str]:
    return {"key": secrets.token_urlsafe(16)}


@allow(Role.COORDINATOR)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time; those signed up are told."""
    meeting = intro_at_desk(access_of(request), pk)
    form = MomentForm(request.POST, prefix="move")
    told = tell_after_preview(
        request,
        form,
        lambda: move_intro(meeting, starts_at=form.starts_at, **_by(request)),
        signed_up_to(meeting),
    )
    if told.is_done:
        messages.success(request, _("The meeting is moved. Anyone signed up is told."))
        return redirect("programmes:intro", pk=pk)
    return _intro_page(request, meeting, told.preview, move_form=form, opened="move")


@allow(Role.COORDINATOR)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another room or link, or another line about it; a new place is told."""
    meeting = intro_at_desk(access_of(request), pk)
    form = ChangeIntroForm(request.POST, initial=_changeable(meeting), prefix="change")
    told = tell_after_preview(
        request,
        form,
        lambda: change_intro(meeting, **form.cleaned_data, **_by(request)),
        signed_up_to(meeting) if is_elsewhere(form) else [],
    )
    if told.is_done:
        messages.success(request, _("Saved."))
        return redirect("programmes:intro", pk=pk)
    return _intro_page(request, meeting, told.preview, change_form=form, opened="change")


@allow(Role.COORDINATOR)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel; those signed up are told."""
    meeting = intro_at_desk(access_of(request), pk)
    form = Form(request.POST)
    told = tell_after_preview(
        request, form, lambda: cancel_intro(meeting, **_by(request)), signed_up_to(meeting)
    )
    if told.is_done:
        messages.success(request, _("The meeting is cancelled. Anyone signed up is told."))
        return redirect("programmes:intro", pk=pk)
    return _intro_page(request, meeting, told.preview, cancel_form=form, opened="cancel")


@allow(Role.COORDINATOR)
@require_POST
def leaders(request: HttpRequest, pk: int) -> HttpResponse:
    """Who leads it with the coordinator."""
    meeting = intro_at_desk(access_of(request), pk)
    now = request.now  # type: ignore[attr-defined]
    form = LeadersForm(request.POST, prefix="leaders", **_leading(meeting, now))
    if carry_out(
        form,
        lambda: set_intro_leaders(meeting, form.cleaned_data["leaders"], **_by(request)),
        PlanRefused,
    ):
        messages.success(request, _("Saved."))
        return redirect("programmes:intro", pk=pk)
    return _intro_page(request, meeting, leaders_form=form, opened="leaders")


@allow(Role.COORDINATOR)
@require_POST
def caller(request: HttpRequest, pk: int) -> HttpResponse:
    """Someone called themselves, and is typed in."""
    meeting = intro_at_desk(access_of(request), pk)
    form = CallerForm(request.POST, prefix="caller")
    way: dict[str, Any] = {"way": SignupWay.PHONE, "is_adult": True}
    if carry_out(
        form,
        lambda: sign_up(meeting, **form.person_fields(), **way, **_once(form), **_by(request)),
        SignupRefused,
        done_before=SentTwice,
    ):
        messages.success(request, _("They are on the list."))
        return redirect("programmes:intro", pk=pk)
    return _intro_page(request, meeting, caller_form=form, opened="caller")


@allow(Role.COORDINATOR)
@require_POST
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Someone just turned up; welcome."""
    meeting = intro_at_desk(access_of(request), pk)
    form = DeskPersonForm(request.POST, prefix="walkin")
    if carry_out(
        form,
        lambda: add_walk_in(meeting, **form.person_fields(), **_once(form), **_by(request)),
        SignupRefused,
        done_before=SentTwice,
    ):
        messages.success(request, _("They are noted as having come."))
        return redirect("programmes:intro", pk=pk)
    return _intro_page(request, meeting, walk_in_form=form, opened="walkin")


@allow(Role.COORDINATOR)
@require_POST
def presence(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Came, did not come, or called off."""
    signup = signup_at_desk(access_of(request), pk)
    if signup.intro is None or answer not in ("kom", "kom-ikke", "afbud"):
        raise Http404(answer)
    try:
        if answer == "afbud":
            cancel_signup(signup, **_by(request))
        else:
            record_intro_presence(signup, answer == "kom", **_by(request))
    except SignupRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:intro", pk=signup.intro.pk)


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """An individual talk was held instead of a meeting."""
    site = access_of(request).site(Role.COORDINATOR)
    form = DeskPersonForm(request.POST or None, initial=_new_key())
    held: list[Signup] = []
    if request.method == "POST" and carry_out(
        form,
        lambda: held.append(
            record_talk(site, **form.person_fields(), **_once(form), **_by(request))
        ),
        SignupRefused,
        done_before=SentTwice,
    ):
        messages.success(request, _("The talk is noted."))
        if not held:
            return redirect("programmes:people")
        return redirect("programmes:person", pk=held[0].person_id)
    return render(request, "programmes/desk/talk.html", {"form": form, "site": site})


def _once(form: Form) -> dict[str, Any]:
    return {"key": form.cleaned_data["key"]}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
