"""Setting up a site: periods with dates, closed weeks, what it says of itself."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import Membership
from peervej.apps.audit.models import AuditEvent
from peervej.apps.places.models import ClosedWeek, Site
from peervej.apps.programmes.models import Period
from tests.factories.accounts import UserFactory
from tests.factories.allocation import trial_group
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import EnrolmentFactory, GroupFactory, PeriodFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def day(name, value):
    return {
        f"{name}_day": f"{value.day}",
        f"{name}_month": f"{value.month}",
        f"{name}_year": f"{value.year}",
    }


def test_the_page_shows_what_runs_and_who_waits(desk_of):
    period = PeriodFactory()
    EnrolmentFactory(period=period)
    page = desk_of(period.site).get(f"/desk/sted/{period.site.slug}/").content.decode()
    assert "I gang nu" in page
    assert "1 venter" in page


def test_a_period_ends_and_a_draw_follows(desk_of):
    trial, group = trial_group()
    site, running = group.site, group.period
    group.delete()
    browser, at = desk_of(site), f"/desk/sted/{site.slug}"
    last = TODAY + timedelta(days=30)
    browser.post(f"{at}/periode/{running.pk}/slut/", day(f"end{running.pk}-ends_on", last))
    new = {"new-programme": running.programme_id, "new-kind": "ordinary"}
    browser.post(f"{at}/periode/", new | day("new-starts_on", last + timedelta(days=1)))
    periods = Period.objects.filter(site=site).order_by("starts_on")
    assert [(one.kind, one.trial_code, one.ends_on) for one in periods] == [
        ("trial", trial.code, last),
        ("ordinary", "", None),
    ]
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"end_period", "open_period"} <= verbs


@pytest.mark.parametrize(
    ("kind", "starts"), [("ordinary", TODAY), ("no-such-trial", TODAY + timedelta(days=90))]
)
def test_what_does_not_fit_is_refused_and_shown_again(desk_of, kind, starts):
    period = PeriodFactory()
    new = {"new-programme": period.programme_id, "new-kind": kind} | day("new-starts_on", starts)
    answer = desk_of(period.site).post(f"/desk/sted/{period.site.slug}/periode/", new)
    assert answer.status_code == 422
    assert f'value="{starts.year}"' in answer.content.decode()
    assert Period.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 3])
def test_a_last_day_must_leave_room_for_what_is_planned(desk_of, days):
    group = GroupFactory(starts_on=TODAY + timedelta(days=7))
    period = group.period
    last = TODAY + timedelta(days=days)
    answer = desk_of(period.site).post(
        f"/desk/sted/{period.site.slug}/periode/{period.pk}/slut/",
        day(f"end{period.pk}-ends_on", last),
    )
    period.refresh_from_db()
    assert (answer.status_code, period.ends_on) == (422, None)


def test_a_week_is_closed_once_and_opened_again(desk_of):
    site = SiteFactory()
    browser, at = desk_of(site), f"/desk/sted/{site.slug}"
    week = {"week-year": "2027", "week-week": "7"}
    for _time in range(2):
        browser.post(f"{at}/uge/", week)
    closed = ClosedWeek.objects.get()
    assert (closed.site, closed.year, closed.week) == (site, 2027, 7)
    browser.post(f"{at}/uge/{closed.pk}/aabn/")
    assert not ClosedWeek.objects.exists()


@pytest.mark.parametrize(
    ("year", "week"), [("2027", "53"), ("2020", "4"), ("2027", "0"), ("x", "")]
)
def test_no_such_week(desk_of, year, week):
    site = SiteFactory()
    answer = desk_of(site).post(
        f"/desk/sted/{site.slug}/uge/", {"week-year": year, "week-week": week}
    )
    assert answer.status_code == 422
    assert not ClosedWeek.objects.exists()


@pytest.mark.parametrize(
    ("weeks", "status", "kept"), [("6", 302, 6), ("0", 422, 10), ("53", 422, 10)]
)
def test_the_longest_wait_is_set_by_the_site(desk_of, weeks, status, kept):
    site = SiteFactory(maximum_wait_weeks=10)
    said = {"site-address": "Havnegade 12", "site-maximum_wait_weeks": weeks}
    answer = desk_of(site).post(f"/desk/sted/{site.slug}/ret/", said)
    assert (answer.status_code, Site.objects.get(pk=site.pk).maximum_wait_weeks) == (status, kept)


def test_another_towns_site_does_not_exist(desk_of):
    other = PeriodFactory()
    browser, at = desk_of(SiteFactory()), f"/desk/sted/{other.site.slug}"
    assert browser.get(f"{at}/").status_code == 404
    assert browser.post(f"{at}/periode/{other.pk}/slut/").status_code == 404
    mine = desk_of(SiteFactory(slug="min"))
    assert mine.post(f"/desk/sted/min/periode/{other.pk}/slut/").status_code == 404
    assert Period.objects.get().ends_on is None


def test_the_national_coordinator_sees_all_sites(clock):
    one, two = SiteFactory(), SiteFactory()
    user = UserFactory()
    Membership.objects.create(user=user, role=Role.NATIONAL)
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get("/desk/sted/").content.decode()
    assert all(f"/desk/sted/{site.slug}/" in page for site in (one, two))
    assert browser.get(f"/desk/sted/{two.slug}/").status_code == 200
