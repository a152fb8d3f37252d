"""Read a definition written in TOML into frozen dataclasses, refusing what they do not name.

A definition decides what people meet, so a misspelt key must stop the reader rather than
leave a default standing in silence.
"""

import dataclasses
import math
import tomllib
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from peervej.methods.errors import UnusableInput

T = TypeVar("T")
# A text whose absence is itself said: the key must be there, and may be "".
MaybeEmpty = typing.Annotated[str, "may be empty"]
MAX_BYTES = 1_000_000


class UnusableDefinition(UnusableInput):
    """A definition is not readable, or says something its schema does not know."""


def decode_text(data: bytes | str, *, what: str, max_bytes: int = MAX_BYTES) -> str:
    """Decode UTF-8 text of at most ``max_bytes`` bytes; raises `UnusableDefinition`."""
    if len(data) > max_bytes:
        raise UnusableDefinition(
            f"{what} is larger than {max_bytes} bytes; check that it is the right file."
        )
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableDefinition(
            f"{what} is not UTF-8 text (byte {error.start + 1}); save it as UTF-8 and try again."
        ) from None
    if "\x00" in text:
        raise UnusableDefinition(f"{what} holds zero bytes and is not a text file.")
    return text


def parse_toml(data: bytes | str, *, what: str, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Parse TOML text (decimal numbers as `Decimal`); raises `UnusableDefinition`."""
    text = decode_text(data, what=what, max_bytes=max_bytes)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else "too deeply nested"
        raise UnusableDefinition(f"{what} is not valid TOML: {reason}.") from None


def build(schema: type[T], table: Mapping[str, Any], *, where: str) -> T:
    """Make one frozen dataclass from a TOML table.

    ``where`` names the table in messages. Raises `UnusableDefinition` on an unknown key, a
    missing one, a value of another type, or what the dataclass itself refuses.
    """
    fields = {f.name: f for f in dataclasses.fields(schema) if f.init}  # type: ignore[arg-type]
    for key in table:
        if key not in fields:
            near = get_close_matches(key, fields, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(fields)}."
            raise UnusableDefinition(f"{where} has the unknown key {key!r}; {hint}")
    hints = _hints(typing.cast(type, schema))
    values = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _convert(hints[name], table[name], f"{where}.{name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise UnusableDefinition(f"{where} lacks {name!r}; add it.")
    try:
        return schema(**values)
    except UnusableInput as error:
        raise UnusableDefinition(f"{where}: {error}") from None


@cache
def _hints(schema: type) -> dict[str, Any]:
    return typing.get_type_hints(schema, include_extras=True)


def _convert(hint: Any, value: Any, where: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return "" if value == "" else _convert(arguments[0], value, where)
    if origin in (typing.Union, types.UnionType):
        return _convert_union([a for a in arguments if a is not type(None)], value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise UnusableDefinition(f"{where} must be a list.")
        return tuple(
            _convert(arguments[0], item, f"{where}[{number}]")
            for number, item in enumerate(value, start=1)
        )
    if origin in (dict, Mapping):
        if not isinstance(value, dict):
            raise UnusableDefinition(f"{where} must be a table.")
        return types.MappingProxyType(
            {key: _convert(arguments[1], item, f"{where}.{key}") for key, item in value.items()}
        )
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise UnusableDefinition(f"{where} must be a table.")
        return build(typing.cast(type[Any], hint), value, where=where)
    return _convert_plain(hint, value, where)


def _convert_union(options: list[Any], value: Any, where: str) -> Any:
    for option in options[:-1]:
        try:
            return _convert(option, value, where)
        except UnusableDefinition:
            continue
    return _convert(options[-1], value, where)


def _convert_plain(hint: Any, value: Any, where: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in hint)
            raise UnusableDefinition(f"{where} is {value!r}; it must be one of {known}.") from None
    if hint is Decimal and type(value) in (int, Decimal):
        number = Decimal(value)
        if not number.is_finite() or abs(number) > Decimal(10) ** 15:
            raise UnusableDefinition(f"{where} is not a number that can be reckoned with.")
        return number
    if hint is float and type(value) in (int, Decimal) and math.isfinite(value):
        return float(value)
    if hint in (str, int, bool, date, time, datetime) and type(value) is hint:
        if hint is str and not value.strip():
            raise UnusableDefinition(f"{where} is empty; fill it in or leave the key out.")
        return value
    name = {Decimal: "number", float: "number", int: "whole number", str: "text"}.get(
        hint, getattr(hint, "__name__", str(hint))
    )
    raise UnusableDefinition(f"{where} must be a {name}, not {type(value).__name__}.")
