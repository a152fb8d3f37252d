"""The programmes that come with Peervej, one TOML file each."""

from functools import cache
from importlib import resources

from peervej.data.programmes.definition import (
    Conduct,
    Entry,
    Fact,
    Place,
    ProgrammeDefinition,
)
from peervej.data.programmes.kinds import (
    ActivitySettings,
    AssignmentSettings,
    Companionship,
    CourseSettings,
    ExchangeSettings,
    Intro,
    Kind,
    MatchSettings,
    PostSettings,
    ShiftSettings,
    UnusableProgramme,
    Waiting,
    WorkshopSettings,
)
from peervej.data.programmes.roles import (
    CareRhythm,
    ReadinessRule,
    Role,
    Step,
    SupportForm,
    Terms,
)
from peervej.data.programmes.texts import (
    Manual,
    ManualStep,
    MessageText,
    Passage,
    PublicTexts,
    Theme,
)
from peervej.methods.errors import UnusableInput
from peervej.methods.strict_toml import build, parse_toml

__all__ = [
    "ActivitySettings",
    "AssignmentSettings",
    "CareRhythm",
    "Companionship",
    "Conduct",
    "CourseSettings",
    "Entry",
    "ExchangeSettings",
    "Fact",
    "Intro",
    "Kind",
    "Manual",
    "ManualStep",
    "MatchSettings",
    "MessageText",
    "Passage",
    "Place",
    "PostSettings",
    "ProgrammeDefinition",
    "PublicTexts",
    "ReadinessRule",
    "Role",
    "ShiftSettings",
    "Step",
    "SupportForm",
    "Terms",
    "Theme",
    "UnknownProgramme",
    "UnusableProgramme",
    "Waiting",
    "WorkshopSettings",
    "list_programmes",
    "load_programme",
    "load_programmes",
    "parse_programme",
]


class UnknownProgramme(UnusableInput):
    """No programme of that name comes with Peervej."""


def parse_programme(data: str | bytes, *, what: str = "the programme") -> ProgrammeDefinition:
    """Read a programme's definition from TOML.

    Raises `UnusableDefinition`, naming the file as ``what`` and the key, on anything that is
    not a complete definition without contradictions.
    """
    return build(ProgrammeDefinition, parse_toml(data, what=what), where=what)


def list_programmes() -> tuple[str, ...]:
    """Return the ids of all programmes, in alphabetical order."""
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in resources.files(__name__).iterdir()
            if entry.name.endswith(".toml")
        )
    )


@cache
def load_programme(programme_id: str) -> ProgrammeDefinition:
    """Return a programme by its id; raises `UnknownProgramme`."""
    if programme_id not in list_programmes():
        raise UnknownProgramme(
            f"There is no programme {programme_id[:60]!r}; "
            f"there are {', '.join(list_programmes())}."
        )
    name = f"{programme_id}.toml"
    return parse_programme(resources.files(__name__).joinpath(name).read_bytes(), what=name)


def load_programmes() -> list[ProgrammeDefinition]:
    """Return all programmes, in alphabetical order of their ids."""
    return [load_programme(name) for name in list_programmes()]
