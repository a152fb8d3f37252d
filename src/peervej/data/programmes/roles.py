"""Who gives support, and what makes them ready: rules as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from peervej.data.programmes.kinds import UnusableProgramme


class Terms(StrEnum):
    """On what terms someone gives support."""

    VOLUNTEER = "volunteer"
    HOURLY = "hourly"
    FLEKSJOB = "fleksjob"
    SKAANEJOB = "skaanejob"
    LOENTILSKUD = "loentilskud"
    ORDINARY = "ordinary"
    TRAINEE = "trainee"
    FEE = "fee"


class Step(StrEnum):
    """A step on the way in, each assessed by a person."""

    APPLICATION = "application"
    QUESTIONNAIRE = "questionnaire"
    TALK = "talk"
    SUPERVISOR_TALK = "supervisor_talk"
    TRAINING = "training"
    SHARED_MEETINGS = "shared_meetings"
    APPRENTICESHIP = "apprenticeship"
    COURSE = "course"


class SupportForm(StrEnum):
    """How those who give support are supported."""

    EXCHANGE_GROUP = "exchange_group"
    INDIVIDUAL = "individual"
    SPARRING = "sparring"
    LOG_BOOK = "log_book"
    PSYCHOLOGIST = "psychologist"
    FURTHER_COURSES = "further_courses"


@dataclass(frozen=True)
class ReadinessRule:
    """What must be in place before someone may fill a role on a date.

    ``approved_by`` names who decides: the rules only compute what stands beside that decision.
    While the guided courses and visits are still to come the person is a trainee under
    guidance. ``valid_months`` is how long an approval holds; None is until it is withdrawn.
    ``renewal_visits`` guidance visits renew it. ``requires_roles`` are roles of the same
    programme that must be ready too.
    """

    approved_by: str = "coordinator"
    steps: tuple[Step, ...] = ()
    training_days: int = 0
    training_hours: int = 0
    courses_under_guidance: int = 0
    guidance_visits: int = 0
    valid_months: int | None = None
    renewal_visits: int = 0
    requires_roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse amounts below nothing and renewals of what never ends."""
        counts = ("training_days", "training_hours", "courses_under_guidance", "guidance_visits")
        if any(getattr(self, name) < 0 for name in (*counts, "renewal_visits")):
            raise UnusableProgramme("A readiness rule counts from 0.")
        if self.valid_months is not None and self.valid_months < 1:
            raise UnusableProgramme("An approval holds for at least a month.")
        if self.renewal_visits and self.valid_months is None:
            raise UnusableProgramme("An approval without an end needs no renewal.")
        if len(set(self.steps)) < len(self.steps):
            raise UnusableProgramme("A step stands once on the way in.")


@dataclass(frozen=True)
class CareRhythm:
    """One form of support, and how often it is given."""

    form: SupportForm
    every_days: int | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        """Refuse a rhythm without time between."""
        if self.every_days is not None and self.every_days < 1:
            raise UnusableProgramme("Support is given at most once a day.")


@dataclass(frozen=True)
class Role:
    """A role in a programme: who fills it, on what terms, and what makes them ready."""

    id: str
    title: str
    terms: tuple[Terms, ...]
    readiness: ReadinessRule
    own_experience: bool = True
    wanted: tuple[str, ...] = ()
    care: tuple[CareRhythm, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a role without terms."""
        if not self.terms:
            raise UnusableProgramme(f"The role {self.id} names no terms.")


def check_roles(roles: Sequence[Role]) -> None:
    """Raise `UnusableProgramme` on two roles of one name, an unknown one, or a circle."""
    by_id = {role.id: role for role in roles}
    if len(by_id) < len(roles):
        raise UnusableProgramme("Two roles have the same id; give each its own.")
    for role in by_id.values():
        for needed in role.readiness.requires_roles:
            if needed not in by_id:
                raise UnusableProgramme(f"The role {role.id} requires the unknown role {needed}.")
        _follow(role.id, by_id, ())


def _follow(name: str, by_id: dict[str, Role], path: tuple[str, ...]) -> None:
    if name in path:
        circle = " → ".join([*path[path.index(name) :], name])
        raise UnusableProgramme(f"The roles require each other in a circle: {circle}.")
    for needed in by_id[name].readiness.requires_roles:
        if needed in by_id:
            _follow(needed, by_id, (*path, name))
