"""What apps above know: the programmes a site runs, and the day somebody enrolled."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.volunteers.queries.companionship import PROGRAMME
from peervej.data.programmes import ProgrammeDefinition, Role, load_programme

ProgrammesRun = Callable[[Site, date], Iterable[str]]
EnrolledOn = Callable[[Person], date | None]
_programmes: list[ProgrammesRun] = []
_enrolled: list[EnrolledOn] = []


def tells_programmes(source: ProgrammesRun) -> ProgrammesRun:
    """Register what says which programmes a site runs on a day, or is about to."""
    if source not in _programmes:
        _programmes.append(source)
    return source


def tells_enrolment(source: EnrolledOn) -> EnrolledOn:
    """Register what says when a person enrolled."""
    if source not in _enrolled:
        _enrolled.append(source)
    return source


def programmes_at(site: Site, day: date) -> list[ProgrammeDefinition]:
    """The programmes of a site; one that has not begun any trains for the first."""
    slugs = {slug for source in _programmes for slug in source(site, day)} or {PROGRAMME}
    return [load_programme(slug) for slug in sorted(slugs)]


def enrolment_day(person: Person) -> date | None:
    """The day of the person's latest enrolment; None for someone who has not enrolled."""
    days = [day for source in _enrolled if (day := source(person)) is not None]
    return max(days, default=None)


@dataclass(frozen=True)
class RoleAt:
    """A role somebody may take at a site, in one of its programmes."""

    programme: ProgrammeDefinition
    role: Role
    title: str

    @property
    def approved_by(self) -> str:
        """Who decides: the coordinator, or somebody whose decision the coordinator notes."""
        return self.role.readiness.approved_by


def roles_at(site: Site, day: date) -> list[RoleAt]:
    """Every role of every programme of the site; with several, each says which."""
    programmes = programmes_at(site, day)
    return [
        RoleAt(programme, role, _title(programme, role, among=len(programmes)))
        for programme in programmes
        for role in programme.roles
    ]


def _title(programme: ProgrammeDefinition, role: Role, *, among: int) -> str:
    return role.title if among == 1 else f"{role.title} · {programme.title}"
