"""Values as they stand in the copy."""

from datetime import date, datetime
from typing import Any


def plain(value: date | datetime | None) -> str:
    """A day or a moment in ISO 8601; "" for none."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return str(value or "")


def fields(row: Any, *names: str) -> dict[str, Any]:
    """Fields of a row under their own names, days and moments as text."""
    values = {name: getattr(row, name) for name in names}
    return {name: plain(v) if isinstance(v, date | None) else v for name, v in values.items()}
