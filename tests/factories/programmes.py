"""Meetings, groups and enrolments as situations."""

from datetime import date, datetime, time, timedelta

import factory

from peervej.apps.people.models import Person
from peervej.apps.programmes.enums import (
    Decision,
    EnrolmentState,
    GroupState,
    MeetingState,
    PeriodKind,
    SignupState,
    SignupWay,
)
from peervej.apps.programmes.models import (
    Enrolment,
    Group,
    IntroMeeting,
    Period,
    Programme,
    Session,
    Signup,
)
from tests.factories.moments import COPENHAGEN, NOW
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory

SLUG = "vejen-til-hverdagslivet"


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme
        django_get_or_create = ("slug",)

    slug = SLUG
    title = "Vejen til hverdagslivet"
    kind = "course"


class PeriodFactory(factory.django.DjangoModelFactory):
    """An ordinary period that is running; `trial=True` makes it one with a draw."""

    class Meta:
        model = Period

    class Params:
        trial = factory.Trait(kind=PeriodKind.TRIAL, trial_code="effekt")

    programme = factory.SubFactory(ProgrammeFactory)
    site = factory.SubFactory(SiteFactory)
    kind = PeriodKind.ORDINARY
    starts_on = date(2026, 1, 1)


class IntroMeetingFactory(factory.django.DjangoModelFactory):
    """An intro meeting in three days; `online=True` has no room, `past=True` is over."""

    class Meta:
        model = IntroMeeting

    class Params:
        online = factory.Trait(place="", online_url="https://moede.example/abc")
        past = factory.Trait(starts_at=NOW - timedelta(days=7), state=MeetingState.HELD)
        cancelled = factory.Trait(state=MeetingState.CANCELLED)

    programme = factory.SubFactory(ProgrammeFactory)
    site = factory.SubFactory(SiteFactory)
    starts_at = NOW + timedelta(days=3, hours=3)
    ends_at = factory.LazyAttribute(lambda intro: intro.starts_at + timedelta(hours=2))
    place = "Havnegade 12"


class SignupFactory(factory.django.DjangoModelFactory):
    """On the list of an intro meeting; `came=True` has been there, `talk=True` had a talk."""

    class Meta:
        model = Signup

    class Params:
        came = factory.Trait(state=SignupState.ATTENDED)
        talk = factory.Trait(intro=None, way=SignupWay.TALK, state=SignupState.ATTENDED)

    intro = factory.SubFactory(IntroMeetingFactory)
    site = factory.LazyAttribute(
        lambda signup: signup.intro.site if signup.intro else signup.person.site
    )
    person = factory.SubFactory(
        PersonFactory, site=factory.LazyAttribute(lambda p: p.factory_parent.intro.site)
    )
    way = SignupWay.ONLINE
    state = SignupState.SIGNED_UP
    made_at = NOW
    changed_at = NOW


class GroupFactory(factory.django.DjangoModelFactory):
    """A group of ten weekly sessions that starts in a week.

    `full=True` seats someone on every chair; `seated=3` seats three; `met=2` has met twice;
    `finished=True` has held all its sessions.
    """

    class Meta:
        model = Group
        skip_postgeneration_save = True

    class Params:
        met = 0
        finished = factory.Trait(met=10, state=GroupState.FINISHED)

    period = factory.SubFactory(PeriodFactory)
    name = factory.Sequence(lambda n: f"Torsdag {n}")
    starts_on = factory.LazyAttribute(lambda g: _first_day(g.met))
    start_time = time(15)
    capacity = 10
    place = "Havnegade 12"
    state = factory.LazyAttribute(lambda g: GroupState.RUNNING if g.met else GroupState.PLANNED)

    @factory.post_generation
    def sessions(self, create, extracted, **kwargs):
        for number in range(1, 11):
            day = self.starts_on + timedelta(weeks=number - 1)
            starts_at = datetime.combine(day, self.start_time, tzinfo=COPENHAGEN)
            Session.objects.create(
                group=self,
                number=number,
                theme=number,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                state=MeetingState.HELD if starts_at < NOW else MeetingState.PLANNED,
            )

    @factory.post_generation
    def full(self, create, extracted, **kwargs):
        if extracted:
            _seat_people(self, self.capacity)

    @factory.post_generation
    def seated(self, create, extracted, **kwargs):
        if extracted:
            _seat_people(self, extracted)

    @factory.post_generation
    def led_by(self, create, extracted, **kwargs):
        if extracted:
            self.facilitators.set(extracted)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """Someone who waits; `seated_in=group` has a seat, `drawing=True` waits for the draw."""

    class Meta:
        model = Enrolment

    class Params:
        seated_in = None
        drawing = factory.Trait(state=EnrolmentState.AWAITING_DRAW, decision=Decision.AWAITS_DRAW)

    person = factory.SubFactory(
        PersonFactory, site=factory.LazyAttribute(lambda p: p.factory_parent.period.site)
    )
    period = factory.LazyAttribute(lambda e: e.seated_in.period if e.seated_in else PeriodFactory())
    state = factory.LazyAttribute(
        lambda e: EnrolmentState.SEATED if e.seated_in else EnrolmentState.WAITING
    )
    group = factory.LazyAttribute(lambda e: e.seated_in)
    seat = factory.LazyAttribute(lambda e: _lowest_seat(e.seated_in) if e.seated_in else None)
    told_at = factory.LazyAttribute(lambda e: NOW if e.seated_in else None)
    asked_at = factory.Sequence(lambda n: NOW - timedelta(days=30) + timedelta(minutes=n))


def introduced(site, **fields) -> Person:
    """Someone who has been to an intro meeting and said yes to taking part."""
    person = PersonFactory(site=site, agreed=True, **fields)
    SignupFactory(person=person, came=True, intro=IntroMeetingFactory(site=site, past=True))
    return person


def _first_day(met: int) -> date:
    return NOW.date() + timedelta(days=3 if not met else 3 - 7 * met)


def _seat_people(group: Group, many: int) -> None:
    for _number in range(many):
        EnrolmentFactory(seated_in=group)


def _lowest_seat(group: Group) -> int:
    taken = set(group.enrolments.values_list("seat", flat=True))
    return next(seat for seat in range(1, group.capacity + 1) if seat not in taken)
