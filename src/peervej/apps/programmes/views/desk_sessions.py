"""One meeting of a group at the desk: who leads, move it, hold it later, note who came."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.messaging.operations import Preview
from peervej.apps.programmes.enums import MeetingState
from peervej.apps.programmes.forms.meetings import (
    CancelSessionForm,
    MoveSessionForm,
)
from peervej.apps.programmes.forms.sessions import SessionForm
from peervej.apps.programmes.models import Session
from peervej.apps.programmes.operations.dates import cancel_session, move_session
from peervej.apps.programmes.operations.sessions import (
    SessionRefused,
    mark_talk_done,
    record_session,
)
from peervej.apps.programmes.operations.telling import people_to_tell
from peervej.apps.programmes.perms import session_at_desk
from peervej.apps.programmes.queries import (
    leaders_of,
)
from peervej.apps.programmes.queries.groups import (
    theme_of,
)
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.apps.programmes.views.telling import tell_after_preview, told_in


@allow(Role.COORDINATOR)
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting of a group: who leads, who said what, move it, note who came."""
    return _session_page(request, session_at_desk(access_of(request), pk))


def _session_page(
    request: HttpRequest, found: Session, preview: Preview | None = None, **forms: object
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    context = {
        "session": found,
        "group": found.group,
        "theme": theme_of(found),
        "leaders": leaders_of(found),
        "has_begun": found.starts_at <= now,
        "may_move": found.state == MeetingState.PLANNED and found.group.state in OPEN_GROUPS,
        "told": len(people_to_tell(found.group)),
        "record_form": SessionForm(initial={"key": secrets.token_urlsafe(16)}, session=found),
        "move_form": MoveSessionForm(prefix="move"),
        "cancel_form": CancelSessionForm(prefix="off"),
        "preview": preview,
        **forms,
    }
    status = 422 if forms and preview is None else 200
    return render(request, "programmes/desk/session.html", context, status=status)


@allow(Role.COORDINATOR)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time; the group is told."""
    found = session_at_desk(access_of(request), pk)
    form = MoveSessionForm(request.POST, prefix="move")
    told = tell_after_preview(
        request,
        form,
        lambda: move_session(
            found,
            starts_at=form.starts_at,
            following=form.cleaned_data["following"],
            **_by(request),
        ),
        told_in(found.group),
    )
    if told.is_done:
        messages.success(request, _("The meeting is moved, and the group is told."))
        return redirect("programmes:group", pk=found.group_id)
    return _session_page(request, found, told.preview, move_form=form, opened="move")


@allow(Role.COORDINATOR)
@require_POST
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Not on this day; held later."""
    found = session_at_desk(access_of(request), pk)
    form = CancelSessionForm(request.POST, prefix="off")
    told = tell_after_preview(
        request,
        form,
        lambda: cancel_session(found, append=form.cleaned_data["append"], **_by(request)),
        told_in(found.group),
    )
    if told.is_done:
        messages.success(request, _("The meeting is held later, and the group is told."))
        return redirect("programmes:group", pk=found.group_id)
    return _session_page(request, found, told.preview, cancel_form=form, opened="off")


@allow(Role.COORDINATOR)
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, noted at the desk."""
    found = session_at_desk(access_of(request), pk)
    form = SessionForm(request.POST, session=found)
    if carry_out(
        form, lambda: record_session(found, **form.record(), **_by(request)), SessionRefused
    ):
        messages.success(request, _("Saved."))
        return redirect("programmes:group", pk=found.group_id)
    return _session_page(request, found, record_form=form, opened="record")


@allow(Role.COORDINATOR)
@require_POST
def talk_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The talk a group leader asked for has been held."""
    found = session_at_desk(access_of(request), pk)
    mark_talk_done(found, **_by(request))
    messages.success(request, _("Noted."))
    return redirect("programmes:group", pk=found.group_id)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
