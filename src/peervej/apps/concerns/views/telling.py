"""Telling of a worry: numbers first, then words, and who reads them."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.concerns.forms import ConcernForm
from peervej.apps.concerns.operations.concerns import ConcernRefused, send_concern
from peervej.apps.concerns.operations.paging import ANSWER_WITHIN
from peervej.apps.concerns.perms import own_concern, reporter_of
from peervej.apps.concerns.queries import next_on_call, numbers_for, on_call_now
from peervej.apps.places.models import Site


@allow(Role.VOLUNTEER, Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """The numbers stand on the page itself, before anything is sent."""
    reporter = reporter_of(access_of(request))
    form = ConcernForm(request.POST or None, initial={"key": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        try:
            concern = send_concern(
                reporter.site,
                **form.cleaned_data,
                reporter_person=reporter.person,
                reporter_user=reporter.user,
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except ConcernRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("concerns:told", key=concern.key)
    return render(request, "concerns/tell.html", {"form": form, **_on_call(request, reporter.site)})


@allow(Role.VOLUNTEER, Role.COORDINATOR)
@never_cache
@require_safe
def told(request: HttpRequest, key: str) -> HttpResponse:
    """What happens now; never the words again."""
    concern = own_concern(access_of(request), key)
    paged = concern.pagings.select_related("user").last()
    context = {"concern": concern, "paged": paged, **_on_call(request, concern.site)}
    return render(request, "concerns/told.html", context)


@allow(Role.VOLUNTEER, Role.COORDINATOR)
@never_cache
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The numbers alone: the page a phone keeps for when there is no network."""
    reporter = reporter_of(access_of(request))
    return render(request, "concerns/numbers.html", _on_call(request, reporter.site))


@allow(Role.VOLUNTEER, Role.COORDINATOR)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the numbers on the phone; it answers for /bekymring/ alone."""
    context = {"kept": reverse("concerns:numbers"), "page": reverse("concerns:tell")}
    return render(request, "concerns/offline_worker.js", context, content_type="text/javascript")


def _on_call(request: HttpRequest, site: Site) -> dict[str, object]:
    now = request.now  # type: ignore[attr-defined]
    return {
        "site": site,
        "on_call": on_call_now(site, now),
        "next_shift": next_on_call(site, now),
        "numbers": numbers_for(site, now.date()),
        "answer_minutes": int(ANSWER_WITHIN.total_seconds() // 60),
        "acute_numbers": [],
    }
