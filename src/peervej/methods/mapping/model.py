"""What the reader hands back: regions, initiatives with their answers, warnings."""

from dataclasses import dataclass, field
from typing import Any, Literal

QUESTIONS = range(1, 9)

EntryKind = Literal["questionnaire", "notice"]
ContactKind = Literal["email", "phone", "person"]


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody, set apart from the answers."""

    kind: ContactKind
    value: str

    def to_json(self) -> dict[str, str]:
        """Return the contact as JSON-ready data."""
        return {"kind": self.kind, "value": self.value}


@dataclass(frozen=True, slots=True)
class Entry:
    """One initiative: a filled-in questionnaire, or a notice that only describes it."""

    name: str
    region: str | None
    kind: EntryKind
    sections: dict[int, str] = field(default_factory=dict)
    text: str = ""
    contacts: tuple[Contact, ...] = ()
    links: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def answered(self) -> tuple[int, ...]:
        """Return the numbers of the questions that really have an answer, ascending."""
        return tuple(sorted(self.sections))

    def to_json(self) -> dict[str, Any]:
        """Return the entry as JSON-ready data."""
        return {
            "name": self.name,
            "region": self.region,
            "kind": self.kind,
            "answered": list(self.answered),
            "sections": {str(number): self.sections[number] for number in self.answered},
            "text": self.text,
            "contacts": [contact.to_json() for contact in self.contacts],
            "links": list(self.links),
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping document: its regions in order, its initiatives in order."""

    regions: tuple[str, ...]
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the mapping as JSON-ready data."""
        return {
            "regions": list(self.regions),
            "entries": [entry.to_json() for entry in self.entries],
            "warnings": list(self.warnings),
        }
