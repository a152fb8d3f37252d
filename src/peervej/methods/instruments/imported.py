"""What comes out of another system's questionnaire."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.parts import (
    Certainty,
    Direction,
    Item,
    Licence,
    Method,
    Missing,
    MissingMethod,
    Scoring,
)
from peervej.methods.instruments.wording import Wording


@dataclass(frozen=True)
class Imported:
    """An instrument and its wording, and which fields were left out and why."""

    instrument: Instrument
    wordings: Mapping[str, Wording]
    left_out: tuple[tuple[str, str], ...] = ()


def identifier_from(text: str) -> str:
    """Make an instrument's id of another system's name for it."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-") or "imported"


def unscored_instrument(name: str, title: str, items: Sequence[Item], source: str) -> Instrument:
    """Make an instrument whose scoring is still to be written by the one who imports it.

    A dictionary or a Questionnaire carries items and answers but neither scoring, direction nor
    licence, so none is assumed: the direction stands as higher_better until it is looked up.
    """
    return Instrument(
        id=name,
        name=title,
        construct=MappingProxyType({}),
        direction=Direction.HIGHER_BETTER,
        items=tuple(items),
        scoring=Scoring(Method.NONE, Certainty.NOT_FOUND),
        missing=Missing(MissingMethod.ALL_NEEDED, Certainty.NOT_FOUND),
        licence=Licence("Not known: look up the owner's terms before use.", Certainty.NOT_FOUND),
        sources=(source,),
        validated=False,
        notes=("Imported: scoring, direction and terms are to be added from the owner's manual.",),
    )
