"""Per town: who one will meet, and a flyer that is always current."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.places.models import Site
from peervej.apps.programmes.flyer import write_flyer
from peervej.apps.programmes.models import Period
from peervej.apps.programmes.queries import definition_of, intros_ahead, local_day
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer

SHOWN_INTROS = 3


@allow(Role.PUBLIC)
@require_safe
def who(request: HttpRequest, slug: str) -> HttpResponse:
    """The coordinator, the group leaders, and those one typically meets (P15)."""
    site = get_object_or_404(Site.objects.select_related("municipality"), slug=slug)
    now = request.now  # type: ignore[attr-defined]
    leaders = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE)
    period = Period.objects.filter(site=site).select_related("programme").last()
    context = {
        "site": site,
        "leaders": leaders.exclude(introduction=""),
        "public": definition_of(period.programme).public if period else None,
        "intros": intros_ahead(now, site=site, limit=SHOWN_INTROS),
    }
    return render(request, "programmes/who.html", context)


@allow(Role.PUBLIC)
@require_safe
def flyer(request: HttpRequest, slug: str) -> HttpResponse:
    """One page to print or hand on, with a QR code and the next three intro meetings."""
    site = get_object_or_404(Site.objects.select_related("municipality"), slug=slug)
    now = request.now  # type: ignore[attr-defined]
    intros = intros_ahead(now, site=site, limit=SHOWN_INTROS)
    pdf = write_flyer(site, intros, on=local_day(now))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="folder-{site.slug}.pdf"'
    return response
