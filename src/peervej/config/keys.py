"""The keys of an installation: made once, kept beside the database, never in a backup."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

NAMES = ("session", "contact", "lookup", "research", "draw")
KEY_BYTES = 32


class KeysMissing(RuntimeError):
    """The database holds data but its keys are gone: starting would only hide that."""


@dataclass(frozen=True)
class Keys:
    """One key per purpose, 32 bytes each; `id` tells which set encrypted a value."""

    id: str
    session: bytes
    contact: bytes
    lookup: bytes
    research: bytes
    draw: bytes

    def __repr__(self) -> str:
        return f"<Keys {self.id}>"


def load_or_create_keys(folder: Path) -> Keys:
    """Read the key set in `folder`, making it (0700, files 0600) on the very first start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    set_id = _read_or_create(folder / "id", 4).hex()
    return Keys(id=set_id, **{name: _read_or_create(folder / name, KEY_BYTES) for name in NAMES})


def keys_exist(folder: Path) -> bool:
    """Whether every key of the set is there."""
    return all((folder / name).is_file() for name in ("id", *NAMES))


def _read_or_create(path: Path, size: int) -> bytes:
    """Exclusive create, so that two processes starting at once end with the same key."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path, size)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_hex(size))
        handle.flush()
        os.fsync(handle.fileno())
    return _read(path, size)


def _read(path: Path, size: int) -> bytes:
    """A key that is short or not hexadecimal is refused: it would encrypt with rubbish."""
    for _attempt in range(50):
        text = path.read_text(encoding="ascii").strip()
        if len(text) == 2 * size:
            return bytes.fromhex(text)
    raise KeysMissing(f"The key file {path.name} is damaged; restore it from your key store.")
