"""When a town's open house or line is open, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.occasions.kinds import has_hosts
from peervej.apps.occasions.queries import runs_of, shown_to_public
from peervej.apps.places.models import Site


@allow(Role.PUBLIC)
@require_safe
def opening_hours(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open now and next; a line that lacks its people is not shown as open."""
    site, now = get_object_or_404(Site, slug=slug), now_of(request)
    rows = shown_to_public(site, now)
    places = []
    for run in runs_of(site):
        own = [row.occasion for row in rows if row.occasion.run_id == run.pk]
        is_open = bool(own) and own[0].starts_at <= now
        places.append(
            {
                "run": run,
                "open_now": own[0] if is_open else None,
                "next": own[is_open:][:6],
                "on_request": has_hosts(run.definition),
            }
        )
    return render(request, "occasions/opening_hours.html", {"site": site, "places": places})
