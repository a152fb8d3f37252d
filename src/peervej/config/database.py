"""Which database, and how it must behave so that scarce seats are never sold twice."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    " PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
)

CHECKPOINT_WAIT_MS = 1000


def database_settings(address: str, home: Path) -> dict[str, Any]:
    """Django's settings for a postgresql:// `address`, or for SQLite in `home`."""
    if not address:
        return _sqlite(home / "peervej.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"PEERVEJ_DATABASE must start with postgresql://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def empty_write_ahead_log() -> None:
    """Fold SQLite's log into the database and cut it to nothing.

    The log keeps pages as they were before an erasure until it is written over; `secure_delete`
    reaches the database alone. A reader who holds on is not waited for long: the next turn
    of the timer tries again.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_WAIT_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout={before}")


def _sqlite(path: Path) -> dict[str, Any]:
    """IMMEDIATE takes the write lock at BEGIN: a transaction that read first and
    writes later would otherwise fail with "database is locked", whatever the timeout.
    """
    return {
        "ENGINE": "peervej.config.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
    }
