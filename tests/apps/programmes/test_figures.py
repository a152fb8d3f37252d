"""Figures equal a recount by hand over random histories."""

import random
from datetime import date, timedelta
from statistics import median

import pytest

from peervej.apps.figures.operations import count_up
from peervej.apps.programmes.enums import EnrolmentState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Session, Signup
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of
from peervej.apps.programmes.queries.figures import site_figures
from tests.factories.moments import COPENHAGEN, NOW
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 6)


def day_of(moment):
    return moment.astimezone(COPENHAGEN).date()


def live(site, other, dice):
    """A random history at two sites; the other one must not be counted."""
    for place in (site, other):
        period = PeriodFactory(site=place)
        for _meeting in range(dice.randint(0, 3)):
            when = NOW - timedelta(days=dice.randint(-5, 90))
            intro = IntroMeetingFactory(site=place, starts_at=when, state="held")
            for _person in range(dice.randint(0, 4)):
                SignupFactory(
                    intro=intro,
                    way=dice.choice(["online", "phone", "walk_in"]),
                    state=dice.choice(["attended", "stayed_away", "cancelled"]),
                    made_at=when - timedelta(days=dice.randint(0, 9)),
                )
        if dice.random() < 0.5:
            SignupFactory(talk=True, person=PersonFactory(site=place), made_at=NOW - timedelta(60))
        for _group in range(dice.randint(0, 2)):
            grow_group(period, dice)
        count_up(place.pk, "heard_from", on=date(2026, 8, 3), value="friend", by=dice.randint(0, 3))


def grow_group(period, dice):
    group = GroupFactory(period=period, met=dice.choice([0, 1, 4, 10, 12]), capacity=5)
    for _seat in range(dice.randint(0, 5)):
        asked = NOW - timedelta(days=dice.randint(80, 120))
        told = asked + timedelta(days=dice.randint(0, 30))
        enrolment = EnrolmentFactory(seated_in=group, asked_at=asked, told_at=told)
        for session in group.sessions.filter(state="held"):
            if dice.random() < 0.9:
                Attendance.objects.create(
                    session=session,
                    enrolment=enrolment,
                    presence=dice.choice(["present", "absent", "excused"]),
                    noted_at=NOW,
                )
        if dice.random() < 0.3:
            enrolment.state = EnrolmentState.STOPPED
            enrolment.save()
    group.sessions.filter(state="held").update(as_planned=dice.choice([True, False, None]))


def share(part, whole):
    return part / whole if whole else None


def recount(site):
    """The same figures by walking over all rows."""
    signups = [s for s in Signup.objects.all() if s.site == site]
    made = [s for s in signups if FIRST <= day_of(s.made_at) <= LAST]
    asked = [e for e in Enrolment.objects.all() if e.period.site == site]
    told = [e for e in asked if e.told_at and FIRST <= day_of(e.told_at) <= LAST]
    groups = [g for g in Group.objects.all() if g.period.site == site]
    ends = {g.pk: max(day_of(s.ends_at) for s in g.sessions.all()) for g in groups}
    started = [g for g in groups if FIRST <= g.starts_on <= LAST]
    ended = [g for g in groups if FIRST <= ends[g.pk] <= LAST]
    sessions = [s for s in Session.objects.filter(state="held") if s.group.period.site == site]
    sessions = [s for s in sessions if FIRST <= day_of(s.starts_at) <= LAST]
    noted = [a for s in sessions for a in s.attendance.all()]
    dropped = [dropout_of(e) for g in ended for e in g.enrolments.all()]
    waits = [(day_of(e.told_at) - day_of(e.asked_at)).days for e in told]
    records = [s.as_planned for s in sessions if s.as_planned is not None]
    return {
        "signups": sum(s.way != "talk" for s in made),
        "talks": sum(s.way == "talk" for s in made),
        "came": sum(
            FIRST <= day_of(s.intro.starts_at) <= LAST
            for s in signups
            if s.state == "attended" and s.intro
        ),
        "enrolled": sum(FIRST <= day_of(e.asked_at) <= LAST for e in asked),
        "wait": median(waits) if waits else None,
        "groups_planned": sum(g.starts_on > LAST for g in groups),
        "groups_started": len(started),
        "groups_running": sum(g.starts_on <= LAST < ends[g.pk] for g in groups),
        "groups_finished": len(ended),
        "seats": share(
            sum(g.enrolments.count() for g in started), sum(g.capacity for g in started)
        ),
        "sessions": len(sessions),
        "attendance": share(sum(a.presence == Presence.PRESENT for a in noted), len(noted)),
        "fidelity": share(sum(records), len(records)),
        "dropout": share(sum(d is not Dropout.NONE for d in dropped), len(dropped)),
    }


@pytest.mark.parametrize("seed", range(30))
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
