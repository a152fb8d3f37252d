"""What differs between the kinds: who must be on duty, what is counted, what may be planned."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.occasions.enums import HELD
from peervej.data.programmes import Kind, ProgrammeDefinition, load_programmes


class PlanRefused(ValueError):
    """The occasion cannot be planned so; the message says why and what would do."""


@dataclass(frozen=True)
class Needed:
    """So many people in one role."""

    role: str
    title: str
    amount: int


def runnable_programmes() -> list[ProgrammeDefinition]:
    """The shipped programmes whose kind is held as occasions."""
    return [definition for definition in load_programmes() if definition.kind in HELD]


def needed_for(definition: ProgrammeDefinition) -> list[Needed]:
    """Who must be on duty: the roles of the definition in their order, with how many of each."""
    if definition.activity is not None:
        amounts = [definition.activity.hosts_on_duty]
    elif definition.workshop is not None:
        amounts = [definition.workshop.teachers]
    elif definition.shift is not None:
        amounts = [definition.shift.advisers, definition.shift.background_supervisors]
    else:
        amounts = []
    paired = zip(definition.roles, amounts, strict=False)
    return [Needed(role.id, role.title, amount) for role, amount in paired]


def categories_of(definition: ProgrammeDefinition) -> tuple[str, ...]:
    """What is counted, each by its own number; one plain number where nothing is told apart."""
    if definition.workshop is not None:
        return definition.workshop.audiences
    if definition.shift is not None:
        return definition.shift.topics
    return ("alle",)


def opens_only_when_staffed(definition: ProgrammeDefinition) -> bool:
    """Whether people are told that it is open only once everyone needed is on duty."""
    return definition.shift is not None and definition.shift.open_only_when_staffed


def check_plan(
    definition: ProgrammeDefinition, starts_at: datetime, ends_at: datetime, host: str, visits: int
) -> None:
    """Refuse what the definition does not allow; `visits` is how often `host` has had one."""
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if minutes <= 0:
        raise PlanRefused(_("It must end after it starts. Check the two times."))
    if minutes > 24 * 60:
        raise PlanRefused(_("It lasts at most a day. Plan one for each day."))
    workshop = definition.workshop
    if workshop is None:
        return
    if not workshop.min_minutes <= minutes <= workshop.max_minutes:
        raise PlanRefused(
            _("A visit lasts from %(low)s to %(high)s minutes.")
            % {"low": workshop.min_minutes, "high": workshop.max_minutes}
        )
    if not host:
        raise PlanRefused(_("Write who is visited."))
    if visits >= workshop.max_visits_per_host:
        raise PlanRefused(
            _("%(host)s has had its %(n)s visits.")
            % {"host": host, "n": workshop.max_visits_per_host}
        )


def has_hosts(definition: ProgrammeDefinition) -> bool:
    """Whether an occasion is a visit to somebody."""
    return definition.kind is Kind.WORKSHOP
