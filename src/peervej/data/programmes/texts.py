"""What a programme says: to those who come, to volunteers, and in messages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from peervej.data.programmes.kinds import UnusableProgramme

PLACEHOLDERS = frozenset({"name", "date", "time", "place", "link", "old_date"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Passage:
    """A heading with a few sentences."""

    title: str
    text: str


@dataclass(frozen=True)
class ManualStep:
    """A step of a session, with the minutes it is given."""

    minutes: int
    title: str
    text: str

    def __post_init__(self) -> None:
        """Refuse a step without time."""
        if self.minutes < 1:
            raise UnusableProgramme(f"The step {self.title!r} has no minutes.")


@dataclass(frozen=True)
class Manual:
    """The volunteer's outline of one session."""

    purpose: str
    steps: tuple[ManualStep, ...]
    bring: tuple[str, ...] = ()
    mind: str | None = None

    @property
    def minutes(self) -> int:
        """Return how long the steps take together."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Theme:
    """What one session is about: two sentences for the participants, an outline to lead by."""

    number: int
    title: str
    text: str
    manual: Manual | None = None


@dataclass(frozen=True)
class PublicTexts:
    """What is said beforehand, to citizens and to professionals."""

    lead: str
    practical: tuple[str, ...]
    kept: tuple[str, ...] = ()
    who_you_meet: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    draw: tuple[str, ...] = ()
    for_professionals: tuple[str, ...] = ()


@dataclass(frozen=True)
class MessageText:
    """A neutral message in each language; it never says what the meeting is about."""

    subject: Mapping[str, str]
    text: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse a language that lacks a part, and words nobody fills in."""
        if not self.text or set(self.subject) != set(self.text) or "da" not in self.text:
            raise UnusableProgramme("A message has a subject and a text in the same languages.")
        for words in (*self.subject.values(), *self.text.values()):
            unknown = set(_PLACEHOLDER.findall(words)) - PLACEHOLDERS
            if unknown:
                raise UnusableProgramme(f"Nothing is put in for {{{min(unknown)}}} in a message.")
            if re.search(r"[{}]", _PLACEHOLDER.sub("", words)):
                raise UnusableProgramme("A message has a bracket that belongs to no placeholder.")
