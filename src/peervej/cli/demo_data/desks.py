"""What waits on the coordinators' desks on the morning the demonstration begins."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peervej.apps.accounts.models import User
from peervej.apps.concerns.operations.concerns import send_concern
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.models import Channel
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import EnrolmentState, MeetingState
from peervej.apps.programmes.models import Enrolment, Session
from peervej.apps.programmes.operations.sessions import facilitator_away
from peervej.apps.volunteers.enums import Side
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.models.companionship import CompanionRequest
from peervej.apps.volunteers.operations.companionship import (
    answer_match,
    ask_companionship,
    propose_match,
)
from peervej.apps.volunteers.operations.profile import set_profile
from peervej.apps.volunteers.operations.way_in import apply_as_volunteer, approve_volunteer
from peervej.data.programmes.roles import ReadinessRule
from peervej.methods.scheduling import COPENHAGEN

THURSDAY_EVENING = ["3-evening"]


@dataclass
class Morning:
    """One site's desk on the anchor date."""

    site: Site
    leaders: list[Volunteer]
    programme: str
    day: date

    @property
    def actor(self) -> str:
        return f"demonstration:{self.site.slug}"

    def at(self, days_ago: int, hour: int = 10) -> datetime:
        """That long before the day of the desk."""
        moment = datetime.combine(self.day, time(hour), tzinfo=COPENHAGEN)
        return moment - timedelta(days=days_ago)

    def somebody_applies(self, name: str, words: str, *, days_ago: int) -> None:
        apply_as_volunteer(
            self.site,
            display_name=name,
            channel=Channel.EMAIL,
            contact=f"{self.site.slug}.ansoeger@example.org",
            words=words,
            key=f"demonstration-{self.site.slug}",
            actor="public",
            now=self.at(days_ago),
        )

    def somebody_wants_company(self) -> None:
        """Someone who has a seat asks for a companion."""
        seated = self._seated()
        if seated:
            self._ask(seated, days_ago=2)

    def two_have_met(self, rule: ReadinessRule, user: User) -> None:
        """Two met yesterday; one of them has said yes."""
        seated, volunteer = self._seated(), self.leaders[2]
        if seated is None:
            return
        set_profile(
            volunteer,
            languages=["da"],
            times=THURSDAY_EVENING,
            offers=[],
            interests=["nature"],
            room=1,
            introduction=volunteer.introduction,
            actor=self.actor,
            now=self.at(8),
        )
        approve_volunteer(
            volunteer, self.programme, "companion", rule, user=user, actor=self.actor,
            now=self.at(8),
        )  # fmt: skip
        request = self._ask(seated, days_ago=7)
        match = propose_match(
            request, volunteer, meets_at=self.at(1, hour=17), place="Biblioteket",
            actor=self.actor, now=self.at(6),
        )  # fmt: skip
        answer_match(
            match, Side.VOLUNTEER, True, actor=f"volunteer:{volunteer.pk}", now=self.at(0, 9)
        )

    def a_leader_is_away(self) -> None:
        """From a meeting about two weeks ahead."""
        session = (
            Session.objects.filter(
                group__period__site=self.site,
                state=MeetingState.PLANNED,
                starts_at__gt=self.at(-10),
                away=None,
            )
            .order_by("starts_at")
            .first()
        )
        leader = session.group.facilitators.order_by("pk").first() if session else None
        if session and leader:
            facilitator_away(session, leader, actor=f"volunteer:{leader.pk}", now=self.at(1))

    def a_leader_worries(self, words: str) -> None:
        send_concern(
            self.site,
            words=words,
            person_knows="yes",
            key=f"demonstration-{self.site.slug}",
            reporter_person=self.leaders[1].person,
            actor=f"volunteer:{self.leaders[1].pk}",
            now=self.at(0) - timedelta(minutes=12),
        )

    def a_message_fails(self) -> None:
        """The newest message to someone who takes part did not arrive."""
        newest = Message.objects.filter(person__site=self.site, person__volunteer=None)
        lost = newest.order_by("-pk").first()
        if lost:
            Message.objects.filter(pk=lost.pk).update(
                state=MessageState.FAILED, finished_at=self.at(0, 8)
            )

    def _seated(self) -> Enrolment | None:
        rows = Enrolment.objects.filter(
            period__site=self.site, state=EnrolmentState.SEATED, asked_at__lt=self.at(8)
        )
        return rows.select_related("person__site").order_by("-pk").first()

    def _ask(self, seated: Enrolment, *, days_ago: int) -> CompanionRequest:
        return ask_companionship(
            seated.person,
            enrolled_on=seated.asked_at.astimezone(COPENHAGEN).date(),
            purposes=["group", "company"],
            languages=["da"],
            times=THURSDAY_EVENING,
            wishes=["nature"],
            actor=self.actor,
            now=self.at(days_ago),
        )
