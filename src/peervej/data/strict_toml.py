"""Read a TOML table into a frozen dataclass, refusing what the dataclass does not name."""

import dataclasses
import datetime as dt
import tomllib
import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from peervej.methods.errors import UnusableInput

T = TypeVar("T")


class UnusableDataFile(UnusableInput):
    """A shipped or edited data file does not have the shape its loader expects."""


def read_toml(text: str, file: str) -> dict[str, Any]:
    """Parse `text`; `file` is named in the error when it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableDataFile(f"{file} is not valid TOML: {error}.") from error


def build(cls: type[T], table: Mapping[str, Any], file: str, key: str = "") -> T:
    """Build the dataclass `cls` from `table`; `key` is the path of `table` inside `file`.

    Raises UnusableDataFile naming file and key for an unknown key, a missing key or a value
    of the wrong type, and passes on what the dataclass itself raises about its values.
    """
    hints = get_type_hints(cls)
    fields = {field.name: field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
    for name in table:
        if name not in fields:
            known = ", ".join(sorted(fields))
            raise UnusableDataFile(
                f"{file}: unknown key '{_join(key, name)}'; the keys here are {known}."
            )
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _convert(hints[name], table[name], file, _join(key, name))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise UnusableDataFile(f"{file}: the key '{_join(key, name)}' is missing.")
    try:
        return cls(**values)
    except UnusableDataFile:
        raise
    except ValueError as error:
        raise UnusableDataFile(f"{file}: {_join(key, str(error))}") from error


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _convert(hint: Any, value: Any, file: str, key: str) -> Any:
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        return _convert_union(get_args(hint), value, file, key)
    if origin is tuple:
        return _convert_tuple(get_args(hint)[0], value, file, key)
    if origin is dict:
        return _convert_dict(get_args(hint)[1], value, file, key)
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, Mapping):
            raise UnusableDataFile(f"{file}: '{key}' must be a table.")
        return build(hint, value, file, key)  # type: ignore[arg-type]
    if hint is float and type(value) in (int, float):
        return float(value)
    # bool is a subclass of int, and datetime of date; neither may pass for the other.
    if type(value) is not hint:
        raise UnusableDataFile(f"{file}: '{key}' must be {_NAMES.get(hint, str(hint))}.")
    return value


def _convert_union(options: tuple[Any, ...], value: Any, file: str, key: str) -> Any:
    real = [option for option in options if option is not type(None)]
    for option in real[:-1]:
        try:
            return _convert(option, value, file, key)
        except UnusableDataFile:
            continue
    return _convert(real[-1], value, file, key)


def _convert_tuple(item_hint: Any, value: Any, file: str, key: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise UnusableDataFile(f"{file}: '{key}' must be a list.")
    return tuple(
        _convert(item_hint, item, file, f"{key}[{number}]") for number, item in enumerate(value, 1)
    )


def _convert_dict(item_hint: Any, value: Any, file: str, key: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise UnusableDataFile(f"{file}: '{key}' must be a table.")
    return {name: _convert(item_hint, item, file, _join(key, name)) for name, item in value.items()}


_NAMES: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dt.date: "a date (YYYY-MM-DD)",
}
