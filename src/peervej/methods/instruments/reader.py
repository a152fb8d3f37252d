"""Instruments read from TOML, and written back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.parts import (
    Band,
    Direction,
    ImportantDifference,
    Item,
    Licence,
    Missing,
    Scoring,
    Subscale,
    UnusableInstrument,
)
from peervej.methods.strict_toml import UnusableDefinition, build, parse_toml
from peervej.methods.toml_text import dump_toml


@dataclass(frozen=True)
class _Uniform:
    """Items that all take the same answers, numbered from 1."""

    count: int
    minimum: int
    maximum: int
    reversed: tuple[int, ...] = ()

    def expand(self) -> tuple[Item, ...]:
        if not 1 <= self.count <= 300:
            raise UnusableInstrument("An instrument has between 1 and 300 items.")
        if not all(1 <= number <= self.count for number in self.reversed):
            raise UnusableInstrument(f"A reversed item lies outside 1 to {self.count}.")
        return tuple(
            Item(str(number), self.minimum, self.maximum, number in self.reversed)
            for number in range(1, self.count + 1)
        )


@dataclass(frozen=True)
class _File:
    """The tables of an instrument's file: either ``items`` or one ``item`` table each."""

    id: str
    name: str
    construct: Mapping[str, str]
    direction: Direction
    scoring: Scoring
    missing: Missing
    licence: Licence
    sources: tuple[str, ...]
    validated: bool = True
    items: _Uniform | None = None
    item: tuple[Item, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    bands: tuple[Band, ...] = ()
    important_differences: tuple[ImportantDifference, ...] = ()
    notes: tuple[str, ...] = ()


def load_instrument(toml_text: str | bytes, *, what: str = "the instrument") -> Instrument:
    """Read one instrument's definition.

    Raises `UnusableDefinition` on text that is not TOML, unknown or missing keys, and
    `UnusableInstrument` when it contradicts itself; both name the file as ``what``.
    """
    read = build(_File, parse_toml(toml_text, what=what), where=what)
    if (read.items is None) == (not read.item):
        raise UnusableDefinition(f"{what} needs either [items] or a list of [[item]], not both.")
    values = {name: value for name, value in vars(read).items() if name not in ("items", "item")}
    try:
        return Instrument(items=read.items.expand() if read.items else read.item, **values)
    except UnusableInstrument as error:
        raise UnusableInstrument(f"{what}: {error}") from None


def instrument_to_toml(instrument: Instrument) -> str:
    """Write an instrument so that `load_instrument` gives it back."""
    table: dict[str, Any] = {
        "id": instrument.id,
        "name": instrument.name,
        "direction": instrument.direction.value,
        "validated": instrument.validated,
        "sources": instrument.sources,
        "notes": instrument.notes,
        "construct": dict(instrument.construct),
        "scoring": _plain(instrument.scoring),
        "missing": _plain(instrument.missing),
        "licence": _plain(instrument.licence),
        "item": [_plain(item) for item in instrument.items],
        "subscales": [_plain(subscale) for subscale in instrument.subscales],
        "bands": [_plain(band) for band in instrument.bands],
        "important_differences": [_plain(d) for d in instrument.important_differences],
    }
    return dump_toml({key: value for key, value in table.items() if value not in ([], ())})


def _plain(part: object) -> dict[str, Any]:
    plain = {}
    for name, value in vars(part).items():
        if isinstance(value, Mapping):
            if value:
                plain[name] = dict(value)
        elif value is not None and value is not False and value != ():
            plain[name] = value
    return plain
