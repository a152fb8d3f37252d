"""Figures equal a recount by hand over random histories."""

import random

import pytest

from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Attendance
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of
from peervej.apps.programmes.queries.figures import site_figures
from tests.apps.programmes.histories import FIRST, LAST, live, recount
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import GroupFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(8))
def test_figures_equal_a_recount_by_hand(seed):
    site, other = SiteFactory(), SiteFactory()
    live(site, other, random.Random(seed))
    figures = site_figures(site, FIRST, LAST)
    expected = recount(site)
    assert {key: figures.value(key) for key in expected} == expected
    assert all(line.definition and line.label for line in figures.lines)


@pytest.mark.parametrize(
    ("presences", "stopped", "kind"),
    [
        (["present"] * 10, False, Dropout.NONE),
        (["absent"] * 10, False, Dropout.NEVER_STARTED),
        ([], True, Dropout.NEVER_STARTED),
        (["present", "present"], True, Dropout.LEFT_EARLY),
        (["present"] * 7 + ["absent"] * 3, False, Dropout.LOST),
        (["present"] * 7 + ["absent"] * 2 + ["present"], False, Dropout.NONE),
    ],
)
def test_each_kind_of_drop_out(presences, stopped, kind):
    group = GroupFactory(met=10, seated=1)
    enrolment = group.enrolments.get()
    for session, presence in zip(group.sessions.all(), presences, strict=False):
        Attendance.objects.create(
            session=session, enrolment=enrolment, presence=presence, noted_at=NOW
        )
    if stopped:
        enrolment.state = EnrolmentState.STOPPED
        enrolment.save()
    assert dropout_of(enrolment) == kind
