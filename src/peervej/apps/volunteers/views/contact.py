"""The first contact for somebody else: the form, the person's own answer, and the call."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import ContactState
from peervej.apps.volunteers.forms.contact import ContactForm
from peervej.apps.volunteers.models import FirstContact
from peervej.apps.volunteers.operations.contacting import (
    ContactRefused,
    begin_match_programme,
    confirm_contact,
    end_match_programme,
    make_first_contact,
    note_called,
    refuse_contact,
)
from peervej.apps.volunteers.perms import contact_at_desk
from peervej.apps.volunteers.queries.contacts import (
    match_programmes,
    open_to_contact,
    who_may_make_contact,
)
from peervej.data.programmes import ProgrammeDefinition


@allow(Role.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, slug: str, programme: str) -> HttpResponse:
    """The answer is the same page whether the person is known here or not."""
    site, definition = _open(slug, programme)
    form = ContactForm(
        request.POST or None,
        initial={"key": secrets.token_urlsafe(16)},
        allowed=who_may_make_contact(definition),
    )
    if request.method == "POST" and carry_out(
        form,
        lambda: make_first_contact(site, programme, **form.contact_fields(), **_by(request)),
        ContactRefused,
    ):
        return redirect("volunteers:contact_made")
    context = {"form": form, "site": site, "definition": definition}
    return render(request, "volunteers/contact.html", context)


def _open(slug: str, programme: str) -> tuple[Site, ProgrammeDefinition]:
    for site, definition in open_to_contact():
        if (site.slug, definition.id) == (slug, programme):
            return site, definition
    raise Http404("takes no contact from others")


@allow(Role.PUBLIC)
@require_safe
def made(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens now."""
    return render(request, "volunteers/contact_made.html")


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The person themselves: yes, call me; or no, and it is erased."""
    pk = access_of(request).subject(Role.PARTICIPANT)
    found = get_object_or_404(FirstContact.objects.select_related("person", "site"), person=pk)
    if request.method == "POST" and request.POST.get("answer") == "ja":
        confirm_contact(found, **_by(request))
        return redirect("volunteers:answer_contact")
    if request.method == "POST" and request.POST.get("answer") == "nej":
        try:
            refuse_contact(found, **_by(request))
        except ContactRefused as refusal:
            messages.info(request, str(refusal))
            return redirect("volunteers:answer_contact")
        request.session.flush()
        return render(request, "volunteers/contact_refused.html")
    context = {"contact": found, "is_asked": found.state == ContactState.ASKED}
    return render(request, "volunteers/answer_contact.html", context)


@allow(Role.COORDINATOR)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Called, or the person does not want it."""
    found = contact_at_desk(access_of(request), pk)
    what = request.POST.get("what")
    if what == "called":
        note_called(found, **_by(request))
        messages.success(request, _("Noted. Write here what they wish."))
        return redirect("volunteers:new_request", pk=found.person_id)
    if what != "refused":
        raise Http404("what")
    try:
        refuse_contact(found, **_by(request))
    except ContactRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Erased."))
    return redirect("volunteers:companionship")


@allow(Role.COORDINATOR)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """The site begins, or ends, a programme in which one goes along with one."""
    site = access_of(request).site(Role.COORDINATOR)
    programme = request.POST.get("programme", "")
    if programme not in {definition.id for definition in match_programmes()}:
        raise Http404(programme)
    act_on_programme = end_match_programme if "end" in request.POST else begin_match_programme
    act_on_programme(site, programme, **_by(request))
    messages.success(request, _("Saved."))
    return redirect("volunteers:companionship")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": now_of(request)}
