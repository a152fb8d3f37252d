"""A volunteer's own openings, visits and shifts, on a phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.occasions.forms import CountForm
from peervej.apps.occasions.operations import (
    CountRefused,
    DutyRefused,
    count_occasion,
    take_off_duty,
)
from peervej.apps.occasions.perms import own_duty
from peervej.apps.occasions.queries import duties_of
from peervej.apps.programmes.perms import volunteer_of


@allow(Role.VOLUNTEER)
@never_cache
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What is next, with whom; what is still to be counted stands first."""
    volunteer, now = volunteer_of(access_of(request)), now_of(request)
    rows = duties_of(volunteer, now)
    context = {
        "volunteer": volunteer,
        "to_count": [row for row in rows if row.occasion.ends_at <= now],
        "coming": [row for row in rows if row.occasion.ends_at > now],
        "now": now,
    }
    return render(request, "occasions/duties.html", context)


@allow(Role.VOLUNTEER)
@never_cache
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """How many came, in half a minute; sent twice it counts once."""
    occasion = own_duty(access_of(request), pk).occasion
    form = CountForm(request.POST or None, occasion=occasion)
    if request.method == "POST" and form.is_valid():
        try:
            count_occasion(occasion, form.counts(), actor=actor_of(request), now=now_of(request))
        except CountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. It is noted."))
            return redirect("occasions:duties")
    return render(request, "occasions/count.html", {"occasion": occasion, "form": form})


@allow(Role.VOLUNTEER)
@require_POST
def cannot(request: HttpRequest, pk: int) -> HttpResponse:
    """Cannot after all: the duty is free again and stands on the coordinator's list."""
    duty = own_duty(access_of(request), pk)
    try:
        take_off_duty(duty, actor=actor_of(request), now=now_of(request))
    except DutyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you for saying so. We find somebody else."))
    return redirect("occasions:duties")
