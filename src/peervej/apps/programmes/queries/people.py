"""People at a site, by where they stand on the way in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from peervej.apps.people.models import Channel, Person, Purpose
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import (
    ACTIVE_ENROLMENT,
    Decision,
    EnrolmentState,
    PeriodKind,
    SignupState,
)
from peervej.apps.programmes.models import Enrolment, Offer, Period, Signup
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.waiting import (
    expected_start,
    latest_wait_day,
    open_offer,
    place_in_line,
)


@dataclass(frozen=True)
class Waiting:
    """One person in line, with what can honestly be said of the wait."""

    enrolment: Enrolment
    place: int | None
    expected: date | None
    latest: date
    is_overdue: bool
    offer: Offer | None
    decision: str


def wait_of(enrolment: Enrolment, now: datetime) -> Waiting:
    """What can be said of one person's wait."""
    latest = latest_wait_day(enrolment)
    return Waiting(
        enrolment=enrolment,
        place=place_in_line(enrolment),
        expected=expected_start(enrolment, now),
        latest=latest,
        is_overdue=latest < local_day(now),
        offer=open_offer(enrolment),
        decision=decision_text(enrolment.decision),
    )


@dataclass(frozen=True)
class Standing:
    """What an enrolment asks about a person, read in one query."""

    is_introduced: bool
    has_agreed: bool
    is_enrolled: bool


def standing_of(person: Person) -> Standing:
    """Whether a person has been introduced, has agreed to the service, and is enrolled.

    Written out: a crowd asks it, and the ORM takes longer to put it together than it runs.
    """
    with connection.cursor() as cursor:
        who = person.pk
        cursor.execute(_STANDING, [who, who, Purpose.SERVICE, who, *ACTIVE_ENROLMENT])
        introduced, agreed, enrolled = cursor.fetchone()
    return Standing(bool(introduced), bool(agreed), bool(enrolled))


_STANDING = """
SELECT EXISTS (SELECT 1 FROM programmes_signup WHERE person_id = %s AND state = 'attended'),
       EXISTS (SELECT 1 FROM people_consent
               WHERE person_id = %s AND purpose = %s AND withdrawn_at IS NULL),
       EXISTS (SELECT 1 FROM programmes_enrolment
               WHERE person_id = %s AND state IN (%s, %s, %s, %s, %s))
"""


def decision_text(code: str) -> str:
    """The reason for a decision, in words; "" for none."""
    return str(Decision(code).label) if code in Decision.values else ""


def waiting_at(site: Site, now: datetime, *, kind: PeriodKind) -> list[Waiting]:
    """Everyone in line at a site in periods of one kind, who asked first first."""
    states = {
        PeriodKind.ORDINARY: (EnrolmentState.WAITING, EnrolmentState.OFFERED),
        PeriodKind.TRIAL: (EnrolmentState.AWAITING_DRAW,),
    }[kind]
    rows = Enrolment.objects.filter(period__site=site, state__in=states)
    rows = rows.select_related("person", "period__site", "period__programme")
    return [wait_of(row, now) for row in rows.order_by("asked_at", "pk")]


def not_yet_asked(site: Site) -> list[Signup]:
    """Those who have been introduced and have not asked for a place, latest first."""
    enrolled = Enrolment.objects.values("person")
    rows = Signup.objects.filter(site=site, state=SignupState.ATTENDED, person__erased_at=None)
    rows = rows.exclude(person__in=enrolled).select_related("person", "intro")
    seen: dict[int, Signup] = {}
    for row in rows.order_by("-changed_at"):
        seen.setdefault(row.person_id, row)
    return list(seen.values())


def current_period(site: Site, person: Person, now: datetime) -> Period | None:
    """The period a person at the site could ask to join today."""
    today = local_day(now)
    rows = Period.objects.filter(site=site, starts_on__lte=today).order_by("-starts_on")
    return next((row for row in rows if row.ends_on is None or row.ends_on >= today), None)


def enrolments_of(person: Person) -> list[Enrolment]:
    """Everything a person has asked for, latest first."""
    rows = Enrolment.objects.filter(person=person)
    return list(rows.select_related("group", "period__site").order_by("-asked_at"))


def signups_of(person: Person) -> list[Signup]:
    """The intro meetings and talks of a person, latest first."""
    rows = Signup.objects.filter(person=person).select_related("intro")
    return list(rows.order_by("-made_at"))


def can_be_written_to(person: Person) -> bool:
    """Whether the person gave a way to be reached."""
    return person.channel != Channel.NONE
