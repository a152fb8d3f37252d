"""Random histories of two sites, and their figures counted by walking over all rows."""

from datetime import date, timedelta
from statistics import median

from peervej.apps.figures.models import Figure
from peervej.apps.figures.operations import count_up
from peervej.apps.programmes.enums import EnrolmentState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Session, Signup
from peervej.apps.programmes.queries.dropout import Dropout
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from tests.factories.moments import COPENHAGEN, NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)
from tests.factories.volunteers import VolunteerFactory

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
        for month in (date(2026, 6, 30), date(2026, 8, 3), date(2026, 10, 1)):
            count_up(place.pk, "heard_from", on=month, value="friend", by=dice.randint(0, 3))


def grow_group(period, dice):
    leaders = [
        VolunteerFactory(
            site=period.site,
            state=dice.choice([*VolunteerState]),
            since=date(2026, dice.randint(1, 12), 1),
        )
        for _leader in range(2)
    ]
    group = GroupFactory(
        period=period, met=dice.choice([0, 1, 4, 10, 12]), capacity=5, led_by=leaders
    )
    for session in group.sessions.filter(state="held"):
        if dice.random() < 0.5:
            session.away.add(dice.choice(leaders))
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


def dropout_by_hand(enrolment):
    """Never started, left early or lost, from the definition's words."""
    held = [s for s in enrolment.group.sessions.all() if s.state == "held"]
    held.sort(key=lambda session: session.starts_at)
    came = {
        row.session_id for row in enrolment.attendance.all() if row.presence == Presence.PRESENT
    }
    if not came:
        return Dropout.NEVER_STARTED
    if enrolment.state == EnrolmentState.STOPPED:
        return Dropout.LEFT_EARLY
    last = [session.pk for session in held[-3:]]
    return Dropout.LOST if last and not any(pk in came for pk in last) else Dropout.NONE


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
    dropped = [dropout_by_hand(e) for g in ended for e in g.enrolments.all()]
    waits = [(day_of(e.told_at) - day_of(e.asked_at)).days for e in told]
    volunteers = [v for v in Volunteer.objects.all() if v.site == site]
    leading = {v.pk for s in sessions for v in s.group.facilitators.all() if v not in s.away.all()}
    heard = [f for f in Figure.objects.all() if f.site == site and f.value == "friend"]
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
        **{
            f"dropout_{kind.value}": share(sum(d is kind for d in dropped), len(dropped))
            for kind in (Dropout.NEVER_STARTED, Dropout.LEFT_EARLY, Dropout.LOST)
        },
        "volunteers_trained": sum(
            v.state in ("active", "paused", "stopped") and v.since <= LAST for v in volunteers
        ),
        "volunteers_active": len(leading),
        "heard_friend": sum(f.count for f in heard if date(2026, 7, 1) <= f.month <= LAST),
        "dropout": share(sum(d is not Dropout.NONE for d in dropped), len(dropped)),
    }
