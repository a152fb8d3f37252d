"""What is fixed before a trial is sealed: arms, method and strata."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation.encoding import plain_text

INTERVENTION = "intervention"
WHOLE_TRIAL = "all"
SEPARATOR = " / "

MOST_ARMS = 20
MOST_WEIGHT = 100
MOST_PEOPLE = 1_000  # in one block or batch
MOST_SIZES = 1_000
MOST_STRATA = 10_000


class DesignUnusable(UnusableInput):
    """A design cannot be drawn from; the message names the key and what it must hold."""


class Kind(StrEnum):
    """How people are drawn."""

    PERMUTED_BLOCKS = "permuted_blocks"
    BATCH = "batch"
    SIMPLE = "simple"


@dataclass(frozen=True)
class Design:
    """A design, checked: every value of this type can be drawn from.

    `arms` holds (name, weight), "intervention" first when there is such an arm;
    `sizes` the block or batch sizes (none for "simple"); `strata` (factor, levels).
    Raises DesignUnusable.
    """

    trial: str
    arms: tuple[tuple[str, int], ...]
    kind: Kind
    sizes: tuple[int, ...] = ()
    strata: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        _check_texts(self)
        _check_arms(self.arms)
        _check_sizes(self)
        _check_strata(self)

    @property
    def arm_names(self) -> tuple[str, ...]:
        """The arms' names, in the order everything is computed in."""
        return tuple(name for name, _ in self.arms)

    @property
    def total_weight(self) -> int:
        """The sum of the arms' weights: 2 for 1:1, 3 for 2:1."""
        return sum(weight for _, weight in self.arms)

    @property
    def stratum_labels(self) -> tuple[str, ...]:
        """Every stratum: one level of each factor joined by " / ", or "all" without strata."""
        if not self.strata:
            return (WHOLE_TRIAL,)
        return tuple(SEPARATOR.join(c) for c in itertools.product(*(v for _, v in self.strata)))

    def stratum_label(self, levels: Mapping[str, str]) -> str:
        """Name the stratum of one level per factor; raises DesignUnusable for one it lacks."""
        label = SEPARATOR.join(levels.get(name, "") for name, _ in self.strata) or WHOLE_TRIAL
        self.require_stratum(label)
        return label

    def require_stratum(self, label: str) -> None:
        """Raise DesignUnusable when the trial has no such stratum."""
        if label not in self.stratum_labels:
            raise DesignUnusable(f"the trial {self.trial} has no stratum {label!r}")

    def as_payload(self) -> dict[str, Any]:
        """Write the design as it stands in the ledger's first line."""
        return {
            "trial": self.trial,
            "arms": [[name, weight] for name, weight in self.arms],
            "method": {"kind": self.kind.value, "sizes": list(self.sizes)},
            "strata": [[name, list(levels)] for name, levels in self.strata],
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Design":
        """Read a design back from a ledger's line; raises DesignUnusable."""
        try:
            return cls(
                trial=payload["trial"],
                arms=tuple((name, weight) for name, weight in payload["arms"]),
                kind=Kind(payload["method"]["kind"]),
                sizes=tuple(payload["method"]["sizes"]),
                strata=tuple((name, tuple(levels)) for name, levels in payload["strata"]),
            )
        except UnusableInput:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise DesignUnusable("the ledger's design is not in the form of its line") from error


def _check_texts(design: Design) -> None:
    texts = [("the trial's id", design.trial)]
    texts += [("an arm's name", name) for name, _ in design.arms]
    texts += [("a factor's name", name) for name, _ in design.strata]
    texts += [(f"a level of {name}", level) for name, levels in design.strata for level in levels]
    for what, text in texts:
        if text != plain_text(text, what).strip():
            raise DesignUnusable(f"{what} must be in Unicode NFC without blanks around it")


def _is_whole(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _check_arms(arms: Sequence[tuple[str, int]]) -> None:
    names = [name for name, _ in arms]
    if not 2 <= len(arms) <= MOST_ARMS or len(set(names)) != len(arms):
        raise DesignUnusable(f"[arms] must name 2 to {MOST_ARMS} different arms")
    if INTERVENTION in names[1:]:
        raise DesignUnusable(f"the arm {INTERVENTION} must stand first")
    for name, weight in arms:
        if not _is_whole(weight, MOST_WEIGHT):
            raise DesignUnusable(f"[arms] {name} must be a whole number from 1 to {MOST_WEIGHT}")


def _check_sizes(design: Design) -> None:
    if design.kind is Kind.SIMPLE:
        if design.sizes:
            raise DesignUnusable("a simple draw has no sizes")
        return
    name = "block_sizes" if design.kind is Kind.PERMUTED_BLOCKS else "batch_sizes"
    if not 1 <= len(design.sizes) <= MOST_SIZES or not all(
        _is_whole(size, MOST_PEOPLE) for size in design.sizes
    ):
        raise DesignUnusable(
            f"[method] {name} must be a list of whole numbers from 1 to {MOST_PEOPLE}"
        )
    if design.kind is Kind.BATCH:
        return
    if len(set(design.sizes)) != len(design.sizes):
        raise DesignUnusable(f"[method] {name} names a size twice")
    for size in design.sizes:
        if size % design.total_weight:
            raise DesignUnusable(
                f"[method] {name}: {size} cannot be shared out by the weights in [arms]; "
                f"use multiples of {design.total_weight}"
            )


def _check_strata(design: Design) -> None:
    factors = [name for name, _ in design.strata]
    if len(set(factors)) != len(factors):
        raise DesignUnusable("[strata] names a factor twice")
    count = 1
    for name, levels in design.strata:
        count *= len(levels)
        if not levels or len(set(levels)) != len(levels):
            raise DesignUnusable(f"[strata] {name} is empty or names a level twice")
        if count > MOST_STRATA:
            raise DesignUnusable(f"[strata] make more than {MOST_STRATA} strata; use fewer levels")
    if len(set(design.stratum_labels)) != count:
        raise DesignUnusable('[strata] two strata have the same name; leave "/" out of the levels')
