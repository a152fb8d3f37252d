"""Leaders say that they come, swap with each other, and are seen weeks ahead when they may not."""

from datetime import date, timedelta

import pytest

from peervej.apps.accounts.enums import Role
from peervej.apps.messaging.models import Message
from peervej.apps.portal.queries.work_list import build_work_list
from peervej.apps.programmes.operations.sessions import (
    NotInGroup,
    SessionRefused,
    facilitator_away,
)
from peervej.apps.programmes.operations.swaps import (
    ask_swap,
    confirm_session,
    keep_session,
    take_swap,
)
from peervej.apps.programmes.queries import busy_with, leaders_of
from peervej.apps.programmes.queries.approvals import leaders_not_approved
from peervej.apps.programmes.queries.swaps import swaps_open_for
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import GroupFactory
from tests.factories.volunteers import VolunteerFactory, ready_for

pytestmark = pytest.mark.django_db
BY = {"actor": "volunteer:1", "now": NOW}


@pytest.fixture
def mette(site):
    return leader(site, "Mette", sms="21345678")


@pytest.fixture
def ali(site):
    return leader(site, "Ali", sms="31345678")


@pytest.fixture
def meeting(site, mette):
    group = GroupFactory(period__site=site, led_by=[mette])
    return group.sessions.filter(starts_at__gt=NOW).order_by("starts_at").first()


def leader(site, name, *, sms="", **approval):
    volunteer = VolunteerFactory(site=site, display_name=name, person__sms=sms or "41345678")
    ready_for(volunteer, **approval)
    return volunteer


def test_a_swap_from_asking_to_taken(site, mette, ali, meeting):
    ask_swap(meeting, mette, **BY)
    assert [row.person for row in Message.objects.filter(kind="programmes.swap")] == [ali.person]
    assert swaps_open_for(mette, NOW) == []
    assert swaps_open_for(ali, NOW) == [meeting]
    assert leaders_of(meeting).coming == [mette]
    take_swap(meeting, ali, **BY)
    taken = leaders_of(meeting)
    assert (taken.coming, taken.away) == ([ali], [mette])
    assert busy_with(ali, meeting.starts_at, meeting.ends_at) == meeting
    assert Message.objects.get(kind="programmes.swap_taken").person == mette.person
    with pytest.raises(SessionRefused):
        take_swap(meeting, leader(site, "Bo"), **BY)


def test_who_stood_in_may_be_away_as_well(mette, ali, meeting):
    ask_swap(meeting, mette, **BY)
    take_swap(meeting, ali, **BY)
    facilitator_away(meeting, ali, **BY)
    assert leaders_of(meeting).needs_substitute


def test_kept_after_all_nobody_can_take_it(mette, ali, meeting):
    ask_swap(meeting, mette, **BY)
    keep_session(meeting, mette, **BY)
    assert swaps_open_for(ali, NOW) == []
    with pytest.raises(SessionRefused):
        take_swap(meeting, ali, **BY)


@pytest.mark.parametrize("who", ["other town", "not approved", "lapsed", "taking a break"])
def test_only_an_approved_leader_of_the_town_takes_it(site, mette, meeting, who):
    ask_swap(meeting, mette, **BY)
    stranger = {
        "other town": lambda: leader(SiteFactory(), "X"),
        "not approved": lambda: VolunteerFactory(site=site),
        "lapsed": lambda: leader(site, "X", ends_on=NOW.date()),
        "taking a break": lambda: VolunteerFactory(site=site, paused=True),
    }[who]()
    assert swaps_open_for(stranger, NOW) == []
    with pytest.raises(NotInGroup):
        take_swap(meeting, stranger, **BY)


def test_nothing_is_confirmed_or_swapped_once_it_has_begun(mette, meeting):
    late = {"actor": "volunteer:1", "now": meeting.starts_at}
    for act in (confirm_session, ask_swap):
        with pytest.raises(SessionRefused):
            act(meeting, mette, **late)
    facilitator_away(meeting, mette, **BY)
    for act in (confirm_session, ask_swap):
        with pytest.raises(SessionRefused):
            act(meeting, mette, **BY)


def test_confirming_and_swapping_on_the_phone(site, mette, ali, meeting, noon):
    phone, other = (browser_of(Role.VOLUNTEER, one.pk, NOW) for one in (mette, ali))
    assert "Jeg kommer" in phone.get("/frivillig/").content.decode()
    phone.post(f"/frivillig/moede/{meeting.pk}/kommer/")
    assert "Du har sagt, at du kommer" in phone.get("/frivillig/").content.decode()
    assert other.post(f"/frivillig/moede/{meeting.pk}/tag/").status_code == 404
    phone.post(f"/frivillig/moede/{meeting.pk}/bytte/", {"what": "bytte"})
    page = other.get("/frivillig/").content.decode()
    assert "Ja, jeg tager den" in page
    assert "Hvem har vagt" in page
    other.post(f"/frivillig/moede/{meeting.pk}/tag/")
    assert other.get(f"/frivillig/moede/{meeting.pk}/").status_code == 200
    assert leaders_of(meeting).coming == [ali]


def test_a_leader_whose_approval_runs_out_before_a_meeting_is_seen_weeks_ahead(site):
    group = GroupFactory(period__site=site)
    last = group.sessions.order_by("-starts_at").first()
    ends_on = last.starts_at.date() - timedelta(days=1)
    lapses = leader(site, "Udløber", ends_on=ends_on)
    never = VolunteerFactory(site=site, display_name="Aldrig")
    group.facilitators.set([lapses, never, leader(site, "I orden")])
    found = leaders_not_approved(site, NOW)
    assert {(line.volunteer, line.leads_on, line.has_lapsed) for line in found} == {
        (lapses, last.starts_at.date(), True),
        (never, group.sessions.filter(starts_at__gt=NOW).first().starts_at.date(), False),
    }
    titles = [item.title for item in build_work_list(site, NOW).waiting]
    assert any("Udløber leder" in title and "udløber inden" in title for title in titles)
    assert leaders_not_approved(SiteFactory(), NOW) == []
    assert date(2026, 9, 7) + timedelta(weeks=3) < ends_on
