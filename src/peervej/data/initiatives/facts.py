"""The facts of one directory entry, as the shipped files carry them."""

import datetime as dt
import re
from dataclasses import dataclass, field

from peervej.methods.strict_toml import MaybeEmpty, UnusableDefinition

KINDS = frozenset(
    ["course", "match", "assignment", "activity", "workshop", "shift", "post", "exchange"]
)
TARGET_GROUPS = frozenset(
    ["exposed-adults", "mental-difficulties", "disability", "children-young", "seniors"]
)
STATUSES = frozenset(["running", "ended", "unknown"])
EMPLOYMENT_TERMS = ("hourly_paid", "fleksjob", "skaanejob", "loentilskud", "ordinary", "trainee")
TERMS = frozenset(["volunteer", "fee", *EMPLOYMENT_TERMS])
WAYS_THE_MAPPING_GOT_IT = frozenset(["initiative", "telephone", "website", "unknown"])
ANSWERS = frozenset(["yes", "no", "unknown"])
DOCUMENTATION = frozenset(["yes", "no", "under_way", "unknown"])

# A year, a month or a day, as much as the source says.
_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _check_vocabulary(key: str, values: tuple[str, ...], allowed: frozenset[str]) -> None:
    for value in values:
        if value not in allowed:
            known = ", ".join(sorted(allowed))
            raise UnusableDefinition(f"{key}: '{value}' is not one of {known}.")


def _check_dates(**dates: str) -> None:
    for key, value in dates.items():
        if value and not _PARTIAL_DATE.fullmatch(value):
            raise UnusableDefinition(f"{key}: '{value}' is not YYYY, YYYY-MM or YYYY-MM-DD.")


@dataclass(frozen=True, slots=True)
class Peers:
    """Who gives the support: on what terms, and how many, in the source's own count."""

    terms: tuple[str, ...] = ()
    count: MaybeEmpty = ""
    note: MaybeEmpty = ""

    def __post_init__(self) -> None:
        _check_vocabulary("terms", self.terms, TERMS)


@dataclass(frozen=True, slots=True)
class Provision:
    """Training or supervision: whether the source says it is given, and how."""

    given: MaybeEmpty
    text: MaybeEmpty = ""

    def __post_init__(self) -> None:
        _check_vocabulary("given", (self.given,), ANSWERS)


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether the source says effect is documented, and by what."""

    documented: str
    text: MaybeEmpty = ""

    def __post_init__(self) -> None:
        _check_vocabulary("documented", (self.documented,), DOCUMENTATION)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as reported: from `value` to `value_to` where the source gives a span."""

    label: str
    value: int | float
    unit: MaybeEmpty
    as_of: MaybeEmpty
    value_to: int | float | None = None
    note: MaybeEmpty = ""

    def __post_init__(self) -> None:
        _check_dates(as_of=self.as_of)
        if self.value_to is not None and self.value_to <= self.value:
            raise UnusableDefinition("value_to: the end of the span must be above value.")


@dataclass(frozen=True, slots=True)
class LawReference:
    """A paragraph as the source names it; `checked` is the day someone looked it up."""

    paragraph: str
    law: str
    version: MaybeEmpty
    note: MaybeEmpty = ""
    checked: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FundingLine:
    """A source of money; `lasting` is true for operating money without an end date."""

    source: str
    lasting: bool
    amount: MaybeEmpty = ""
    until: MaybeEmpty = ""
    note: MaybeEmpty = ""

    def __post_init__(self) -> None:
        _check_dates(until=self.until)
        if self.lasting and self.until:
            raise UnusableDefinition("until: lasting money has no end date.")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts were read: a document of `date`."""

    id: str
    title: str
    date: MaybeEmpty

    def __post_init__(self) -> None:
        _check_dates(date=self.date)


@dataclass(frozen=True, slots=True)
class InitiativeFacts:
    """One initiative. Status is as the source of `as_of` reports it, not as of today.

    `since` and `until` are partial dates (YYYY, YYYY-MM or YYYY-MM-DD). `regions` are slugs of
    `data/geography/regions.toml` for an initiative of a whole region; one with municipalities
    follows them. `listed_under` is the chapter in which the 2014 mapping placed it.
    """

    id: str
    name: str
    kind: MaybeEmpty
    organisation: MaybeEmpty
    target_groups: tuple[str, ...]
    status: str
    as_of: MaybeEmpty
    summary: str
    who_may_come: MaybeEmpty
    how: str
    sources: tuple[Source, ...]
    also_kinds: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    nationwide: bool = False
    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    listed_under: MaybeEmpty = ""
    since: MaybeEmpty = ""
    until: MaybeEmpty = ""
    online: bool = False
    website: MaybeEmpty = ""
    details: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    peers: Peers = field(default_factory=Peers)
    training: Provision = field(default_factory=lambda: Provision("unknown"))
    supervision: Provision = field(default_factory=lambda: Provision("unknown"))
    effect: Effect = field(default_factory=lambda: Effect("unknown"))
    numbers: tuple[Figure, ...] = ()
    law: tuple[LawReference, ...] = ()
    funding: tuple[FundingLine, ...] = ()

    def __post_init__(self) -> None:
        if self.kind:
            _check_vocabulary("kind", (self.kind,), KINDS)
        _check_vocabulary("also_kinds", self.also_kinds, KINDS)
        _check_vocabulary("target_groups", self.target_groups, TARGET_GROUPS)
        _check_vocabulary("status", (self.status,), STATUSES)
        _check_vocabulary("how", (self.how,), WAYS_THE_MAPPING_GOT_IT)
        _check_dates(since=self.since, until=self.until, as_of=self.as_of)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise UnusableDefinition(f"id: '{self.id}' must be small letters, digits and hyphens.")
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise UnusableDefinition("until: it ends before it began.")
        if not (self.nationwide or self.regions or self.municipalities):
            raise UnusableDefinition("regions: say nationwide, a region or a municipality.")
        if not (self.sources and self.target_groups):
            raise UnusableDefinition(
                "sources: at least one source and one target group are needed."
            )

    def prose(self) -> tuple[str, ...]:
        """Every Danish sentence a reader meets, for readability checks and for search."""
        texts = (
            self.summary,
            self.who_may_come,
            *self.details,
            self.peers.note,
            self.training.text,
            self.supervision.text,
            self.effect.text,
        )
        return tuple(text for text in texts if text)
