"""An instrument's words, from the operator's own copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from peervej.methods.errors import UnusableInput
from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.parts import Item
from peervej.methods.strict_toml import build, parse_toml
from peervej.methods.toml_text import dump_toml

MAX_TEXT = 2000


class WordingDoesNotFit(UnusableInput):
    """The wording has another number of items or answers than the instrument."""


@dataclass(frozen=True)
class Wording:
    """The words of an instrument in one language.

    ``items``: one text per item, in order. The labels of the answers stand in one of three:
    ``responses`` (the same for every item, lowest first), ``item_responses`` (a list for each
    item), or ``anchors`` (labels for some of the numbers, the others shown as numbers).
    ``subscales`` names the items of subscales whose membership the definition leaves open.
    """

    instrument: str
    language: str
    items: tuple[str, ...]
    responses: tuple[str, ...] = ()
    item_responses: tuple[tuple[str, ...], ...] = ()
    anchors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    instruction: str | None = None
    source: str | None = None
    subscales: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def labels(self, number: int, item: Item) -> tuple[str, ...]:
        """Return the labels of item ``number`` (from 1), lowest first, "" where there is none."""
        if self.item_responses:
            return self.item_responses[number - 1]
        if self.responses:
            return self.responses
        return tuple(self.anchors.get(str(v), "") for v in range(item.floor, item.ceiling + 1))

    def members(self, subscale: str) -> tuple[int, ...]:
        """Return the numbers of the items the owner counts to a subscale."""
        return self.subscales.get(subscale, ())


def load_wording(
    data: str | bytes, instrument: Instrument, *, what: str = "the wording"
) -> Wording:
    """Read the operator's wording file (TOML) for one instrument.

    Raises `UnusableDefinition` on a file that cannot be read and `WordingDoesNotFit` when it is
    for another instrument or has another number of items, answers or subscale members.
    """
    wording = build(Wording, parse_toml(data, what=what), where=what)
    try:
        check_wording(wording, instrument)
    except WordingDoesNotFit as error:
        raise WordingDoesNotFit(f"{what}: {error}") from None
    return wording


def wording_to_toml(wording: Wording) -> str:
    """Write a wording so that `load_wording` gives it back."""
    table: dict[str, Any] = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in vars(wording).items()
        if value
    }
    return dump_toml(table)


def check_wording(wording: Wording, instrument: Instrument) -> None:
    """Raise `WordingDoesNotFit` on the first difference from the instrument."""
    if wording.instrument != instrument.id:
        raise WordingDoesNotFit(
            f"this is the wording of {wording.instrument!r}, not of {instrument.id!r}."
        )
    if not 2 <= len(wording.language) <= 12:
        raise WordingDoesNotFit("the language is a code such as da or en.")
    if len(wording.items) != len(instrument.items):
        raise WordingDoesNotFit(
            f"{instrument.id} has {len(instrument.items)} items, but the wording has "
            f"{len(wording.items)}; add or remove what differs."
        )
    if any(len(text) > MAX_TEXT for text in (*wording.items, wording.instruction or "")):
        raise WordingDoesNotFit(f"a text is longer than {MAX_TEXT} characters.")
    _check_labels(wording, instrument)
    for subscale in instrument.subscales:
        numbers = wording.members(subscale.id)
        if subscale.items or not numbers:
            continue
        fits = len(set(numbers)) == len(numbers) == subscale.count
        if not fits or not all(1 <= n <= len(instrument.items) for n in numbers):
            raise WordingDoesNotFit(
                f"subscale {subscale.id} has {subscale.count} different items from 1 to "
                f"{len(instrument.items)}."
            )
    unknown = set(wording.subscales) - {s.id for s in instrument.subscales if not s.items}
    if unknown:
        raise WordingDoesNotFit(f"{min(unknown)!r} is no subscale that waits for its items.")


def _check_labels(wording: Wording, instrument: Instrument) -> None:
    given = [bool(wording.responses), bool(wording.item_responses), bool(wording.anchors)]
    known = [item for item in instrument.items if item.is_known]
    if known and sum(given) != 1:
        raise WordingDoesNotFit("give one of responses, item_responses and anchors.")
    if wording.item_responses and len(wording.item_responses) != len(instrument.items):
        raise WordingDoesNotFit(
            f"item_responses has {len(wording.item_responses)} lists for "
            f"{len(instrument.items)} items."
        )
    for number, item in enumerate(instrument.items, start=1):
        if not item.is_known:
            continue
        values = range(item.floor, item.ceiling + 1)
        if wording.anchors:
            if not set(wording.anchors) <= {str(value) for value in values}:
                raise WordingDoesNotFit(f"an anchor is no answer of item {number}.")
        elif len(wording.labels(number, item)) != len(values):
            raise WordingDoesNotFit(
                f"item {number} has {len(values)} answers, but the wording has "
                f"{len(wording.labels(number, item))} labels."
            )
