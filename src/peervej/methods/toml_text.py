"""Write tables as TOML text that reads back the same."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any


def dump_toml(table: Mapping[str, Any]) -> str:
    """Write a table of strings, numbers, dates, lists and tables as TOML 1.0.

    Keys with the value None are left out. Lists of tables become ``[[name]]`` blocks.
    """
    return "\n".join(_block(table, ())) + "\n"


def _block(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    lines, nested = [], []
    for key, value in table.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            nested.append((key, value, "[{}]"))
        elif _is_list_of_tables(value):
            nested.extend((key, item, "[[{}]]") for item in value)
        else:
            lines.append(f"{_key(key)} = {_value(value)}")
    for key, value, brackets in nested:
        name = ".".join(_key(part) for part in (*path, key))
        lines += ["", brackets.format(name), *_block(value, (*path, key))]
    return lines


def _is_list_of_tables(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) > 0
        and all(isinstance(item, Mapping) for item in value)
    )


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _string(key)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(str(value))
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain if "." in plain else f"{plain}.0"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    return "[" + ", ".join(_value(item) for item in value) + "]"
