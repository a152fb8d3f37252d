"""One ordinary period follows another, and nobody loses their turn."""

from datetime import timedelta

import pytest

from peervej.apps.programmes.operations.timing import carry_over_waiting
from tests.factories.moments import NOW
from tests.factories.programmes import EnrolmentFactory, PeriodFactory

pytestmark = pytest.mark.django_db
YESTERDAY = NOW.date() - timedelta(days=1)


def test_those_in_line_keep_their_turn_in_the_next_ordinary_period():
    old = PeriodFactory(ends_on=YESTERDAY)
    new = PeriodFactory(site=old.site, starts_on=NOW.date())
    waiting = EnrolmentFactory(period=old)
    asked_at = waiting.asked_at
    assert carry_over_waiting(NOW) == 1
    assert carry_over_waiting(NOW) == 0
    waiting.refresh_from_db()
    assert (waiting.period, waiting.asked_at) == (new, asked_at)


@pytest.mark.parametrize("next_one", ["another town's", "a trial's", "not begun", "none"])
def test_nobody_is_carried_where_they_did_not_ask_to_go(next_one):
    old = PeriodFactory(ends_on=YESTERDAY)
    if next_one == "another town's":
        PeriodFactory(starts_on=NOW.date())
    elif next_one == "a trial's":
        PeriodFactory(site=old.site, starts_on=NOW.date(), trial=True)
    elif next_one == "not begun":
        PeriodFactory(site=old.site, starts_on=NOW.date() + timedelta(days=1))
    waiting = EnrolmentFactory(period=old)
    assert carry_over_waiting(NOW) == 0
    waiting.refresh_from_db()
    assert waiting.period == old


def test_who_waits_for_a_draw_is_not_carried_into_a_period_without_one():
    old = PeriodFactory(ends_on=YESTERDAY, trial=True)
    PeriodFactory(site=old.site, starts_on=NOW.date())
    EnrolmentFactory(period=old, drawing=True)
    assert carry_over_waiting(NOW) == 0
