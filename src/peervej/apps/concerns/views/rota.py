"""The rota: who is on call when, and where there are holes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.concerns.forms import HoursForm, MobileForm, ShiftForm
from peervej.apps.concerns.models import OnCallHours
from peervej.apps.concerns.operations.rota import (
    RotaRefused,
    add_shift,
    remove_shift,
    set_mobile,
    state_hours,
)
from peervej.apps.concerns.perms import shift_at_desk
from peervej.apps.concerns.queries import (
    coming_shifts,
    mobile_of,
    on_call_now,
    on_call_without_mobile,
    rota_holes,
)
from peervej.apps.places.models import Site


@allow(Role.COORDINATOR)
@never_cache
@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """Duties to come, holes in the stated hours, and forms to mend them."""
    return _page(request, access_of(request).site(Role.COORDINATOR))


def _page(request: HttpRequest, site: Site, **forms: object) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    context = {
        "site": site,
        "on_call_shifts": on_call_now(site, now),
        "shifts": coming_shifts(site, now),
        "holes": rota_holes(site, now),
        "stated": OnCallHours.objects.filter(site=site),
        "shift_form": ShiftForm(site=site, prefix="shift"),
        "hours_form": HoursForm(site=site, prefix="hours"),
        "no_mobile": on_call_without_mobile(site, now),
        "mobile_form": MobileForm(
            initial={"number": mobile_of(access_of(request).user)}, prefix="mobile"
        ),
        **forms,
    }
    return render(request, "concerns/desk/rota.html", context, status=422 if forms else 200)


@allow(Role.COORDINATOR)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A new duty."""
    site = access_of(request).site(Role.COORDINATOR)
    form = ShiftForm(request.POST, site=site, prefix="shift")
    if form.is_valid():
        fields = form.cleaned_data
        try:
            add_shift(
                site,
                fields["user"],
                starts_at=fields["first_moment"],
                ends_at=fields["last_moment"],
                **_by(request),
            )
        except RotaRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The duty stands on the rota."))
            return redirect("concerns:rota")
    return _page(request, site, shift_form=form, opened="shift")


@allow(Role.COORDINATOR)
@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """The hours the site states."""
    site = access_of(request).site(Role.COORDINATOR)
    form = HoursForm(request.POST, site=site, prefix="hours")
    if form.is_valid():
        try:
            state_hours(site, form.hours(), **_by(request))
        except RotaRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("concerns:rota")
    return _page(request, site, hours_form=form, opened="hours")


@allow(Role.COORDINATOR)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty off."""
    shift = shift_at_desk(access_of(request), pk)
    try:
        remove_shift(shift, **_by(request))
    except RotaRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The duty is taken off. See whether there is a hole now."))
    return redirect("concerns:rota")


@allow(Role.COORDINATOR)
@require_POST
def mobile(request: HttpRequest) -> HttpResponse:
    """One's own number for text messages; nobody sets another's."""
    access = access_of(request)
    form = MobileForm(request.POST, prefix="mobile")
    if not form.is_valid():
        return _page(request, access.site(Role.COORDINATOR), mobile_form=form, opened="mobile")
    set_mobile(access.user, form.cleaned_data["number"], **_by(request))
    messages.success(request, _("Saved."))
    return redirect("concerns:rota")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
