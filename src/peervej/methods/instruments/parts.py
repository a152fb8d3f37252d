"""The parts of an instrument: items, scoring, missing rule, and how sure each fact is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from peervej.methods.errors import UnusableInput

MAX_ITEMS = 300


class UnusableInstrument(UnusableInput):
    """The definition of an instrument contradicts itself or cannot be scored."""


class Certainty(StrEnum):
    """How sure a fact is. Only verified, computed and own facts may be printed as facts."""

    VERIFIED = "verified"
    COMPUTED = "computed"
    OWN = "own"
    RECALLED = "recalled"
    NOT_FOUND = "not_found"

    @property
    def is_printable(self) -> bool:
        """Say whether a report may state the fact."""
        return self not in (Certainty.RECALLED, Certainty.NOT_FOUND)


class Direction(StrEnum):
    """Which way is better."""

    HIGHER_BETTER = "higher_better"
    HIGHER_WORSE = "higher_worse"


class Method(StrEnum):
    """How the total is made from the items."""

    SUM = "sum"
    MEAN = "mean"
    VALUE_SET = "value_set"
    NONE = "none"


class MissingMethod(StrEnum):
    """What is done when answers are missing."""

    ALL_NEEDED = "all_needed"
    MEAN_OF_ANSWERED = "mean_of_answered"


@dataclass(frozen=True)
class Item:
    """One item: the name of its answer column and the whole numbers it may take.

    ``aliases`` are other names its column goes by. ``answer_list`` names a list of answers that
    was not in the file an item came from; until ``minimum`` and ``maximum`` are given, such an
    item cannot be scored.
    """

    id: str
    minimum: int | None = None
    maximum: int | None = None
    reversed: bool = False
    answer_list: str | None = None
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse half a range."""
        if (self.minimum is None) != (self.maximum is None):
            raise UnusableInstrument(f"Item {self.id} needs both minimum and maximum, or neither.")
        if self.minimum is not None and not self.minimum < self.ceiling <= self.minimum + 1000:
            raise UnusableInstrument(f"Item {self.id} must have a maximum above its minimum.")

    @property
    def floor(self) -> int:
        """Return the lowest answer; raises `UnusableInstrument` when it is not known."""
        if self.minimum is None:
            raise UnusableInstrument(
                f"Item {self.id} has no known answers; give its minimum and maximum."
            )
        return self.minimum

    @property
    def ceiling(self) -> int:
        """Return the highest answer; raises `UnusableInstrument` when it is not known."""
        if self.maximum is None:
            raise UnusableInstrument(
                f"Item {self.id} has no known answers; give its minimum and maximum."
            )
        return self.maximum

    @property
    def is_known(self) -> bool:
        """Say whether its answers are known."""
        return self.minimum is not None


@dataclass(frozen=True)
class Scoring:
    """How the total is made: ``factor`` × the sum or mean, or 1 − the value set's decrements.

    ``value_set`` maps an item to its decrements from its lowest level to its highest.
    ``minimum`` and ``maximum`` are checked against the items on loading.
    """

    method: Method
    certainty: Certainty
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    factor: Decimal = Decimal(1)
    value_set: Mapping[str, tuple[Decimal, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )


@dataclass(frozen=True)
class Missing:
    """The missing rule: none may be missing, or up to ``most`` with the mean of the others."""

    method: MissingMethod
    certainty: Certainty
    most: int = 0
    note: str | None = None


@dataclass(frozen=True)
class Subscale:
    """A part of the items with its own sum; ``items`` are numbers counted from 1.

    When the membership of the items was not found, ``items`` is empty and ``count`` says how
    many the operator's wording file must name.
    """

    id: str
    name: str
    certainty: Certainty
    items: tuple[int, ...] = ()
    count: int = 0
    most_missing: int = 0

    @property
    def size(self) -> int:
        """Return how many items it has."""
        return len(self.items) or self.count


@dataclass(frozen=True)
class Band:
    """A named part of the score range, ends included."""

    label: str
    minimum: Decimal
    maximum: Decimal
    certainty: Certainty


@dataclass(frozen=True)
class ImportantDifference:
    """The difference that matters, ``within_person`` or ``between_groups``."""

    kind: str
    value: Decimal
    certainty: Certainty

    def __post_init__(self) -> None:
        """Refuse a difference without a kind the reports know."""
        if self.kind not in ("within_person", "between_groups", "unspecified"):
            raise UnusableInstrument(
                "An important difference is within_person, between_groups or unspecified."
            )
        if self.value <= 0:
            raise UnusableInstrument("An important difference is above 0.")


@dataclass(frozen=True)
class Licence:
    """On what terms the instrument may be used, and whether its wording is shipped."""

    terms: str
    certainty: Certainty
    wording_shipped: bool = False
