"""What waits on the coordinators' desks on the morning the demonstration begins."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peervej.apps.concerns.operations.concerns import send_concern
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.messaging.operations.delivering import MOST_ATTEMPTS
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import MeetingState
from peervej.apps.programmes.models import Session
from peervej.apps.programmes.operations.sessions import facilitator_away
from peervej.apps.volunteers.models import Volunteer
from peervej.cli.demo_data.cast import TOWNS, WORRY
from peervej.methods.scheduling import COPENHAGEN


def fill_desks(sites: dict[str, Site], leaders: dict[str, list[Volunteer]], day: date) -> None:
    """Two desks with something on them; the others have a quiet morning."""
    fredericia, helsingoer = (
        Morning(sites[town.slug], leaders[town.slug], day) for town in TOWNS[:2]
    )
    fredericia.a_leader_is_away()
    fredericia.a_message_fails()
    helsingoer.a_leader_worries(WORRY)


@dataclass
class Morning:
    """One site's desk on the anchor date."""

    site: Site
    leaders: list[Volunteer]
    day: date

    @property
    def actor(self) -> str:
        return f"demonstration:{self.site.slug}"

    def at(self, days_ago: int, hour: int = 10) -> datetime:
        """That long before the day of the desk."""
        moment = datetime.combine(self.day, time(hour), tzinfo=COPENHAGEN)
        return moment - timedelta(days=days_ago)

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
                state=MessageState.FAILED, attempts=MOST_ATTEMPTS, finished_at=self.at(0, 8)
            )
