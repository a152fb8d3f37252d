"""The eight kinds of programme, and what each kind must have settled."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from peervej.methods.errors import UnusableInput


class UnusableProgramme(UnusableInput):
    """A programme's definition contradicts itself."""


class Kind(StrEnum):
    """The unit that is run."""

    COURSE = "course"
    MATCH = "match"
    ASSIGNMENT = "assignment"
    ACTIVITY = "activity"
    WORKSHOP = "workshop"
    SHIFT = "shift"
    POST = "post"
    EXCHANGE = "exchange"


class Weekday(StrEnum):
    """Days of the week, in order from Monday."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _at_least(name: str, value: int | None, least: int = 1) -> None:
    if value is not None and value < least:
        raise UnusableProgramme(f"{name} is {value}; it must be at least {least}.")


@dataclass(frozen=True)
class Intro:
    """The meeting before the programme, or the talk instead of it."""

    required: bool
    duration_minutes: int
    in_room: bool = True
    online: bool = False
    without_signup: bool = False
    talk_instead: bool = False
    binding: bool = False

    def __post_init__(self) -> None:
        """Refuse a meeting that is held nowhere."""
        _at_least("duration_minutes", self.duration_minutes)
        if not (self.in_room or self.online):
            raise UnusableProgramme("An intro meeting is held in a room, online, or both.")


@dataclass(frozen=True)
class Waiting:
    """What those who wait are told, and how long a wait may be."""

    offer_days: int = 7
    max_weeks: int | None = None

    def __post_init__(self) -> None:
        """Refuse an offer that has run out when it is made."""
        _at_least("offer_days", self.offer_days)
        _at_least("max_weeks", self.max_weeks)


@dataclass(frozen=True)
class CourseSettings:
    """A group with a series of sessions."""

    sessions: int
    duration_minutes: int
    facilitators: int
    capacity: int | None = None
    starts_at: time | None = None
    every_weeks: int = 1
    intake_last_session: int = 1
    rolling_intake: bool = False
    preliminary_talk: bool = False
    absences_before_call: int = 2
    licence_per_municipality: bool = False
    coordinator_steps_in: bool = True
    sequel: str | None = None
    intro: Intro | None = None
    waiting: Waiting = Waiting()

    def __post_init__(self) -> None:
        """Refuse a course that cannot be laid out."""
        for name in ("sessions", "duration_minutes", "facilitators", "capacity", "every_weeks"):
            _at_least(name, getattr(self, name))
        if not 1 <= self.intake_last_session <= self.sessions:
            raise UnusableProgramme(
                f"intake_last_session must lie between 1 and {self.sessions} sessions."
            )

    @property
    def duration(self) -> timedelta:
        """Return how long a session lasts."""
        return timedelta(minutes=self.duration_minutes)


@dataclass(frozen=True)
class MatchSettings:
    """One volunteer with one citizen, from enquiry to planned end."""

    max_months: int
    first_talk_max_minutes: int | None = None
    coordinator_joins_first_meeting: bool = True
    chemistry_answer_days: int = 1
    chemistry_private: bool = True
    meets_every_days: int | None = None
    closing_call: bool = True
    rematch: bool = True
    pause: bool = True

    def __post_init__(self) -> None:
        """Refuse a match without an end."""
        for name in ("max_months", "first_talk_max_minutes", "meets_every_days"):
            _at_least(name, getattr(self, name))
        _at_least("chemistry_answer_days", self.chemistry_answer_days)


@dataclass(frozen=True)
class AssignmentSettings:
    """One task for a citizen: preparation, the meeting, evaluation."""

    phases: tuple[str, ...]
    occasions: tuple[str, ...]
    confidentiality: bool = True
    national_pool: bool = False

    def __post_init__(self) -> None:
        """Refuse a task without phases."""
        if not self.phases:
            raise UnusableProgramme("An assignment has at least one phase.")


@dataclass(frozen=True)
class Opening:
    """Opening hours on one day."""

    day: Weekday
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse hours that end before they begin."""
        if self.closes <= self.opens:
            raise UnusableProgramme(f"On {self.day} the place closes before it opens.")


@dataclass(frozen=True)
class ActivitySettings:
    """An open activity or house: counts, never names."""

    members: bool
    user_run: bool
    counts_only: bool = True
    keys: bool = False
    hosts_on_duty: int = 0
    hours: tuple[Opening, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an open activity that would keep names of those who come."""
        _at_least("hosts_on_duty", self.hosts_on_duty, 0)
        if not self.counts_only:
            raise UnusableProgramme("An open activity counts those who come; it keeps no names.")


@dataclass(frozen=True)
class WorkshopSettings:
    """A visit to a host on request."""

    min_minutes: int
    max_minutes: int
    max_visits_per_host: int
    teachers: int
    audiences: tuple[str, ...]
    evaluation: bool = True

    def __post_init__(self) -> None:
        """Refuse a visit that no one gives or no one comes to."""
        for name in ("min_minutes", "max_visits_per_host", "teachers"):
            _at_least(name, getattr(self, name))
        _at_least("max_minutes", self.max_minutes, self.min_minutes)
        if not self.audiences:
            raise UnusableProgramme("A workshop names the audiences that are counted.")


@dataclass(frozen=True)
class ShiftSettings:
    """A staffed line."""

    advisers: int
    background_supervisors: int
    open_only_when_staffed: bool
    topics: tuple[str, ...]
    outside_supervision_every_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse a line without anyone on it."""
        _at_least("advisers", self.advisers)
        _at_least("background_supervisors", self.background_supervisors, 0)
        _at_least("outside_supervision_every_days", self.outside_supervision_every_days)
        if not self.topics:
            raise UnusableProgramme("A line names the topics its contacts are counted by.")


@dataclass(frozen=True)
class PostSettings:
    """An employed peer at a unit."""

    min_hours: int
    max_hours: int
    tasks: tuple[str, ...]
    host_leader: str
    introduction_weeks: int = 0
    apprenticeship: bool = False
    exchange_days_per_month: int = 0
    bound_to_record: bool = False
    contract_ends: bool = True

    def __post_init__(self) -> None:
        """Refuse hours no week has."""
        _at_least("min_hours", self.min_hours)
        _at_least("max_hours", self.max_hours, self.min_hours)
        if self.max_hours > 37:
            raise UnusableProgramme("A week's work is at most 37 hours.")
        if not self.tasks:
            raise UnusableProgramme("A post names its tasks.")


@dataclass(frozen=True)
class ExchangeSettings:
    """Offers and requests between citizens."""

    strands: tuple[str, ...]
    introduced_by_coordinator: bool = True
    online_meeting: bool = False
    interest_groups: bool = False

    def __post_init__(self) -> None:
        """Refuse an exchange of nothing."""
        if not self.strands:
            raise UnusableProgramme("An exchange names what is offered and asked for.")


@dataclass(frozen=True)
class Companionship:
    """One volunteer going along with one person, beside a course."""

    max_months: int
    counted_from: str
    purposes: tuple[str, ...]
    not_a: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a companionship without an end."""
        _at_least("max_months", self.max_months)
        if self.counted_from not in ("enrolment", "first_meeting"):
            raise UnusableProgramme("counted_from is enrolment or first_meeting.")
