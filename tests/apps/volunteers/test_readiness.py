"""Ready on a date: the approval, what the rules compute, and what is missing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peervej.apps.figures.models import Figure
from peervej.apps.volunteers.models import Practice, Step, Volunteer
from peervej.apps.volunteers.operations.refusals import StepInFuture
from peervej.apps.volunteers.operations.training import record_practice
from peervej.apps.volunteers.operations.way_in import approve_volunteer, withdraw_approval
from peervej.apps.volunteers.queries.readiness import (
    ReadyState,
    approvals_ending,
    lapsing_before,
    readiness_on,
)
from peervej.data.programmes import UnusableProgramme, load_programme
from peervej.data.programmes.roles import ReadinessRule, Role, Terms, check_roles
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.volunteers import VolunteerFactory, ready_for

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
RULE = load_programme("vejen-til-hverdagslivet").readiness("facilitator")
INSTRUCTOR = load_programme("laer-at-tackle-angst-og-depression").readiness("instructor")
BY = {"actor": "user", "now": NOW}
LAT = {"role": "instructor", "programme": "laer-at-tackle-angst-og-depression"}


def state_of(volunteer, rule=RULE, day=TODAY, **role):
    return readiness_on([volunteer], rule, day, **role)[volunteer.pk]


def missing_of(volunteer, *args, **role):
    return {str(item) for item in state_of(volunteer, *args, **role).missing}


def trained(volunteer, *, courses=0, visits=0, on=date(2026, 2, 1)):
    """As far as a rule with guidance wants before the approval."""
    approval = ready_for(volunteer, on=on)
    approval.delete()
    Practice.objects.create(volunteer=volunteer, kind="training_days", amount=2, done_on=on)
    for kind, amount in (("course_guided", courses), ("guidance_visit", visits)):
        if amount:
            Practice.objects.create(volunteer=volunteer, kind=kind, amount=amount, done_on=on)
    return volunteer


def test_someone_new_misses_everything():
    assert missing_of(VolunteerFactory()) == {
        "step:application", "step:questionnaire", "step:talk", "step:training",
        "training_days:2", "agreement:volunteer", "agreement:confidentiality", "approval:1",
    }  # fmt: skip


def test_the_approval_is_a_persons_and_the_rest_stands_beside_it():
    mette = VolunteerFactory()
    approve_volunteer(mette, "vejen-til-hverdagslivet", "facilitator", RULE, user=None, **BY)
    found = state_of(mette)
    assert found.state == ReadyState.APPROVED
    assert "training_days:2" in missing_of(mette)


def test_a_button_pressed_twice_approves_once():
    mette = VolunteerFactory()
    for _time in range(2):
        approve_volunteer(mette, "vejen-til-hverdagslivet", "facilitator", RULE, user=None, **BY)
    assert mette.approvals.count() == 1
    assert Figure.objects.get(kind="volunteer_approved").count == 1


def test_nothing_counts_before_its_day():
    mette = VolunteerFactory()
    ready_for(mette, on=TODAY)
    assert state_of(mette, RULE, TODAY - timedelta(days=1)).state == ReadyState.NOT_READY
    assert state_of(mette).state == ReadyState.APPROVED


def test_an_instructor_is_a_trainee_until_approved_then_lapses_after_two_years():
    mette = trained(VolunteerFactory(), courses=1)
    assert state_of(mette, INSTRUCTOR, **LAT).state == ReadyState.TRAINEE
    assert missing_of(mette, INSTRUCTOR, **LAT) == {
        "courses_under_guidance:1", "guidance_visits:3", "approval:1",
    }  # fmt: skip
    approval = approve_volunteer(mette, LAT["programme"], "instructor", INSTRUCTOR, user=None, **BY)
    assert approval.ends_on == date(2028, 9, 6)
    assert state_of(mette, INSTRUCTOR, approval.ends_on, **LAT).state == ReadyState.APPROVED
    after = state_of(mette, INSTRUCTOR, date(2028, 9, 7), **LAT)
    assert after.state == ReadyState.LAPSED
    assert "renewal_visits:1" in {str(item) for item in after.missing}


def test_a_withdrawn_approval_is_no_lapse():
    mette = VolunteerFactory()
    approval = ready_for(mette, ends_on=date(2027, 1, 1))
    withdraw_approval(approval, **BY)
    assert state_of(mette).state == ReadyState.NOT_READY


@pytest.mark.parametrize("state", ["paused", "stopped", "declined"])
def test_whoever_is_away_is_not_ready(state):
    mette = VolunteerFactory(state=state)
    ready_for(mette)
    assert state_of(mette).state == ReadyState.NOT_READY
    assert "active:1" in missing_of(mette)


def test_required_roles_must_be_ready_too():
    rule = load_programme("vejen-til-hverdagslivet").readiness("coordinator")
    karen = VolunteerFactory()
    assert "role:facilitator" in missing_of(karen, rule, role="coordinator")
    ready_for(karen)
    assert "role:facilitator" not in missing_of(karen, rule, role="coordinator")


def test_a_circle_of_roles_is_refused():
    one = Role("a", "A", (Terms.VOLUNTEER,), ReadinessRule(requires_roles=("b",)))
    two = Role("b", "B", (Terms.VOLUNTEER,), ReadinessRule(requires_roles=("a",)))
    with pytest.raises(UnusableProgramme, match="circle"):
        check_roles([one, two])


def test_practice_in_the_future_is_refused():
    with pytest.raises(StepInFuture):
        record_practice(VolunteerFactory(), "guidance_visit", done_on=date(2026, 9, 8), **BY)


def test_one_or_thirty_cost_the_same_queries():
    def cost(rows):
        with CaptureQueriesContext(connection) as seen:
            assert len(readiness_on(rows, RULE, TODAY)) == len(rows)
        return len(seen)

    for _n in range(30):
        ready_for(VolunteerFactory())
    rows = list(Volunteer.objects.all())
    assert cost(rows[:1]) == cost(rows) == 4


def test_readiness_equals_a_recount_by_hand():
    """Independent of the query: an approval holds exactly from its first to its last day."""
    mette = VolunteerFactory()
    ready_for(mette, on=date(2026, 3, 1), ends_on=date(2026, 5, 31))
    ready_for(mette, on=date(2026, 7, 1), ends_on=date(2026, 7, 31))
    Step.objects.filter(volunteer=mette).delete()
    day = date(2026, 2, 20)
    while day < date(2026, 8, 10):
        expected = (3, 1) <= (day.month, day.day) <= (5, 31) or day.month == 7
        assert (state_of(mette, RULE, day).state == ReadyState.APPROVED) == expected, day
        day += timedelta(days=1)


def test_who_lapses_before_a_date_they_lead_is_seen_weeks_ahead():
    site = SiteFactory()
    mette, bo, elsewhere = VolunteerFactory(site=site), VolunteerFactory(site=site), None
    elsewhere = VolunteerFactory()
    ready_for(mette, ends_on=date(2026, 10, 1))
    ready_for(bo)
    ready_for(elsewhere, ends_on=date(2026, 9, 8))
    dates = [date(2026, 9, 24), date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 15)]
    led = {mette.pk: dates, bo.pk: dates, elsewhere.pk: dates}
    assert lapsing_before(site, led) == {mette.pk: date(2026, 10, 8)}
    assert [row.volunteer for row in approvals_ending(site, until=date(2026, 11, 1))] == [mette]
