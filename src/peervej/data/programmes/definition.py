"""A programme: the rules and texts by which it is run, as one frozen value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from peervej.data.programmes.kinds import (
    ActivitySettings,
    AssignmentSettings,
    Companionship,
    CourseSettings,
    ExchangeSettings,
    Kind,
    MatchSettings,
    PostSettings,
    ShiftSettings,
    UnusableProgramme,
    WorkshopSettings,
)
from peervej.data.programmes.roles import ReadinessRule, Role, check_roles
from peervej.data.programmes.texts import MessageText, PublicTexts, Theme


@dataclass(frozen=True)
class Entry:
    """Who may come, and who may make the first contact.

    ``professional_may_sign_up``: a professional may fill in a form for the citizen.
    ``contact_by_professional`` and ``contact_by_relative``: they may make the first contact
    with the citizen's agreement, and the citizen is then called.
    """

    who: str
    min_age: int | None = None
    max_age: int | None = None
    free: bool = True
    chosen_name: bool = True
    referral_needed: bool = False
    professional_may_sign_up: bool = False
    contact_by_professional: bool = False
    contact_by_relative: bool = False
    criteria: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ages that leave nobody."""
        low, high = self.min_age or 0, self.max_age or 130
        if not 0 <= low <= high <= 130:
            raise UnusableProgramme("min_age and max_age leave nobody who may come.")


@dataclass(frozen=True)
class Conduct:
    """What holds whatever the site decides."""

    reports_to_municipality: bool = False
    asks_follow_up_of_referrers: bool = False
    replaces_other_support: bool = False
    periods: tuple[str, ...] = ("ordinary",)
    draw_told_before_signup: bool = True

    def __post_init__(self) -> None:
        """Refuse kinds of period that nothing is built for."""
        if not self.periods or not set(self.periods) <= {"ordinary", "trial"}:
            raise UnusableProgramme("periods are ordinary, trial, or both.")


@dataclass(frozen=True)
class Place:
    """A municipality the sources name, and the one-stop entrance it works with there."""

    municipality: str
    name: str
    partner: str | None = None
    named_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Where a setting comes from: the rule, what it says, its sources, the settings it fixes."""

    rule: str
    says: str
    sources: tuple[str, ...]
    settings: tuple[str, ...] = ()
    checked_on: date | None = None


@dataclass(frozen=True)
class ProgrammeDefinition:
    """One programme. Kind-specific settings stand in the field that bears the kind's name."""

    id: str
    kind: Kind
    title: str
    organisation: str
    summary: str
    entry: Entry
    facts: tuple[Fact, ...]
    conduct: Conduct = Conduct()
    roles: tuple[Role, ...] = ()
    places: tuple[Place, ...] = ()
    course: CourseSettings | None = None
    match: MatchSettings | None = None
    assignment: AssignmentSettings | None = None
    activity: ActivitySettings | None = None
    workshop: WorkshopSettings | None = None
    shift: ShiftSettings | None = None
    post: PostSettings | None = None
    exchange: ExchangeSettings | None = None
    companionship: Companionship | None = None
    public: PublicTexts | None = None
    themes: tuple[Theme, ...] = ()
    messages: Mapping[str, MessageText] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse what cannot be run: settings of another kind, themes that do not fit."""
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", self.id):
            raise UnusableProgramme("The id is small letters and digits joined by hyphens.")
        for kind in Kind:
            if (getattr(self, kind.value) is not None) != (kind is self.kind):
                raise UnusableProgramme(
                    f"A programme of the kind {self.kind} has settings for [{self.kind}] "
                    "and for no other kind."
                )
        check_roles(self.roles)
        if self.themes:
            _check_themes(self.themes, self.rules)
        for fact in self.facts:
            for path in fact.settings:
                _look_up(self, path)

    @property
    def slug(self) -> str:
        """Return the id, as it stands in addresses."""
        return self.id

    @property
    def rules(self) -> CourseSettings:
        """Return the settings of a course; raises `UnusableProgramme` for another kind."""
        if self.course is None:
            raise UnusableProgramme(f"{self.title} is no course but of the kind {self.kind}.")
        return self.course

    @property
    def session_count(self) -> int:
        """Return how many sessions a course has."""
        return self.rules.sessions

    @property
    def session_duration(self) -> timedelta:
        """Return how long a session of a course lasts."""
        return self.rules.duration

    @property
    def last_intake_session(self) -> int:
        """Return the last session at which a newcomer may join a course."""
        return self.rules.intake_last_session

    @property
    def intro_duration(self) -> timedelta:
        """Return how long the intro meeting lasts; raises `UnusableProgramme` without one."""
        if self.rules.intro is None:
            raise UnusableProgramme(f"{self.title} has no intro meeting.")
        return timedelta(minutes=self.rules.intro.duration_minutes)

    def role(self, role_id: str) -> Role:
        """Return a role by its id; raises `UnusableProgramme`."""
        for role in self.roles:
            if role.id == role_id:
                return role
        raise UnusableProgramme(f"{self.title} has no role {role_id!r}.")

    def readiness(self, role_id: str) -> ReadinessRule:
        """Return what makes someone ready for a role; raises `UnusableProgramme`."""
        return self.role(role_id).readiness


def _check_themes(themes: tuple[Theme, ...], course: CourseSettings) -> None:
    if [theme.number for theme in themes] != list(range(1, course.sessions + 1)):
        raise UnusableProgramme(
            f"There are {course.sessions} sessions, so the themes are numbered 1 to "
            f"{course.sessions} in order."
        )
    for theme in themes:
        if theme.manual is not None and theme.manual.minutes != course.duration_minutes:
            raise UnusableProgramme(
                f"The steps of session {theme.number} take {theme.manual.minutes} minutes, "
                f"but a session lasts {course.duration_minutes}."
            )


def _look_up(programme: ProgrammeDefinition, path: str) -> None:
    found: object = programme
    for name in path.split("."):
        if found is None or not hasattr(found, name):
            raise UnusableProgramme(f"A fact names the setting {path!r}, which does not exist.")
        found = getattr(found, name)
