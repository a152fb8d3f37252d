"""The page on which a site is set up: what it says, how it is run and when it is closed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.places.models import ClosedWeek, Site
from peervej.apps.portal.forms.sites import EndForm, PeriodForm, SiteForm, WeekForm
from peervej.apps.portal.queries.sites import period_lines, weeks_ahead
from peervej.apps.programmes.models import Period
from peervej.apps.programmes.operations.programmes import PeriodRefused, end_period, open_period
from peervej.apps.programmes.operations.sites import (
    SiteRefused,
    change_site,
    close_week,
    reopen_week,
)
from peervej.apps.programmes.queries import local_day

SET_UP_BY = (Role.COORDINATOR, Role.NATIONAL)


def _site(request: HttpRequest, slug: str) -> Site:
    for site in access_of(request).sites(*SET_UP_BY):
        if site.slug == slug:
            return site
    raise Http404("no such site")


@allow(*SET_UP_BY)
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """The sites one may set up; the page itself when there is only one."""
    mine = access_of(request).sites(*SET_UP_BY)
    if len(mine) == 1:
        return redirect("portal:site", slug=mine[0].slug)
    lines = [(site, period_lines(site, now_of(request))) for site in mine]
    return render(request, "portal/sites.html", {"lines": lines})


@allow(*SET_UP_BY)
@never_cache
@require_safe
def site(request: HttpRequest, slug: str) -> HttpResponse:
    """Periods first, then closed weeks, then what the site says of itself."""
    return _site_page(request, _site(request, slug))


def _site_page(request: HttpRequest, found: Site, **forms: object) -> HttpResponse:
    now = now_of(request)
    opened = forms.get("opened")
    lines = [
        (
            line,
            forms.pop("end_form")
            if opened == f"end{line.period.pk}"
            else EndForm(initial={"ends_on": line.period.ends_on}, prefix=f"end{line.period.pk}"),
        )
        for line in period_lines(found, now)
    ]
    context = {
        "site": found,
        "lines": lines,
        "weeks": weeks_ahead(found, now),
        "period_form": PeriodForm(site=found, prefix="new"),
        "week_form": WeekForm(initial={"year": local_day(now).year}, prefix="week"),
        "site_form": SiteForm(instance=found, prefix="site"),
        **forms,
    }
    return render(request, "portal/site.html", context, status=422 if opened else 200)


@allow(*SET_UP_BY)
@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """What people read about the site."""
    found = _site(request, slug)
    form = SiteForm(request.POST, instance=Site.objects.get(pk=found.pk), prefix="site")
    if carry_out(
        form, lambda: change_site(found, **form.cleaned_data, **_by(request)), SiteRefused
    ):
        messages.success(request, _("Saved."))
        return redirect("portal:site", slug=slug)
    return _site_page(request, found, site_form=form, opened="site")


@allow(*SET_UP_BY)
@require_POST
def new_period(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a period, ordinary or with a draw."""
    found = _site(request, slug)
    form = PeriodForm(request.POST, site=found, prefix="new")
    if carry_out(
        form, lambda: open_period(found, **form.period_fields(), **_by(request)), PeriodRefused
    ):
        messages.success(request, _("The period is opened."))
        return redirect("portal:site", slug=slug)
    return _site_page(request, found, period_form=form, opened="new")


@allow(*SET_UP_BY)
@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set the last day of a period, or let it run on."""
    found = _site(request, slug)
    period = get_object_or_404(Period, pk=pk, site=found)
    form = EndForm(request.POST, prefix=f"end{pk}")
    if carry_out(
        form,
        lambda: end_period(period, ends_on=form.cleaned_data["ends_on"], **_by(request)),
        PeriodRefused,
    ):
        messages.success(request, _("Saved."))
        return redirect("portal:site", slug=slug)
    return _site_page(request, found, end_form=form, opened=f"end{pk}")


@allow(*SET_UP_BY)
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """A week without meetings."""
    found = _site(request, slug)
    form = WeekForm(request.POST, prefix="week")
    if carry_out(form, lambda: close_week(found, **form.cleaned_data, **_by(request)), SiteRefused):
        messages.success(request, _("No new meetings are planned in that week."))
        return redirect("portal:site", slug=slug)
    return _site_page(request, found, week_form=form, opened="week")


@allow(*SET_UP_BY)
@require_POST
def reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Meetings may be planned in that week again."""
    closed = get_object_or_404(ClosedWeek, pk=pk, site=_site(request, slug))
    reopen_week(closed, **_by(request))
    messages.success(request, _("Meetings may be planned in that week again."))
    return redirect("portal:site", slug=slug)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": now_of(request)}
