"""How far the demonstration has come, and building it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from peervej.apps.accounts.models import Membership, User
from peervej.apps.audit.clock import set_clock
from peervej.apps.audit.entropy import entropy_from
from peervej.apps.concerns.operations.rota import add_shift, state_hours
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.models import Channel
from peervej.apps.people.operations import keep_until, register_person
from peervej.apps.places.models import Municipality, Organisation, Site
from peervej.apps.portal.timer import run_tasks
from peervej.apps.programmes.enums import PeriodKind
from peervej.apps.programmes.models import Group, Period, Programme
from peervej.apps.programmes.operations.groups import plan_group
from peervej.apps.programmes.operations.programmes import open_period
from peervej.apps.programmes.queries import definition_of
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.operations.way_in import approve_volunteer
from peervej.cli.demo_data.carers import Carers
from peervej.cli.demo_data.cast import (
    INTRODUCTIONS,
    LOGINS,
    PASSWORD,
    TOWNS,
    Town,
)
from peervej.cli.demo_data.chance import SeedBytes
from peervej.cli.demo_data.desks import fill_desks
from peervej.cli.demo_data.kit import Kits
from peervej.cli.demo_data.openings import open_house
from peervej.cli.demo_data.people import load_truth
from peervej.cli.demo_data.rounds import Stage, plan_rounds
from peervej.cli.demo_data.sealing import TRIAL, close, seal
from peervej.cli.demo_data.story import Round, Telling, moment, open_intro
from peervej.cli.demo_data.timeline import Timeline

PROGRAMME = "vejen-til-hverdagslivet"
DEFAULT_SEED = "hverdagen"
WEEK = timedelta(weeks=1)


class NotEmpty(RuntimeError):
    """The database holds people already; a demonstration is built into an empty one."""


def build_running() -> None:
    """Build what is served when nothing else was asked for."""
    build(Stage.RUNNING, seed=DEFAULT_SEED, anchor=None)


def build(stage: Stage, *, seed: str, anchor: date | None) -> dict[str, int]:
    """Fill an empty database up to `anchor` (today when not given) and set the clock there."""
    from peervej.config.startup import load_reference_data

    if Site.objects.exists():
        raise NotEmpty("The database is not empty; start from an empty PEERVEJ_HOME.")
    day = anchor or timezone.localdate()
    now = moment(day, time(10))
    set_clock(now)
    load_reference_data(moment(day, time(6)))
    with entropy_from(SeedBytes(seed)), transaction.atomic():
        return Building(stage, seed, day, now).build()


class Building:
    """One demonstration being built."""

    def __init__(self, stage: Stage, seed: str, day: date, now: datetime) -> None:
        self.stage, self.seed, self.day, self.now = stage, seed, day, now
        self.rounds = plan_rounds(stage)
        first = min([row.weeks for row in self.rounds], default=0.0)
        self.begins = day + first * WEEK - timedelta(days=60)
        self.sites: dict[str, Site] = {}
        self.leaders: dict[str, list[Volunteer]] = {}
        self.telling = Telling(Timeline(now), seed, load_truth())

    def build(self) -> dict[str, int]:
        start = moment(self.begins, time(8))
        self.programme = Programme.objects.get(slug=PROGRAMME)
        self.make_places(start)
        self.make_staff()
        trial = seal(self.researchers, self.seed, start)
        periods = self.open_periods(start)
        self.tell_rounds(periods)
        self.tell_timer(start)
        happened = self.telling.timeline.run()
        if self.stage == Stage.CLOSED:
            close(trial, self.researchers, self.now)
        self.plan_ahead()
        for town in TOWNS[:2]:
            Carers(self.sites[town.slug], self.leaders[town.slug], self.now).build()
        site = self.sites[TOWNS[0].slug]
        Kits(site, "demonstration", self.seed, self.now).build()
        house = TOWNS[0].slug
        open_house(self.sites[house], self.leaders[house], self.day, self.seed)
        self.settle_messages(self.now)
        if self.stage == Stage.RUNNING:
            fill_desks(self.sites, self.leaders, self.day)
        return {"happenings": happened, "people": self.telling.counter}

    def make_places(self, now: datetime) -> None:
        organisation, _made = Organisation.objects.get_or_create(
            slug="eksempelforeningen", defaults={"name": "Eksempelforeningen (demonstration)"}
        )
        for place, town in enumerate(TOWNS):
            site = Site.objects.create(
                slug=town.slug,
                name=town.name,
                organisation=organisation,
                municipality=Municipality.objects.get(code=town.municipality),
                address=f"{town.address}, {town.name}",
                access=town.access,
                coordinator_name=town.coordinator,
                partner=town.partner,
                since=self.begins,
            )
            self.sites[town.slug] = site
            self.leaders[town.slug] = [
                self.make_volunteer(site, name, len(town.volunteers) * place + turn, now)
                for turn, name in enumerate(town.volunteers)
            ]

    def make_volunteer(self, site: Site, name: str, turn: int, now: datetime) -> Volunteer:
        person = register_person(
            site=site,
            chosen_name=name,
            channel=Channel.EMAIL,
            contact=f"{site.slug}.frivillig{turn % 4 + 1}@example.org",
            actor="demonstration",
            now=now,
        )
        keep_until(person, self.day + 104 * WEEK)
        return Volunteer.objects.create(
            person=person,
            site=site,
            display_name=name,
            state=VolunteerState.ACTIVE,
            introduction=INTRODUCTIONS[turn],
            since=self.begins,
        )

    def make_staff(self) -> None:
        """One password for all, hashed once: the hash is slow on purpose."""
        hashed = make_password(PASSWORD)
        for login in LOGINS:
            user = User.objects.create(email=login.email, password=hashed, name=login.name)
            Membership.objects.create(
                user=user, role=login.role, site=self.sites.get(login.town or "")
            )
        self.approve_volunteers(moment(self.begins, time(9)))
        self.researchers = list(User.objects.filter(memberships__role="researcher").order_by("pk"))

    def approve_volunteers(self, now: datetime) -> None:
        """Each coordinator approves their volunteers and is on call on weekdays."""
        definition = definition_of(self.programme)
        role = "facilitator"
        # Two are due for a new approval some weeks from now.
        for_a_year = replace(definition.readiness(role), valid_months=12)
        brief = [self.leaders[town.slug][-1] for town in TOWNS[:2]]
        for town in TOWNS:
            site = self.sites[town.slug]
            user = User.objects.get(email=f"koordinator.{town.slug}@example.org")
            for volunteer in self.leaders[town.slug]:
                approve_volunteer(
                    volunteer,
                    self.programme.slug,
                    role,
                    for_a_year if volunteer in brief else definition.readiness(role),
                    user=user,
                    actor=f"user:{user.pk}",
                    now=now,
                )
            hours = {weekday: (time(9), time(20)) for weekday in range(5)}
            state_hours(site, hours, actor=f"user:{user.pk}", now=now)
            for day in range(14):
                on = self.day + timedelta(days=day)
                if on.weekday() < 5:
                    add_shift(
                        site,
                        user,
                        starts_at=moment(on, time(9)),
                        ends_at=moment(on, time(20)),
                        actor=f"user:{user.pk}",
                        now=now,
                    )

    def open_periods(self, now: datetime) -> dict[tuple[str, bool], Period]:
        """A site's ordinary period, then its trial period, then an ordinary one again."""
        periods: dict[tuple[str, bool], Period] = {}
        for town in TOWNS:
            site = self.sites[town.slug]
            plain = [r.weeks for r in self.rounds if r.town is town and not r.drawn]
            drawn = [r.weeks for r in self.rounds if r.town is town and r.drawn]
            draws_from = self.day + min(drawn, default=0) * WEEK - timedelta(days=50)
            is_trial_site = bool(drawn) or self.stage == Stage.INTRO
            if plain or not is_trial_site:
                ends_on = draws_from - timedelta(days=1) if is_trial_site else None
                periods[town.slug, False] = open_period(
                    site,
                    self.programme,
                    kind=PeriodKind.ORDINARY,
                    starts_on=self.begins,
                    ends_on=ends_on,
                    actor="demonstration",
                    now=now,
                )
            if is_trial_site:
                periods[town.slug, True] = open_period(
                    site,
                    self.programme,
                    kind=PeriodKind.TRIAL,
                    trial_code=TRIAL,
                    starts_on=draws_from if plain else self.begins,
                    ends_on=self.day - WEEK if self.stage == Stage.CLOSED else None,
                    actor="demonstration",
                    now=now,
                )
        return periods

    def tell_rounds(self, periods: dict[tuple[str, bool], Period]) -> None:
        numbers: dict[str, int] = {}
        for row in sorted(self.rounds, key=lambda r: (r.weeks, r.town.slug)):
            numbers[row.town.slug] = numbers.get(row.town.slug, 0) + 1
            leaders = self.leaders[row.town.slug]
            pair = (
                (leaders[0], leaders[1]) if numbers[row.town.slug] % 2 else (leaders[2], leaders[3])
            )
            Round(
                self.telling,
                row.town,
                self.sites[row.town.slug],
                periods[row.town.slug, row.drawn],
                on_weekday(self.day + row.weeks * WEEK, row.town.weekday),
                row.people,
                numbers[row.town.slug],
                pair,
                drawn=row.drawn,
                intro_days_before=row.intro_days_before,
                leader_away_at=row.leader_away_at,
                left_untold=row.left_untold,
            ).begin()

    def tell_timer(self, start: datetime) -> None:
        """The timer turns once a week in the past; daily it would only repeat itself."""
        at = start
        while at < self.now:
            self.telling.timeline.at(at, self.turn_timer)
            at += WEEK

    def turn_timer(self, now: datetime) -> None:
        """What is due happens; what was to be sent counts as sent, since nobody is there."""
        run_tasks(now)
        self.settle_messages(now)

    def plan_ahead(self) -> None:
        """Meetings still to come, so that one can walk on from here."""
        for turn, town in enumerate(TOWNS):
            site = self.sites[town.slug]
            period = self.period_now(site)
            intro_on = self.day + timedelta(days=3 + turn % 3)
            if not period.groups.filter(starts_on__gt=self.day + timedelta(days=7)).exists():
                self.plan_next_group(town, site, period)
            for starts_at, online in (
                (moment(intro_on, town.at), False),
                (moment(intro_on + timedelta(days=14), time(16)), turn == 1),
            ):
                open_intro(
                    site,
                    period,
                    starts_at,
                    self.leaders[town.slug],
                    online=online,
                    town=town,
                    now=self.now,
                )

    def period_now(self, site: Site) -> Period:
        period = Period.objects.filter(site=site, ends_on=None).first()
        if period is None:
            period = open_period(
                site,
                self.programme,
                kind=PeriodKind.ORDINARY,
                starts_on=self.day - timedelta(days=6),
                actor="demonstration",
                now=self.now,
            )
        return period

    def plan_next_group(self, town: Town, site: Site, period: Period) -> None:
        number = 1 + Group.objects.filter(period__site=site).count()
        leaders = self.leaders[town.slug]
        plan_group(
            period,
            name=f"{town.name}, hold {number}",
            # Another weekday, for the leaders may have a group running on the usual one.
            starts_on=on_weekday(self.day + timedelta(days=14), (town.weekday + 2) % 5),
            start_time=town.at,
            capacity=10,
            place=site.address,
            facilitators=leaders[2:] if number % 2 == 0 else leaders[:2],
            actor="demonstration",
            now=self.now,
        )

    def settle_messages(self, now: datetime) -> None:
        """What was due in the past counts as delivered then."""
        Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now).update(
            state=MessageState.SENT, finished_at=now
        )


def on_weekday(day: date, weekday: int) -> date:
    """The first `weekday` on or after `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
