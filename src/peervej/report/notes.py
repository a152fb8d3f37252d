"""What the authors add that neither plan nor data hold: deviations, harms, checklist items."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from peervej.methods.errors import UnusableInput
from peervej.methods.strict_toml import build, parse_toml
from peervej.report.consort import ITEMS


@dataclass(frozen=True)
class Deviation:
    """Something done otherwise than the sealed plan says, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Notes:
    """``consort`` holds the authors' text for items of the checklist, by number.

    Raises UnusableInput for an item that the checklist does not have.
    """

    deviation: tuple[Deviation, ...] = ()
    harms: str = ""
    consort: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.consort) - {number for number, *_rest in ITEMS})
        if unknown:
            raise UnusableInput(f"CONSORT 2025 has no item {unknown[0]}; items are 1a to 30.")


def read_notes(text: str | bytes) -> Notes:
    """Read notes from TOML; raises UnusableInput that says what is wrong and where."""
    return build(Notes, parse_toml(text, what="the notes"), where="the notes")
