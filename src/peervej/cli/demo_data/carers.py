"""Volunteers at each stage of the way in, and two who go along, told through the operations."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peervej.apps.accounts.models import User
from peervej.apps.concerns.operations.rota import set_mobile
from peervej.apps.people.models import Channel
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.volunteers.enums import AgreementKind, CareForm, Outcome, Side, StepKind
from peervej.apps.volunteers.models import CompanionRequest, Volunteer
from peervej.apps.volunteers.operations.care import begin_care_group, claim_expense, note_hours
from peervej.apps.volunteers.operations.companionship import (
    answer_match,
    ask_companionship,
    propose_match,
)
from peervej.apps.volunteers.operations.info import plan_info_meeting
from peervej.apps.volunteers.operations.profile import set_profile
from peervej.apps.volunteers.operations.questions import reply_to_questions, send_questions
from peervej.apps.volunteers.operations.training import (
    book_training,
    plan_training,
    record_practice,
)
from peervej.apps.volunteers.operations.way_in import (
    accept_agreement,
    apply_as_volunteer,
    approve_volunteer,
    record_step,
)
from peervej.data.programmes import load_programme

PROGRAMME = "vejen-til-hverdagslivet"
WORDS = (
    "Jeg har selv siddet i en gruppe og ved, hvad det betød, at nogen tog imod mig.",
    "Det er fire år siden, det var værst. Nu har jeg tid og lyst om torsdagen.",
    "Jeg vil gerne gå med en, der ikke tør tage af sted alene.",
)
TIMES = ["1-afternoon", "2-evening", "3-afternoon"]


@dataclass
class Carers:
    """The volunteers of one site, as they stand on the day of the demonstration."""

    site: Site
    leaders: list[Volunteer]
    now: datetime

    def build(self) -> None:
        """Everything within the last weeks, so that the desk has something of each kind."""
        self.user = User.objects.get(email=f"koordinator.{self.site.slug}@example.org")
        set_mobile(self.user, "20 00 00 00", **self.by(40))
        for leader in self.leaders:
            self.pass_steps(leader, 200)
        self.be_applying()
        self.be_in_training()
        self.care_for()
        self.go_along()

    def by(self, days_ago: float) -> dict[str, Any]:
        return {
            "actor": f"user:{self.user.pk}",
            "now": self.now - timedelta(days=days_ago),
        }

    def someone(self, name: str, words: str, days_ago: float) -> Volunteer:
        made = apply_as_volunteer(
            self.site,
            display_name=name,
            channel=Channel.EMAIL,
            contact=f"{self.site.slug}.{name.lower()}@example.org",
            words=words,
            wants_companionship=True,
            key=f"demonstration-{self.site.slug}-{name}",
            actor="public",
            now=self.now - timedelta(days=days_ago),
        )
        if made is None:
            raise RuntimeError(f"{name} is here already")
        return made

    def pass_steps(self, volunteer: Volunteer, days_ago: int) -> None:
        for kind in (StepKind.APPLICATION, StepKind.QUESTIONNAIRE, StepKind.TALK):
            self.step(volunteer, kind, days_ago)
        self.step(volunteer, StepKind.TRAINING, days_ago - 7)
        day = self.now.date() - timedelta(days=days_ago - 7)
        record_practice(volunteer, "training_days", done_on=day, amount=2, **self.by(days_ago - 7))
        for text in AgreementKind:
            accept_agreement(volunteer, text, "1", **self.by(days_ago - 8))

    def step(self, volunteer: Volunteer, kind: StepKind, days_ago: int) -> None:
        by = self.by(days_ago)
        day = by["now"].date()
        record_step(volunteer, kind, Outcome.PASSED, held_on=day, user=self.user, **by)

    def be_applying(self) -> None:
        """One waits too long, one since yesterday, one has answered the questions."""
        self.someone("Svend", WORDS[1], 9)
        self.someone("Asta", WORDS[0], 1)
        asked = self.someone("Nour", WORDS[2], 14)
        self.step(asked, StepKind.APPLICATION, 12)
        send_questions(asked, **self.by(12))
        replies = {"own": WORDS[0], "time": "Hver torsdag efter klokken tre."}
        asked.refresh_from_db()
        reply_to_questions(asked, replies, **self.by(10))

    def be_in_training(self) -> None:
        weekend = plan_training(
            self.site,
            title="Weekend for nye",
            starts_on=self.now.date() + timedelta(days=16),
            days=2,
            place=self.site.address,
            capacity=8,
            **self.by(20),
        )
        learning = self.someone("Kirsten", WORDS[1], 33)
        self.step(learning, StepKind.APPLICATION, 30)
        self.step(learning, StepKind.TALK, 21)
        book_training(weekend, learning, **self.by(19))
        starts_at = (self.now + timedelta(days=11)).replace(hour=17, minute=0, second=0)
        plan_info_meeting(self.site, starts_at=starts_at, place=self.site.address, **self.by(5))

    def care_for(self) -> None:
        """A group that should have met, hours, and money on its way."""
        begin_care_group(
            self.site,
            name="Vejledning for gruppeledere",
            form=CareForm.SUPERVISION,
            every_days=21,
            members=self.leaders,
            **self.by(25),
        )
        day = self.now.date() - timedelta(days=3)
        first = self.leaders[0]
        note_hours(first, worked_on=day, minutes=60, kind="preparing", **self.by(2))
        claim_expense(first, spent_on=day, amount=86_50, kind="food", **self.by(2))

    def go_along(self) -> None:
        """One pair goes along, one meets in a few days, and one waits for somebody."""
        rule = load_programme(PROGRAMME).readiness("companion")
        pair = [self.someone(name, WORDS[2], 70) for name in ("Ruth", "Emil")]
        for one in pair:
            self.pass_steps(one, 65)
            approve_volunteer(one, PROGRAMME, "companion", rule, user=self.user, **self.by(55))
            one.refresh_from_db()
            set_profile(
                one, languages=["da"], times=TIMES, offers=["step_free"], interests=["nature"],
                room=1, introduction="", **self.by(54),
            )  # fmt: skip
        wishes = self.wishes()
        for turn, (wish, one) in enumerate(zip(wishes, pair, strict=False)):
            days = 20 if turn == 0 else -3
            by = self.by(24 if turn == 0 else 2)
            meets_at = (self.now - timedelta(days=days)).replace(hour=14, minute=0, second=0)
            match = propose_match(wish, one, meets_at=meets_at, **by)
            for side in Side if turn == 0 else ():
                answer_match(match, side, True, **self.by(days - 2))

    def wishes(self) -> list[CompanionRequest]:
        seated = Enrolment.objects.filter(
            period__site=self.site, state=EnrolmentState.SEATED, asked_at__lt=self.by(25)["now"]
        )
        found = []
        for row in seated.select_related("person").order_by("-asked_at", "pk")[:3]:
            wish = ask_companionship(
                row.person,
                enrolled_on=row.asked_at.date(),
                purposes=["company", "doctor"],
                languages=["da"],
                times=TIMES[:2],
                wishes=["nature"],
                **self.by(24),
            )
            found.append(wish)
        return found
