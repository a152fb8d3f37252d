"""One round of the programme at one site, told through the operations the pages use."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from peervej.apps.allocation.models import Arm, Draw
from peervej.apps.allocation.operations.drawing import DrawRefused, draw_batch
from peervej.apps.allocation.operations.joining import log_not_joined
from peervej.apps.allocation.operations.telling import record_told
from peervej.apps.allocation.queries import draw_of
from peervej.apps.measures.models import Assessment
from peervej.apps.measures.operations import finish_assessment, save_answer
from peervej.apps.people.models import Channel, Person
from peervej.apps.places.models import Site
from peervej.apps.portal.operations import join_programme
from peervej.apps.programmes.enums import (
    EnrolmentState,
    GroupState,
    Presence,
    SessionChange,
    SignupWay,
)
from peervej.apps.programmes.models import (
    Enrolment,
    Group,
    IntroMeeting,
    Period,
    Session,
    Signup,
)
from peervej.apps.programmes.operations.enrolment import EnrolmentRefused, stop_enrolment
from peervej.apps.programmes.operations.groups import finish_group, plan_group
from peervej.apps.programmes.operations.intros import plan_intro
from peervej.apps.programmes.operations.sessions import (
    facilitator_away,
    mark_talk_done,
    record_session,
)
from peervej.apps.programmes.operations.signups import (
    add_walk_in,
    record_intro_presence,
    sign_up,
)
from peervej.apps.programmes.queries import busy_with
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.operations import TrialRefused
from peervej.apps.trial.queries import open_questions
from peervej.apps.volunteers.models import Volunteer
from peervej.cli.demo_data.cast import Town
from peervej.cli.demo_data.chance import Chance
from peervej.cli.demo_data.people import (
    MadeUp,
    Truth,
    answers_for,
    follow_up_score,
    make_up,
)
from peervej.cli.demo_data.timeline import Happening, Timeline
from peervej.methods.randomisation import Outcome
from peervej.methods.scheduling import COPENHAGEN

WALK_INS = 1


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=COPENHAGEN)


@dataclass
class Telling:
    """What every part of the story needs."""

    timeline: Timeline
    seed: str
    truth: Truth
    counter: int = 0
    # Who is who, while the story is told; nothing of it is stored.
    made_up: dict[int, MadeUp] = field(default_factory=dict)

    def new_person(self) -> MadeUp:
        self.counter += 1
        return make_up(self.counter, self.seed, self.truth)


@dataclass
class Round:
    """One group with the intro meetings before it: who comes, joins, is drawn and attends."""

    telling: Telling
    town: Town
    site: Site
    period: Period
    starts_on: date
    people: int
    number: int
    leaders: tuple[Volunteer, Volunteer]
    drawn: bool = True
    intro_days_before: int = 12
    leader_away_at: int = 0
    left_untold: int = 0
    group: Group = field(init=False)
    intro: IntroMeeting = field(init=False)
    intro_on: date = field(init=False)
    joined: list[Person] = field(default_factory=list)
    guests: list[tuple[Signup, bool, bool]] = field(default_factory=list)

    def begin(self) -> None:
        """Put the round on the timeline."""
        line, first = self.telling.timeline, self.starts_on
        self.intro_on = first - timedelta(days=self.intro_days_before)
        line.at(moment(self.intro_on - timedelta(days=28), time(10)), self.plan)
        line.at(moment(self.intro_on - timedelta(days=14), time(9)), self.sign_people_up)
        line.at(moment(self.intro_on, time(18)), self.hold_intro)
        if self.drawn:
            line.at(moment(first - timedelta(days=3), time(11)), self.draw)
        else:
            line.at(moment(first, time(8)), self.run_sessions)

    @property
    def actor(self) -> str:
        return f"demonstration:{self.town.slug}"

    def plan(self, now: datetime) -> None:
        """The coordinator plans the intro meeting and the group."""
        self.intro = plan_intro(
            self.site,
            self.period.programme,
            starts_at=moment(self.intro_on, self.town.at),
            place=self.town.address,
            note="kaffe på kanden, helt uforpligtende",
            leaders=self.leaders,
            actor=self.actor,
            now=now,
        )
        self.group = plan_group(
            self.period,
            name=f"{self.town.name}, hold {self.number}",
            starts_on=self.starts_on,
            start_time=self.town.at,
            capacity=10,
            place=self.town.address,
            facilitators=self.leaders,
            actor=self.actor,
            now=now,
        )

    def sign_people_up(self, now: datetime) -> None:
        """Enough people sign up that `people` of them join in the end."""
        chance = Chance(self.telling.seed, f"round/{self.town.slug}/{self.number}")
        joining = 0
        while joining < self.people:
            made_up = self.telling.new_person()
            is_walk_in = joining < WALK_INS
            stays_away = chance.random() < self.telling.truth.stay_away_from_intro
            declines = chance.random() < self.telling.truth.decline_after_intro
            if not (stays_away or declines):
                joining += 1
            if is_walk_in and not stays_away:
                self.telling.timeline.at(
                    self.intro.starts_at + timedelta(minutes=5),
                    self._walks_in(made_up, declines),
                )
                continue
            at = now + timedelta(minutes=chance.randrange(13 * 24 * 60))
            self.telling.timeline.at(at, self._signs_up(made_up, stays_away, declines))

    def _signs_up(self, made_up: MadeUp, stays_away: bool, declines: bool) -> Happening:
        way = SignupWay.PHONE if made_up.number % 9 == 0 else SignupWay.ONLINE

        def happen(now: datetime) -> None:
            signup = sign_up(
                self.intro,
                chosen_name=made_up.name,
                channel=Channel(made_up.channel),
                contact=made_up.contact,
                heard_from=made_up.heard_from,
                is_adult=True,
                way=way,
                actor=self.actor if way == SignupWay.PHONE else "public",
                now=now,
            )
            self._expect(signup, made_up, stays_away, declines)

        return happen

    def _walks_in(self, made_up: MadeUp, declines: bool) -> Happening:
        def happen(now: datetime) -> None:
            signup = add_walk_in(
                self.intro,
                chosen_name=made_up.name,
                channel=Channel(made_up.channel),
                contact=made_up.contact,
                actor=self.actor,
                now=now,
            )
            self._expect(signup, made_up, False, declines)

        return happen

    def _expect(self, signup: Signup, made_up: MadeUp, stays_away: bool, declines: bool) -> None:
        self.telling.made_up[signup.person_id] = made_up
        self.guests.append((signup, stays_away, declines))

    def hold_intro(self, now: datetime) -> None:
        """The coordinator marks who came; those who want to join do so in the days after."""
        chance = Chance(self.telling.seed, f"joining/{self.town.slug}/{self.number}")
        for signup, stays_away, declines in self.guests:
            if signup.way != SignupWay.WALK_IN:
                record_intro_presence(signup, not stays_away, actor=self.actor, now=now)
            if stays_away:
                continue
            if declines:
                self._decline(now)
                continue
            at = now + timedelta(minutes=chance.randrange(60, 8 * 24 * 60))
            self.telling.timeline.at(at, self._joins(signup.person))

    def _decline(self, now: datetime) -> None:
        if self.drawn:
            trial = Trial.objects.get(code=self.period.trial_code)
            if trial.state == TrialState.SEALED:
                log_not_joined(trial, self.site.slug, Outcome.DECLINED, now=now)

    def _joins(self, person: Person) -> Happening:
        def happen(now: datetime) -> None:
            made_up = self.telling.made_up[person.pk]
            try:
                join_programme(
                    person,
                    self.period,
                    telling=made_up.telling,
                    wants_companionship=made_up.number % 4 == 0,
                    actor=f"participant:{person.pk}",
                    now=now,
                )
            except (TrialRefused, EnrolmentRefused):
                return
            self.joined.append(person)
            if self.drawn:
                self._answers(person, made_up, made_up.baseline, "baseline", now)

        return happen

    def _answers(
        self, person: Person, made_up: MadeUp, score: int, occasion: str, now: datetime
    ) -> None:
        assessment = open_questions(person, now.date())
        if assessment is None:
            return
        values = answers_for(score, made_up, self.telling.seed, occasion, self.telling.truth)
        answer_all(assessment, values, now)

    def draw(self, now: datetime) -> None:
        """The draw, and everyone told within two days."""
        try:
            batch = draw_batch(self.group, actor=self.actor, now=now)
        except DrawRefused:
            return
        told = Draw.objects.filter(batch=batch).order_by("pk")[: batch.size - self.left_untold]
        for turn, drawn in enumerate(told):
            self.telling.timeline.at(
                now + timedelta(hours=2, minutes=12 * turn), self._tells(drawn)
            )
        self.telling.timeline.at(moment(self.starts_on, time(8)), self.run_sessions)

    def _tells(self, drawn: Draw) -> Happening:
        def happen(now: datetime) -> None:
            record_told(drawn, actor=self.actor, now=now)

        return happen

    def run_sessions(self, now: datetime) -> None:
        """Ten meetings, then the questions to both arms."""
        for session in self.group.sessions.order_by("number"):
            self.telling.timeline.at(
                session.ends_at.astimezone(COPENHAGEN) + timedelta(minutes=10),
                self._holds(session),
            )
        if self.leader_away_at:
            away = self.group.sessions.get(number=self.leader_away_at)
            facilitator_away(
                away, self.leaders[1], actor=f"volunteer:{self.leaders[1].pk}", now=now
            )
        last = self.group.sessions.order_by("-number").first()
        if last:
            at = last.ends_at.astimezone(COPENHAGEN) + timedelta(hours=1)
            self.telling.timeline.at(at, self.finish)
        if self.drawn:
            self._plan_follow_up()

    def _holds(self, session: Session) -> Happening:
        def happen(now: datetime) -> None:
            chance = Chance(self.telling.seed, f"session/{session.pk}")
            presence: dict[int, Presence] = {}
            for enrolment in Enrolment.objects.filter(
                group=session.group, state=EnrolmentState.SEATED
            ).order_by("pk"):
                made_up = self.telling.made_up[enrolment.person_id]
                if made_up.drops_out_after == session.number - 1:
                    stop_enrolment(
                        enrolment,
                        reason=chance.choice(["", "", "too_much", "work_or_study", "better"]),
                        actor=f"participant:{enrolment.person_id}",
                        now=now - timedelta(days=1),
                    )
                    continue
                presence[enrolment.pk] = (
                    Presence.PRESENT
                    if made_up.comes[session.number - 1]
                    else chance.choice([Presence.EXCUSED, Presence.ABSENT])
                )
            changed, wants_talk = chance.random() < 0.2, chance.random() < 0.04
            record_session(
                session,
                presence=presence,
                headcount=sum(value == Presence.PRESENT for value in presence.values()),
                as_planned=not changed,
                changes=[SessionChange.SHORTER] if changed else [],
                wants_talk=wants_talk,
                key=f"demonstration-{session.pk}",
                actor=f"volunteer:{self.leaders[0].pk}",
                now=now,
            )
            if wants_talk:
                self.telling.timeline.at(now + timedelta(days=4), self._talks(session))

        return happen

    def _talks(self, session: Session) -> Happening:
        def happen(now: datetime) -> None:
            mark_talk_done(session, actor=self.actor, now=now)

        return happen

    def finish(self, now: datetime) -> None:
        group = Group.objects.get(pk=self.group.pk)
        if group.state in (GroupState.PLANNED, GroupState.RUNNING):
            finish_group(group, actor=self.actor, now=now)

    def _plan_follow_up(self) -> None:
        """Each answers on a day of their own in the window; some never do."""
        chance = Chance(self.telling.seed, f"follow-up/{self.town.slug}/{self.number}")
        group_effect = chance.gauss(0, self.telling.truth.group_sd)
        opens_on = self.starts_on + timedelta(weeks=10)
        for person in self.joined:
            made_up = self.telling.made_up[person.pk]
            day = opens_on + timedelta(days=chance.randrange(27))
            if made_up.answers_follow_up:
                at = moment(day, time(chance.randrange(8, 21), chance.randrange(60)))
                self.telling.timeline.at(at, self._follows_up(person, made_up, group_effect))

    def _follows_up(self, person: Person, made_up: MadeUp, group_effect: float) -> Happening:
        def happen(now: datetime) -> None:
            drawn = draw_of(person)
            in_group = drawn is not None and drawn.arm == Arm.INTERVENTION
            score = follow_up_score(
                made_up, self.telling.truth, in_group=in_group, group_effect=group_effect
            )
            self._answers(person, made_up, score, "follow_up", now)

        return happen


def answer_all(assessment: Assessment, values: list[int | None], now: datetime) -> None:
    """Answer the demonstration questionnaire and send it."""
    for number, value in enumerate(values, start=1):
        save_answer(assessment, assessment.instruments[0], f"{number}", value, now=now)
    finish_assessment(assessment, now=now)


def open_intro(
    site: Site,
    period: Period,
    starts_at: datetime,
    leaders: list[Volunteer],
    *,
    online: bool,
    town: Town,
    now: datetime,
) -> IntroMeeting:
    """An intro meeting still to come, led by two who lead nothing else then."""
    ends_at = starts_at + timedelta(hours=2)
    free = [leader for leader in leaders if not busy_with(leader, starts_at, ends_at)]
    return plan_intro(
        site,
        period.programme,
        starts_at=starts_at,
        place="" if online else town.address,
        online_url="https://example.org/moede" if online else "",
        note="du behøver ikke tænde kameraet" if online else "kaffe på kanden, helt uforpligtende",
        leaders=free[:2],
        actor=f"demonstration:{town.slug}",
        now=now,
    )
