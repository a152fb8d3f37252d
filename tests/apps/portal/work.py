"""A site where every kind of line stands on the coordinator's list."""

from datetime import date, time, timedelta

from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.concerns.models import OnCallHours
from peervej.apps.measures.operations.querying import raise_query
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.occasions.models import SiteProgramme
from peervej.apps.people.vault import encrypt
from peervej.apps.places.models import AcuteNumber
from peervej.apps.programmes.enums import OfferState, Presence
from peervej.apps.programmes.models import Attendance, Offer, Period
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import participation_of
from peervej.apps.volunteers.models import (
    Application,
    CareGroup,
    CompanionRequest,
    FirstContact,
    Match,
    MidwayAnswer,
)
from peervej.apps.volunteers.queries.applications import words_place
from tests.factories.allocation import ready, trial_group
from tests.factories.concerns import worry_of
from tests.factories.moments import NOW
from tests.factories.occasions import OccasionFactory, SiteProgrammeFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)
from tests.factories.trial import draft_trial
from tests.factories.volunteers import VolunteerFactory, ready_for

AGO = timedelta(days=10)


def busy_site():
    """A site with a sealed trial, an ordinary period and stated hours nobody covers."""
    _trial, group = trial_group()
    site = group.period.site
    closed = draft_trial(site, code="lukket")
    closed.state = TrialState.CLOSED
    closed.save(update_fields=["state"])
    for weekday in range(7):
        OnCallHours.objects.create(site=site, weekday=weekday, opens=time(9), closes=time(15))
    return site


def one_of_everything(site, number: int) -> None:
    """One row more behind every kind of line."""
    drawing = Period.objects.get(site=site, trial_code="effekt")
    told = GroupFactory(period=drawing)
    ready(told)
    draw_batch(told, actor="test", now=NOW)
    asked = ready(GroupFactory(period=drawing))
    key = participation_of(asked, Trial.objects.get(code="effekt")).key
    raise_query(key, "effekt", "all_alike", actor="user:1", now=NOW)
    AcuteNumber.objects.create(
        label=f"Linje {number}", number="22 33 44 55", position=50 + number,
        last_checked_on=date(2020, 1, 1),
    )  # fmt: skip
    _meetings(site)
    _people(site, number)
    _helpers(site, number)


def _meetings(site) -> None:
    run = SiteProgramme.objects.filter(site=site).first() or SiteProgrammeFactory(site=site)
    OccasionFactory(run=run)
    OccasionFactory(run=run, over=True)
    SignupFactory(
        intro=IntroMeetingFactory(site=site, starts_at=NOW - timedelta(days=1)),
        person=PersonFactory(site=site),
    )
    group = GroupFactory(period=PeriodFactory(site=site), met=2, seated=1)
    first, second, third = group.sessions.all()[:3]
    for session in (first, second):
        Attendance.objects.create(
            session=session,
            enrolment=group.enrolments.get(),
            presence=Presence.ABSENT,
            noted_at=NOW,
        )
    first.wants_talk = True
    first.save(update_fields=["wants_talk"])
    third.starts_at, third.ends_at = NOW - timedelta(hours=4), NOW - timedelta(hours=2)
    third.save(update_fields=["starts_at", "ends_at"])
    leader = VolunteerFactory(site=site)
    GroupFactory(period=PeriodFactory(site=site), led_by=[leader])


def _people(site, number: int) -> None:
    ordinary = PeriodFactory(site=site)
    EnrolmentFactory(period=ordinary, asked_at=NOW - timedelta(weeks=60))
    EnrolmentFactory(
        period=PeriodFactory(site=site, kind="trial", trial_code="lukket"), drawing=True
    )
    silent = EnrolmentFactory(period=ordinary)
    for weeks in (1, 2):
        group = GroupFactory(period=ordinary)
        Offer.objects.create(
            enrolment=silent, group=group, state=OfferState.EXPIRED,
            made_at=NOW - timedelta(weeks=weeks), expires_at=NOW,
        )  # fmt: skip
    Message.objects.create(
        person=PersonFactory(site=site), kind="portal.new_link", key=f"trouble-{number}",
        due_at=NOW, finished_at=NOW, state=MessageState.UNCERTAIN,
    )  # fmt: skip


def _helpers(site, number: int) -> None:
    FirstContact.objects.create(
        person=PersonFactory(site=site), site=site, programme="trivselspiloter",
        made_by="relative", key=f"contact-{number}", state="agreed", made_at=NOW,
    )  # fmt: skip
    worry_of(VolunteerFactory(site=site), key=f"worry-{number}")
    key = f"application-{number}"
    Application.objects.create(
        volunteer=VolunteerFactory(site=site), key=key, received_at=NOW - AGO,
        words=encrypt("contact", b"Jeg vil gerne hjaelpe", place=words_place(key)),
    )  # fmt: skip
    ready_for(VolunteerFactory(site=site), ends_on=NOW.date() + timedelta(days=30))
    CareGroup.objects.create(
        site=site, name=f"Vejledning {number}", form="supervision", every_days=14,
        begun_on=date(2026, 1, 1),
    )  # fmt: skip
    for state in ("open", "matched"):
        request = CompanionRequest.objects.create(
            person=PersonFactory(site=site), site=site, asked_on=NOW.date(),
            ends_by=NOW.date() + timedelta(days=90), state=state, languages=["da"],
            times=["2-evening"],
        )  # fmt: skip
    for state, says in (("closing", ""), ("active", "talk")):
        volunteer = VolunteerFactory(site=site)
        match = Match.objects.create(
            request=request, volunteer=volunteer, state=state, meets_at=NOW - AGO
        )
        if says:
            MidwayAnswer.objects.create(
                match=match, side="volunteer", says=says, answered_on=NOW.date()
            )
